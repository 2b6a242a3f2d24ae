use crate::{
    SeaStore,
    entity::{job, record, records},
    error::read_error,
};
use async_trait::async_trait;
use chat_core::{Job, JobId, Jobs, StoreError, TenantScope, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

#[async_trait]
impl Jobs for SeaStore {
    async fn job(&self, scope: TenantScope, id: JobId) -> Result<Option<Job>, StoreError> {
        let own = job::Entity::find().filter(job::Column::ClientId.eq(scope.client_id().uuid()));
        record(own.filter(job::Column::Id.eq(id.uuid())).one(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn jobs(&self, scope: TenantScope, limit: usize) -> Result<Vec<Job>, StoreError> {
        let own = job::Entity::find().filter(job::Column::ClientId.eq(scope.client_id().uuid()));
        let newest = own.order_by_desc(job::Column::CreatedAt).order_by_desc(job::Column::Id).limit(limit as u64);
        records(newest.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn jobs_due(&self, now: Timestamp, limit: usize) -> Result<Vec<Job>, StoreError> {
        let due = job::Entity::find()
            .filter(job::Column::NextAt.lte(now.millis()))
            .order_by_asc(job::Column::NextAt)
            .order_by_asc(job::Column::Id)
            .limit(limit as u64);
        records(due.all(&self.inner.reader.across()).await.map_err(read_error)?)
    }
}
