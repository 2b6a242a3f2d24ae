use crate::{
    SeaStore,
    entity::{domain, domain_step, record, records, widget, widget_counter},
    error::read_error,
    reader::Reading,
};
use async_trait::async_trait;
use chat_core::{
    AuthorizedDomain, Count, Day, DomainEntry, DomainId, DomainState, DomainStep, StoreError, TenantScope, Widget,
    WidgetId, WidgetStatus, Widgets,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

#[async_trait]
impl Widgets for SeaStore {
    async fn widget(&self, scope: TenantScope, id: WidgetId) -> Result<Option<Widget>, StoreError> {
        self.open_widget(self.inner.reader.of(scope), of(scope).filter(widget::Column::Id.eq(id.uuid()))).await
    }

    async fn widgets(&self, scope: TenantScope) -> Result<Vec<Widget>, StoreError> {
        let select = live(of(scope)).order_by_asc(widget::Column::CreatedAt).order_by_asc(widget::Column::Id);
        let rows = select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?;
        rows.into_iter().map(|row| row.open(&self.inner.keys)).collect()
    }

    async fn domain(&self, scope: TenantScope, id: DomainId) -> Result<Option<AuthorizedDomain>, StoreError> {
        let select = domains_of(scope).filter(domain::Column::Id.eq(id.uuid()));
        record(select.one(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn domains(&self, scope: TenantScope, widget: WidgetId) -> Result<Vec<AuthorizedDomain>, StoreError> {
        let select = domains_of(scope)
            .filter(domain::Column::WidgetId.eq(widget.uuid()))
            .filter(domain::Column::State.ne(DomainState::Removed.as_str()))
            .order_by_asc(domain::Column::CreatedAt)
            .order_by_asc(domain::Column::Id);
        records(select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn domain_named(
        &self,
        scope: TenantScope,
        widget: WidgetId,
        entry: &DomainEntry,
    ) -> Result<Option<AuthorizedDomain>, StoreError> {
        let select = domains_of(scope)
            .filter(domain::Column::WidgetId.eq(widget.uuid()))
            .filter(domain::Column::Domain.eq(entry.to_string()));
        record(select.one(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn widget_counts(
        &self,
        scope: TenantScope,
        widget: WidgetId,
        from: Day,
        to: Day,
    ) -> Result<Vec<Count>, StoreError> {
        let select = widget_counter::Entity::find()
            .filter(widget_counter::Column::ClientId.eq(scope.client_id().uuid()))
            .filter(widget_counter::Column::WidgetId.eq(widget.uuid()))
            .filter(widget_counter::Column::Day.between(from.number(), to.number()));
        let mut counts: Vec<Count> = records(select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)?;
        // In one order, whatever the database thinks of the order of texts.
        counts.sort_unstable();
        Ok(counts)
    }

    async fn domain_history(
        &self,
        scope: TenantScope,
        domain: DomainId,
        limit: usize,
    ) -> Result<Vec<DomainStep>, StoreError> {
        let select = domain_step::Entity::find()
            .filter(domain_step::Column::ClientId.eq(scope.client_id().uuid()))
            .filter(domain_step::Column::DomainId.eq(domain.uuid()))
            .order_by_desc(domain_step::Column::At)
            .order_by_desc(domain_step::Column::Id);
        records(select.limit(limit as u64).all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }
}

fn domains_of(scope: TenantScope) -> Select<domain::Entity> {
    domain::Entity::find().filter(domain::Column::ClientId.eq(scope.client_id().uuid()))
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
    pub(super) async fn open_widget(
        &self,
        reading: Reading<'_>,
        select: Select<widget::Entity>,
    ) -> Result<Option<Widget>, StoreError> {
        let row = select.one(&reading).await.map_err(read_error)?;
        row.map(|row| row.open(&self.inner.keys)).transpose()
    }
}
