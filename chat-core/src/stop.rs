//! Telling loops to end.

use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Tells a loop when to end. Clones are told together.
#[derive(Clone, Debug, Default)]
pub struct Stop(CancellationToken);

impl Stop {
    /// Tells every clone to end.
    pub fn stop(&self) {
        self.0.cancel();
    }

    /// Whether it is time to end.
    pub fn is_stopped(&self) -> bool {
        self.0.is_cancelled()
    }

    /// Returns when it is time to end.
    pub async fn stopped(&self) {
        self.0.cancelled().await;
    }

    /// Returns after so long, or when it is time to end.
    pub async fn sleep(&self, duration: Duration) {
        let _ = tokio::time::timeout(duration, self.stopped()).await;
    }
}
