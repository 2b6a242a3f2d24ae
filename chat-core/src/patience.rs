//! Going on when the store fails.

use crate::Stop;
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
        let delay = self.failed(what, error);
        tokio::select! {
            biased;
            () = stop.stopped() => {}
            () = tokio::time::sleep(delay) => {}
        }
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
