//! What all parts of a run stand on.

use crate::{
    dice::Dice,
    plan::Plan,
    trace::{Trace, What, Who},
    trouble::{Tally, Trouble},
    verdict::{Promise, Violation},
};
use std::{
    collections::BTreeMap,
    sync::{
        Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::time::Instant;

/// Dice, plan, trace and verdict of a run.
#[derive(Debug)]
pub(crate) struct Ground {
    pub(crate) dice: Dice,
    pub(crate) plan: Plan,
    pub(crate) start: Instant,
    pub(crate) tally: Tally,
    trace: Mutex<Trace>,
    violations: Mutex<Vec<Violation>>,
    has_trouble: AtomicBool,
    is_store_away: AtomicBool,
    counts: Mutex<BTreeMap<&'static str, u64>>,
}

impl Ground {
    pub(crate) fn new(seed: u64, is_trace_kept: bool) -> Self {
        let dice = Dice::seeded(seed);
        Self {
            plan: Plan::drawn(&dice),
            dice,
            start: Instant::now(),
            tally: Tally::default(),
            trace: Mutex::new(Trace::new(is_trace_kept)),
            violations: Mutex::default(),
            has_trouble: AtomicBool::new(false),
            is_store_away: AtomicBool::new(false),
            counts: Mutex::default(),
        }
    }

    pub(crate) fn passed(&self) -> Duration {
        self.start.elapsed()
    }

    pub(crate) fn note(&self, who: Who, what: What) {
        locked(&self.trace).note(self.passed(), who, &what);
    }

    /// Lets trouble begin or end.
    pub(crate) fn trouble(&self, has_trouble: bool) {
        self.has_trouble.store(has_trouble, Ordering::Relaxed);
    }

    pub(crate) fn has_trouble(&self) -> bool {
        self.has_trouble.load(Ordering::Relaxed)
    }

    /// Whether this trouble is met here and now.
    pub(crate) fn meets(&self, who: Who, trouble: Trouble) -> bool {
        let is_met = self.has_trouble() && self.dice.happens(self.plan.odds(trouble));
        if is_met {
            self.met(who, trouble);
        }
        is_met
    }

    /// Notes a trouble that was met.
    pub(crate) fn met(&self, who: Who, trouble: Trouble) {
        self.tally.count(trouble);
        self.note(who, What::Meets(trouble));
    }

    pub(crate) fn set_store_away(&self, is_away: bool) {
        self.is_store_away.store(is_away, Ordering::Relaxed);
    }

    pub(crate) fn is_store_away(&self) -> bool {
        self.has_trouble() && self.is_store_away.load(Ordering::Relaxed)
    }

    /// The next number of a kind: 1, 2, 3, …
    pub(crate) fn count(&self, kind: &'static str) -> u64 {
        let mut counts = locked(&self.counts);
        let count = counts.entry(kind).or_default();
        *count += 1;
        *count
    }

    /// Notes that a promise was broken.
    pub(crate) fn violated(&self, promise: Promise, how: impl Into<String>) {
        let violation = Violation { promise, how: how.into(), at: self.passed() };
        locked(&self.violations).push(violation);
    }

    pub(crate) fn violations(&self) -> Vec<Violation> {
        locked(&self.violations).clone()
    }

    pub(crate) fn is_violated(&self) -> bool {
        !locked(&self.violations).is_empty()
    }

    /// The trace so far; a new one begins.
    pub(crate) fn take_trace(&self) -> Trace {
        std::mem::replace(&mut locked(&self.trace), Trace::new(false))
    }
}

/// The lock of something that is never held by a future that waits.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no holder of the lock panics")
}
