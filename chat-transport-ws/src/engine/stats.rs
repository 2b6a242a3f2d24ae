//! What an engine counts, for whoever watches it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::reason::Reason;

/// What has happened in an engine so far. One addition each, without a lock.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) opened: Count,
    pub(crate) upgraded: Count,
    pub(crate) turned_away: Count,
    pub(crate) emitted: Count,
    closed: [Count; Reason::ALL.len()],
    longest_flush_us: AtomicU64,
}

/// A number that only grows.
#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    pub(crate) fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Counts {
    /// A connection ended.
    pub(crate) fn closed(&self, reason: Reason) {
        self.closed[reason as usize].add(1);
    }

    /// A round of writing took so long.
    pub(crate) fn flushed(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.longest_flush_us.fetch_max(micros, Ordering::Relaxed);
    }

    /// Everything, with how many connections there are over each transport and how many of them wait to be written to.
    pub(crate) fn stats(&self, polling: usize, websockets: usize, waiting: usize) -> Stats {
        Stats {
            polling,
            websockets,
            waiting,
            opened: self.opened.get(),
            upgraded: self.upgraded.get(),
            turned_away: self.turned_away.get(),
            emitted: self.emitted.get(),
            closed: Reason::ALL.map(|reason| (reason, self.closed[reason as usize].get())),
            longest_flush: Duration::from_micros(self.longest_flush_us.swap(0, Ordering::Relaxed)),
        }
    }
}

/// The figures of an engine at a moment. What is counted, is counted from its start.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stats {
    /// Connections over long polling now.
    pub polling: usize,
    /// Connections over WebSocket now.
    pub websockets: usize,
    /// Connections now that have something queued which is about to be written.
    pub waiting: usize,
    /// Connections that were opened.
    pub opened: u64,
    /// Connections that moved from polling to WebSocket.
    pub upgraded: u64,
    /// Connections that were turned away, since there were too many or the engine stops.
    pub turned_away: u64,
    /// Frames that were queued, each counted for every socket it is meant for.
    pub emitted: u64,
    /// Connections that ended, by reason.
    pub closed: [(Reason, u64); Reason::ALL.len()],
    /// The longest round of writing since the figures were taken last.
    pub longest_flush: Duration,
}

/// How many rooms there are of each size.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct RoomSizes(pub [usize; RoomSizes::UP_TO.len()]);

impl RoomSizes {
    /// The largest number of members that still belongs to each class.
    pub const UP_TO: [usize; 6] = [1, 10, 100, 1_000, 10_000, usize::MAX];

    pub(crate) fn add(&mut self, members: usize) {
        let class = Self::UP_TO.iter().position(|limit| members <= *limit).unwrap_or(Self::UP_TO.len() - 1);
        self.0[class] += 1;
    }
}

/// What waits for one peer, and how much may.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Backlog {
    /// Frames that wait.
    pub packets: usize,
    /// The most frames that may wait before the connection is closed.
    pub packets_max: usize,
    /// Bytes that wait.
    pub bytes: usize,
    /// The most bytes that may wait before the connection is closed.
    pub bytes_max: usize,
}
