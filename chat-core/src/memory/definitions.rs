use super::{MemoryStore, select::oldest_first};
use crate::{Definition, DefinitionId, DefinitionKind, Definitions, StoreError, TenantScope};
use async_trait::async_trait;

#[async_trait]
impl Definitions for MemoryStore {
    async fn definition(&self, scope: TenantScope, id: DefinitionId) -> Result<Option<Definition>, StoreError> {
        self.with(|state| state.tenant(scope)?.definitions.get(&id).cloned())
    }

    async fn definitions(&self, scope: TenantScope, kind: DefinitionKind) -> Result<Vec<Definition>, StoreError> {
        self.with(|state| {
            let all = state.tenant(scope).into_iter().flat_map(|tenant| tenant.definitions.values());
            let live = all.filter(|it| it.body.kind() == kind && it.deleted_at.is_none());
            oldest_first(live, |it| (it.created_at, it.id))
        })
    }
}
