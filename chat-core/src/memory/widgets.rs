use super::{MemoryStore, fault::MemoryFault, select::oldest_first, tenant::CountKey};
use crate::{
    AuthorizedDomain, Count, Day, DomainEntry, DomainId, DomainState, DomainStep, StoreError, TenantScope, Widget,
    WidgetId, WidgetStatus, Widgets,
};
use async_trait::async_trait;
use std::cmp::Reverse;

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

    async fn domain(&self, scope: TenantScope, id: DomainId) -> Result<Option<AuthorizedDomain>, StoreError> {
        self.with(|state| state.tenant(scope)?.domains.get(&id).cloned())
    }

    async fn domains(&self, scope: TenantScope, widget: WidgetId) -> Result<Vec<AuthorizedDomain>, StoreError> {
        self.with(|state| {
            let finds_removed = state.faults.has(MemoryFault::FindRemovedDomain);
            let domains = state.tenant(scope).into_iter().flat_map(|tenant| tenant.domains.values());
            let own = domains.filter(|domain| domain.widget_id == widget);
            let live = own.filter(|domain| domain.state != DomainState::Removed || finds_removed);
            oldest_first(live, |domain| (domain.created_at, domain.id))
        })
    }

    async fn domain_named(
        &self,
        scope: TenantScope,
        widget: WidgetId,
        entry: &DomainEntry,
    ) -> Result<Option<AuthorizedDomain>, StoreError> {
        self.with(|state| {
            let mut domains = state.tenant(scope)?.domains.values();
            domains.find(|domain| domain.widget_id == widget && domain.entry == *entry).cloned()
        })
    }

    async fn widget_counts(
        &self,
        scope: TenantScope,
        widget: WidgetId,
        from: Day,
        to: Day,
    ) -> Result<Vec<Count>, StoreError> {
        self.with(|state| {
            let client_id = scope.client_id();
            let counts = state.tenant(scope).into_iter().flat_map(|tenant| &tenant.counts);
            let counts = counts.filter(|((of, day, ..), _)| *of == widget && from <= *day && *day <= to);
            let count = |((widget_id, day, counter, origin), count): (&CountKey, &i64)| Count {
                client_id,
                widget_id: *widget_id,
                day: *day,
                counter: *counter,
                origin: origin.clone(),
                count: *count,
            };
            counts.map(count).collect()
        })
    }

    async fn domain_history(
        &self,
        scope: TenantScope,
        domain: DomainId,
        limit: usize,
    ) -> Result<Vec<DomainStep>, StoreError> {
        self.with(|state| {
            let steps = state.tenant(scope).into_iter().flat_map(|tenant| tenant.domain_steps.values());
            let own = steps.filter(|step| step.domain_id == domain);
            let mut steps = oldest_first(own, |step| Reverse((step.at, step.id)));
            steps.truncate(limit);
            steps
        })
    }
}
