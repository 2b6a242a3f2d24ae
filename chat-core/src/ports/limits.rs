use crate::{LimitKey, Quota, Timestamp};
use async_trait::async_trait;
use std::{fmt, time::Duration};

/// Counts what is done and says when it is too much.
///
/// It never fails: an adapter that loses whatever it keeps its counts in counts by itself until that is back. Keys are
/// forgotten when their allowance is whole again, so that they do not pile up.
#[async_trait]
pub trait Limits: fmt::Debug + Send + Sync + 'static {
    /// Takes one from the allowance that `key` has by `quota`.
    ///
    /// # Errors
    /// When nothing is left: how long to wait until there is. Whoever is refused has taken nothing.
    async fn take(&self, key: &LimitKey, quota: Quota, now: Timestamp) -> Result<(), Duration>;
}
