//! Queues for commands that would otherwise race each other.

use std::hash::{BuildHasher, Hash, RandomState};
use tokio::sync::{Mutex, MutexGuard};

/// A fixed number of queues. Commands with equal keys wait in the same one, so that within a process none of them loses a
/// race against another; different keys share a queue now and then, which costs time and nothing else.
#[derive(Debug)]
pub(crate) struct Lanes {
    stripes: Box<[Mutex<()>]>,
    hasher: RandomState,
}

impl Default for Lanes {
    fn default() -> Self {
        let stripes = (0..Self::COUNT).map(|_| Mutex::new(())).collect();
        Self { stripes, hasher: RandomState::new() }
    }
}

impl Lanes {
    const COUNT: usize = 512;

    /// Waits for its turn in the queue of `key`; the turn lasts as long as the guard.
    pub(crate) async fn enter(&self, key: impl Hash) -> MutexGuard<'_, ()> {
        let stripe = self.hasher.hash_one(key) as usize % Self::COUNT;
        self.stripes[stripe].lock().await
    }
}
