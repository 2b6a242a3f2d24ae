use super::{LimitKey, Limited, Quotas, Whom};
use crate::{Limits, Timestamp, meters::LimitMeters};
use std::{sync::Arc, time::Duration};

/// What everybody is allowed, and who counts it.
#[derive(Clone, Debug)]
pub(crate) struct Allowance {
    pub(crate) limits: Arc<dyn Limits>,
    pub(crate) quotas: Quotas,
    pub(crate) meters: LimitMeters,
}

impl Allowance {
    /// Takes one from what `whom` is allowed of `what`, or tells how long to wait.
    pub(crate) async fn take(&self, what: Limited, whom: Whom, now: Timestamp) -> Result<(), Duration> {
        let key = LimitKey::new(what, whom);
        match self.quotas.of(&key) {
            Some(quota) => self.limits.take(&key, quota, now).await.inspect_err(|_| self.meters.refused(&key)),
            None => Ok(()),
        }
    }
}
