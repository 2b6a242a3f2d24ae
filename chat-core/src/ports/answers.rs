use crate::{KeptAnswer, StoreError, TenantScope, Timestamp};
use async_trait::async_trait;
use std::fmt;

/// Reads what requests were answered, and forgets it when its time has come.
#[async_trait]
pub trait Answers: fmt::Debug + Send + Sync + 'static {
    /// What is kept of a caller's request, by the key that it gave it.
    async fn kept_answer(&self, scope: TenantScope, caller: &str, key: &str) -> Result<Option<KeptAnswer>, StoreError>;

    /// Forgets up to `limit` answers of all clients that expire by `now`, those first that expired first, and tells how many those
    /// were.
    async fn forget_answers(&self, now: Timestamp, limit: usize) -> Result<usize, StoreError>;
}
