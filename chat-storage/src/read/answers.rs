use crate::{SeaStore, entity::kept_answer, error::read_error};
use async_trait::async_trait;
use chat_core::{Answers, KeptAnswer, StoreError, TenantScope, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

const FORGET: &str = "DELETE FROM kept_answers WHERE id IN \
    (SELECT id FROM kept_answers WHERE expires_at <= $1 ORDER BY expires_at, id LIMIT $2)";
/// About how much it writes to forget an answer.
const ANSWER_BYTES: u64 = 1024;

#[async_trait]
impl Answers for SeaStore {
    async fn kept_answer(&self, scope: TenantScope, caller: &str, key: &str) -> Result<Option<KeptAnswer>, StoreError> {
        let row = kept_answer::Entity::find()
            .filter(kept_answer::Column::ClientId.eq(scope.client_id().uuid()))
            .filter(kept_answer::Column::Caller.eq(caller))
            .filter(kept_answer::Column::Name.eq(key))
            .one(&self.inner.reader.of(scope))
            .await
            .map_err(read_error)?;
        row.map(|row| row.open(&self.inner.keys)).transpose()
    }

    async fn forget_answers(&self, now: Timestamp, limit: usize) -> Result<usize, StoreError> {
        self.forget(FORGET, now, limit, ANSWER_BYTES).await
    }
}
