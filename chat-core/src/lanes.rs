//! Queues for commands that would otherwise race each other.

use crate::StoreError;
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    time::Duration,
};
use tokio::sync::{Mutex, MutexGuard};

/// A fixed number of queues. Commands with equal keys wait in the same one, so that within a process none of them loses a
/// race against another; different keys share a queue now and then, which costs time and nothing else.
#[derive(Debug)]
pub(crate) struct Lanes {
    stripes: Box<[Mutex<()>]>,
    /// Told to nobody, so that nobody can choose keys that share a queue.
    seed: u64,
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
#[error("others on the same record took longer than {} seconds", Lanes::WAIT_MAX.as_secs())]
struct Crowded;

impl Lanes {
    const COUNT: usize = 512;
    /// How long a command waits for its turn.
    const WAIT_MAX: Duration = Duration::from_secs(15);

    /// Queues over which `seed` spreads the keys.
    pub(crate) fn new(seed: u64) -> Self {
        Self { stripes: (0..Self::COUNT).map(|_| Mutex::new(())).collect(), seed }
    }

    /// Waits for its turn in the queue of `key`; the turn lasts as long as the guard. When those before it take too long (the store is
    /// stuck), it gives up: queues end by that, since nobody waits in one for ever.
    pub(crate) async fn enter(&self, key: impl Hash) -> Result<MutexGuard<'_, ()>, StoreError> {
        let mut hasher = DefaultHasher::new();
        (self.seed, key).hash(&mut hasher);
        let turn = self.stripes[hasher.finish() as usize % Self::COUNT].lock();
        tokio::time::timeout(Self::WAIT_MAX, turn).await.map_err(|_| StoreError::backend(Crowded))
    }
}
