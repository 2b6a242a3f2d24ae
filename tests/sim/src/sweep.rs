//! Many seeds, on all cores.

use crate::{
    run::{Run, run},
    trouble::Tally,
};
use std::{
    ops::Range,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// What came of many seeds.
#[derive(Debug)]
pub struct Sweep {
    /// How many seeds were run.
    pub seeds: u64,
    /// How long that took.
    pub took: Duration,
    /// How much virtual time the runs lasted together.
    pub lasted: Duration,
    /// How much happened in them.
    pub events: u64,
    /// What went wrong on purpose.
    pub tally: Tally,
    /// The runs that broke a promise, by seed.
    pub broken: Vec<Run>,
}

/// Runs seeds on so many threads, until as many as `enough` have broken a promise.
pub fn sweep(seeds: Range<u64>, threads: usize, enough: usize) -> Sweep {
    let start = Instant::now();
    let next = AtomicU64::new(seeds.start);
    let (tally, broken) = (Tally::default(), Mutex::new(Vec::new()));
    let (done, events, lasted_ms) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    let is_enough = broken.lock().expect("no holder of the lock panics").len() >= enough;
                    if seed >= seeds.end || is_enough {
                        return;
                    }
                    let run = run(seed, false);
                    tally.add_all(&run.tally);
                    done.fetch_add(1, Ordering::Relaxed);
                    events.fetch_add(run.events, Ordering::Relaxed);
                    let run_ms = u64::try_from(run.lasted.as_millis()).expect("a run is short");
                    lasted_ms.fetch_add(run_ms, Ordering::Relaxed);
                    if !run.violations.is_empty() {
                        broken.lock().expect("no holder of the lock panics").push(run);
                    }
                }
            });
        }
    });
    let mut broken = broken.into_inner().expect("no holder of the lock panics");
    broken.sort_by_key(|run| run.seed);
    Sweep {
        seeds: done.into_inner(),
        took: start.elapsed(),
        lasted: Duration::from_millis(lasted_ms.into_inner()),
        events: events.into_inner(),
        tally,
        broken,
    }
}
