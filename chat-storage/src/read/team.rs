use crate::{
    SeaStore,
    entity::{agent, record, records},
    error::read_error,
};
use async_trait::async_trait;
use chat_core::{Agent, AgentId, StoreError, Team, TenantScope};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

#[async_trait]
impl Team for SeaStore {
    async fn agent(&self, scope: TenantScope, id: AgentId) -> Result<Option<Agent>, StoreError> {
        let row = of(scope).filter(agent::Column::Id.eq(id.uuid())).one(&self.inner.reader).await;
        record(row.map_err(read_error)?)
    }

    async fn agents(&self, scope: TenantScope) -> Result<Vec<Agent>, StoreError> {
        let select = of(scope).order_by_asc(agent::Column::CreatedAt).order_by_asc(agent::Column::Id);
        records(select.all(&self.inner.reader).await.map_err(read_error)?)
    }
}

fn of(scope: TenantScope) -> Select<agent::Entity> {
    agent::Entity::find().filter(agent::Column::ClientId.eq(scope.client_id().uuid()))
}
