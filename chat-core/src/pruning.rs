//! Forgetting what the journals tell of times long past.

use crate::{TenantScope, executor::Executor, patience::again_and_again, stop::Stop};
use std::time::Duration;

/// Forgets events that are older than they have to be kept.
///
/// Every process does it, and whoever comes second finds nothing left to do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pruning<'a> {
    pub(crate) executor: &'a Executor,
    /// How long an event is kept.
    pub(crate) retention: Duration,
}

impl Pruning<'_> {
    /// How many events are forgotten in one go: so few that nobody who commits meanwhile waits for long.
    const BATCH_MAX: usize = 500;
    /// How long others are let through before the next go.
    const PAUSE: Duration = Duration::from_millis(50);
    /// How often the journals are looked through.
    const EVERY: Duration = Duration::from_secs(600);

    /// Forgets now and then what has become too old, until it is told to stop.
    pub(crate) async fn run(self, stop: &Stop) {
        again_and_again("old events cannot be forgotten", Self::EVERY, stop, || Box::pin(self.prune_until(stop))).await;
    }

    /// Forgets what is too old now. What is left over when it is time to end is forgotten the next time.
    async fn prune_until(self, stop: &Stop) -> crate::Result<()> {
        let count = tokio::select! {
            biased;
            () = stop.stopped() => return Ok(()),
            count = self.prune_once() => count?,
        };
        if count > 0 {
            tracing::info!(events.count = count, "old events were forgotten");
        }
        Ok(())
    }

    /// Forgets everything that is too old now, and tells how many events that were.
    pub(crate) async fn prune_once(self) -> crate::Result<usize> {
        let store = &self.executor.store;
        let before = self.executor.env.now().before(self.retention);
        let mut sum = 0;
        for client in store.clients().await? {
            loop {
                let count = store.prune(TenantScope::from(&client), before, Self::BATCH_MAX).await?;
                sum += count;
                if count < Self::BATCH_MAX {
                    break;
                }
                tokio::time::sleep(Self::PAUSE).await;
            }
        }
        Ok(sum)
    }
}
