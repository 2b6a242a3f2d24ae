//! Going on when the store fails.

use crate::Stop;
use futures_util::future::BoxFuture;
use std::{error::Error, time::Duration};

/// Waits longer from failure to failure, and tells of the first of a row only.
#[derive(Debug, Default)]
pub(crate) struct Patience {
    failures: u32,
}

impl Patience {
    const LONGEST: Duration = Duration::from_secs(10);

    /// Notes that it works again.
    pub(crate) fn reset(&mut self) {
        if self.failures > 0 {
            tracing::info!(failures = self.failures, "the store answers again");
            self.failures = 0;
        }
    }

    /// Waits 100 ms, 200 ms, … at most ten seconds, or until it is time to end.
    pub(crate) async fn wait(&mut self, what: &'static str, error: &(dyn Error + Send + Sync + 'static), stop: &Stop) {
        stop.sleep(self.failed(what, error)).await;
    }

    /// Notes a failure and says how long to leave it alone.
    pub(crate) fn failed(&mut self, what: &'static str, error: &(dyn Error + 'static)) -> Duration {
        if self.failures == 0 {
            tracing::error!(error, "{what}; trying again until it works");
        }
        let delay = Duration::from_millis(100 << self.failures.min(7)).min(Self::LONGEST);
        self.failures = self.failures.saturating_add(1);
        delay
    }
}

/// Does something every so often until it is time to end; when it fails it is tried again sooner, and `what` is said.
pub(crate) async fn again_and_again<'a, T>(
    what: &'static str,
    every: Duration,
    stop: &Stop,
    mut work: impl FnMut() -> BoxFuture<'a, crate::Result<T>>,
) {
    let mut patience = Patience::default();
    while !stop.is_stopped() {
        match work().await {
            Ok(_) => {
                patience.reset();
                stop.sleep(every).await;
            }
            Err(error) => patience.wait(what, &error, stop).await,
        }
    }
}
