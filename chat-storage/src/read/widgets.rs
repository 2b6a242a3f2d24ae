use crate::{SeaStore, entity::widget, error::read_error};
use async_trait::async_trait;
use chat_core::{StoreError, TenantScope, Widget, WidgetId, WidgetStatus, Widgets};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

#[async_trait]
impl Widgets for SeaStore {
    async fn widget(&self, scope: TenantScope, id: WidgetId) -> Result<Option<Widget>, StoreError> {
        self.open_widget(of(scope).filter(widget::Column::Id.eq(id.uuid()))).await
    }

    async fn widgets(&self, scope: TenantScope) -> Result<Vec<Widget>, StoreError> {
        let select = live(of(scope)).order_by_asc(widget::Column::CreatedAt).order_by_asc(widget::Column::Id);
        let rows = select.all(&self.inner.reader).await.map_err(read_error)?;
        rows.into_iter().map(|row| row.open(&self.inner.keys)).collect()
    }
}

fn of(scope: TenantScope) -> Select<widget::Entity> {
    widget::Entity::find().filter(widget::Column::ClientId.eq(scope.client_id().uuid()))
}

/// Those that were not deleted.
pub(super) fn live(select: Select<widget::Entity>) -> Select<widget::Entity> {
    select.filter(widget::Column::Status.ne(WidgetStatus::Deleted.as_str()))
}

impl SeaStore {
    /// Reads a widget and opens its keys.
    pub(super) async fn open_widget(&self, select: Select<widget::Entity>) -> Result<Option<Widget>, StoreError> {
        let row = select.one(&self.inner.reader).await.map_err(read_error)?;
        row.map(|row| row.open(&self.inner.keys)).transpose()
    }
}
