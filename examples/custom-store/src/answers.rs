//! What requests were answered.

use crate::{reads::sorted, shelf::ShelfStore};
use async_trait::async_trait;
use chat_core::{Answers, KeptAnswer, Record, StoreError, TenantScope, Timestamp};

#[async_trait]
impl Answers for ShelfStore {
    async fn kept_answer(&self, scope: TenantScope, caller: &str, key: &str) -> Result<Option<KeptAnswer>, StoreError> {
        let shelf = self.read();
        Ok(shelf.of::<KeptAnswer>(scope).find(|one| one.caller == caller && one.key == key).cloned())
    }

    async fn forget_answers(&self, now: Timestamp, limit: usize) -> Result<usize, StoreError> {
        let mut shelf = self.write();
        let old = shelf.all::<KeptAnswer>().filter(|one| one.expires_at <= now);
        let mut old = sorted(old, |one| (one.expires_at, one.id));
        old.truncate(limit);
        let is_old =
            |record: &Record| matches!(record, Record::KeptAnswer(one) if old.iter().any(|it| it.id == one.id));
        shelf.records.retain(|record| !is_old(record));
        Ok(old.len())
    }
}
