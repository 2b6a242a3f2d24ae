use super::{MemoryStore, page, select::oldest_first, tenant::Tenant};
use crate::{AuditEntry, AuditFilter, AuditLog, Cursor, Page, PageQuery, Seq, StoreError, TenantScope};
use async_trait::async_trait;
use std::collections::BTreeSet;

#[async_trait]
impl AuditLog for MemoryStore {
    async fn audit(
        &self,
        scope: TenantScope,
        filter: &AuditFilter,
        query: PageQuery,
    ) -> Result<Page<AuditEntry>, StoreError> {
        self.with(|state| {
            let Some(tenant) = state.tenant(scope) else { return Page { items: vec![], next: None } };
            let wanted = tenant.audit.values().filter(|entry| meets(filter, entry));
            let places: BTreeSet<Cursor> = wanted.map(place).collect();
            let rows = page::after(&places, query, state.faults)
                .filter_map(|place| Some((place, tenant.audit.get(&place.id.into())?.clone())));
            page::page(rows, query, state.faults)
        })
    }

    async fn audit_chain(&self, scope: TenantScope, after: Seq, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
        self.with(|state| {
            let mut chain = state.tenant(scope).map(Tenant::audit_chain).unwrap_or_default();
            chain.retain(|entry| entry.link.is_some_and(|link| link.seq > after));
            chain.truncate(limit);
            chain
        })
    }

    async fn audit_head(&self, scope: TenantScope) -> Result<Option<AuditEntry>, StoreError> {
        self.with(|state| state.tenant(scope)?.audit_chain().pop())
    }

    async fn audit_loose(&self, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
        self.with(|state| {
            let entries = state.tenants.values().flat_map(|tenant| tenant.audit.values());
            let mut loose = oldest_first(entries.filter(|entry| entry.link.is_none()), |entry| entry.id);
            loose.truncate(limit);
            loose
        })
    }
}

impl Tenant {
    fn audit_chain(&self) -> Vec<AuditEntry> {
        let linked = self.audit.values().filter(|entry| entry.link.is_some());
        oldest_first(linked, |entry| entry.link.map(|link| link.seq))
    }
}

fn meets(filter: &AuditFilter, entry: &AuditEntry) -> bool {
    let AuditFilter { agent_id, deed, subject_id, from, until } = filter;
    agent_id.is_none_or(|agent| entry.agent_id == agent)
        && deed.as_ref().is_none_or(|deed| entry.deed == *deed)
        && subject_id.is_none_or(|id| entry.subjects.iter().any(|subject| subject.id == id))
        && from.is_none_or(|from| entry.at >= from)
        && until.is_none_or(|until| entry.at < until)
}

fn place(entry: &AuditEntry) -> Cursor {
    Cursor { key: entry.at.millis(), id: entry.id.uuid() }
}
