//! Queues for commands that would otherwise race each other.

use std::hash::{DefaultHasher, Hash, Hasher};
use tokio::sync::{Mutex, MutexGuard};

/// A fixed number of queues. Commands with equal keys wait in the same one, so that within a process none of them loses a
/// race against another; different keys share a queue now and then, which costs time and nothing else.
#[derive(Debug)]
pub(crate) struct Lanes {
    stripes: Box<[Mutex<()>]>,
    /// Told to nobody, so that nobody can choose keys that share a queue.
    seed: u64,
}

impl Lanes {
    const COUNT: usize = 512;

    /// Queues over which `seed` spreads the keys.
    pub(crate) fn new(seed: u64) -> Self {
        Self { stripes: (0..Self::COUNT).map(|_| Mutex::new(())).collect(), seed }
    }

    /// Waits for its turn in the queue of `key`; the turn lasts as long as the guard.
    pub(crate) async fn enter(&self, key: impl Hash) -> MutexGuard<'_, ()> {
        let mut hasher = DefaultHasher::new();
        (self.seed, key).hash(&mut hasher);
        self.stripes[hasher.finish() as usize % Self::COUNT].lock().await
    }
}
