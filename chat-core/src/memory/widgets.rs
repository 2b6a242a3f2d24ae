use super::{MemoryStore, select::oldest_first};
use crate::{StoreError, TenantScope, Widget, WidgetId, WidgetStatus, Widgets};
use async_trait::async_trait;

#[async_trait]
impl Widgets for MemoryStore {
    async fn widget(&self, scope: TenantScope, id: WidgetId) -> Result<Option<Widget>, StoreError> {
        self.with(|state| state.tenant(scope)?.widgets.get(&id).cloned())
    }

    async fn widgets(&self, scope: TenantScope) -> Result<Vec<Widget>, StoreError> {
        self.with(|state| {
            let widgets = state.tenant(scope).into_iter().flat_map(|tenant| tenant.widgets.values());
            let live = widgets.filter(|widget| widget.status != WidgetStatus::Deleted);
            oldest_first(live, |widget| (widget.created_at, widget.id))
        })
    }
}
