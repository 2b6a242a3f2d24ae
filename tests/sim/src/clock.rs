//! Time and identifiers of a simulated process.

use crate::{dice::Dice, ground::Ground};
use chat_core::{Clock, Env, Ids, Timestamp};
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::time::Instant;
use uuid::Uuid;

/// The runtime's virtual time, told by a clock that goes wrong by the same amount all the time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VirtualClock {
    start: Instant,
    skew_ms: i64,
}

impl VirtualClock {
    /// The start of the year 2026.
    const EPOCH_MS: i64 = 1_767_225_600_000;

    pub(crate) fn new(start: Instant, skew_ms: i64) -> Self {
        Self { start, skew_ms }
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        let passed_ms = i64::try_from(self.start.elapsed().as_millis()).expect("no run lasts for millions of years");
        Timestamp::from_millis(Self::EPOCH_MS + self.skew_ms + passed_ms)
    }
}

/// UUIDv7 of a process: its clock, a count, and dice.
#[derive(Debug)]
pub(crate) struct SeededIds {
    clock: VirtualClock,
    dice: Dice,
    /// The moment and the count of the last one, so that they only grow within a process.
    last: AtomicU64,
}

impl Ids for SeededIds {
    fn next(&self) -> Uuid {
        let moment = u64::try_from(self.clock.now().millis()).expect("the clock stands after 1970") << 12;
        let last = self.last.load(Ordering::Relaxed);
        let next = moment.max(last + 1);
        self.last.store(next, Ordering::Relaxed);
        // Version and variant take six bits.
        let head = (next >> 12 << 16) | 0x7000 | (next & 0xfff);
        let tail = (self.dice.number() >> 2) | (1 << 63);
        Uuid::from_u64_pair(head, tail)
    }
}

/// Where a simulated process takes time and identifiers from, whose clock is fast by `skew_ms`.
pub(crate) fn env(ground: &Ground, skew_ms: u64) -> Env {
    let skew_ms = i64::try_from(skew_ms).expect("a clock is wrong by seconds");
    let clock = VirtualClock::new(ground.start, skew_ms);
    Env::new(clock, SeededIds { clock, dice: ground.dice.clone(), last: AtomicU64::new(0) })
}
