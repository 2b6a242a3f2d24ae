use crate::{
    SeaStore,
    entity::{definition, record, records},
    error::read_error,
};
use async_trait::async_trait;
use chat_core::{Definition, DefinitionId, DefinitionKind, Definitions, StoreError, TenantScope};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

#[async_trait]
impl Definitions for SeaStore {
    async fn definition(&self, scope: TenantScope, id: DefinitionId) -> Result<Option<Definition>, StoreError> {
        let select = of(scope).filter(definition::Column::Id.eq(id.uuid()));
        record(select.one(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn definitions(&self, scope: TenantScope, kind: DefinitionKind) -> Result<Vec<Definition>, StoreError> {
        let live = of(scope)
            .filter(definition::Column::Kind.eq(kind.as_str()))
            .filter(definition::Column::DeletedAt.is_null())
            .order_by_asc(definition::Column::CreatedAt)
            .order_by_asc(definition::Column::Id);
        records(live.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }
}

fn of(scope: TenantScope) -> Select<definition::Entity> {
    definition::Entity::find().filter(definition::Column::ClientId.eq(scope.client_id().uuid()))
}
