use crate::{
    SeaStore,
    entity::{agent, api_key, invitation, records, session},
    error::read_error,
    reader::Reading,
};
use async_trait::async_trait;
use chat_core::{Agent, AgentId, ApiKey, Invitation, Session, StoreError, Team, TenantScope, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

#[async_trait]
impl Team for SeaStore {
    async fn agent(&self, scope: TenantScope, id: AgentId) -> Result<Option<Agent>, StoreError> {
        self.open_agent(self.inner.reader.of(scope), of(scope).filter(agent::Column::Id.eq(id.uuid()))).await
    }

    async fn agents(&self, scope: TenantScope) -> Result<Vec<Agent>, StoreError> {
        let select = of(scope).order_by_asc(agent::Column::CreatedAt).order_by_asc(agent::Column::Id);
        let rows = select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?;
        rows.into_iter().map(|row| row.open(&self.inner.keys)).collect()
    }

    async fn sessions(
        &self,
        scope: TenantScope,
        agent: AgentId,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<Session>, StoreError> {
        let select = session::Entity::find()
            .filter(session::Column::ClientId.eq(scope.client_id().uuid()))
            .filter(session::Column::AgentId.eq(agent.uuid()))
            .filter(session::Column::RevokedAt.is_null())
            .filter(session::Column::ExpiresAt.gt(now.millis()))
            .order_by_desc(session::Column::CreatedAt)
            .order_by_desc(session::Column::Id);
        records(select.limit(limit as u64).all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn invitations(&self, scope: TenantScope) -> Result<Vec<Invitation>, StoreError> {
        let select = invitation::Entity::find()
            .filter(invitation::Column::ClientId.eq(scope.client_id().uuid()))
            .filter(invitation::Column::EndedAt.is_null())
            .order_by_asc(invitation::Column::CreatedAt)
            .order_by_asc(invitation::Column::Id);
        records(select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn api_keys(&self, scope: TenantScope) -> Result<Vec<ApiKey>, StoreError> {
        let select = api_key::Entity::find()
            .filter(api_key::Column::ClientId.eq(scope.client_id().uuid()))
            .filter(api_key::Column::RevokedAt.is_null())
            .order_by_asc(api_key::Column::CreatedAt)
            .order_by_asc(api_key::Column::Id);
        records(select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }
}

fn of(scope: TenantScope) -> Select<agent::Entity> {
    agent::Entity::find().filter(agent::Column::ClientId.eq(scope.client_id().uuid()))
}

impl SeaStore {
    /// Reads an agent and opens its second factor.
    pub(super) async fn open_agent(
        &self,
        reading: Reading<'_>,
        select: Select<agent::Entity>,
    ) -> Result<Option<Agent>, StoreError> {
        let row = select.one(&reading).await.map_err(read_error)?;
        row.map(|row| row.open(&self.inner.keys)).transpose()
    }
}
