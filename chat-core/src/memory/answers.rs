use super::{MemoryStore, keys::OwnKey, select::oldest_first};
use crate::{Answers, KeptAnswer, KeptAnswerId, Record, StoreError, TenantScope, Timestamp};
use async_trait::async_trait;

#[async_trait]
impl Answers for MemoryStore {
    async fn kept_answer(&self, scope: TenantScope, caller: &str, key: &str) -> Result<Option<KeptAnswer>, StoreError> {
        self.with(|state| {
            let tenant = state.tenant(scope)?;
            let id = tenant.keys.get(&OwnKey::Answer(caller.to_owned(), key.to_owned()))?;
            tenant.answers.get(&KeptAnswerId::from_uuid(*id)).cloned()
        })
    }

    async fn forget_answers(&self, now: Timestamp, limit: usize) -> Result<usize, StoreError> {
        self.with(|state| {
            let answers = state.tenants.values().flat_map(|tenant| tenant.answers.values());
            let mut old = oldest_first(answers.filter(|it| it.expires_at <= now), |it| (it.expires_at, it.id));
            old.truncate(limit);
            let count = old.len();
            for answer in old {
                state.take(&Record::KeptAnswer(answer));
            }
            count
        })
    }
}
