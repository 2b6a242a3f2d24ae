//! What was done, by whom.

use crate::{
    reads::{page, sorted},
    shelf::ShelfStore,
};
use async_trait::async_trait;
use chat_core::{AuditEntry, AuditFilter, AuditLog, Cursor, Page, PageQuery, Seq, StoreError, TenantScope};

#[async_trait]
impl AuditLog for ShelfStore {
    async fn audit(
        &self,
        scope: TenantScope,
        filter: &AuditFilter,
        query: PageQuery,
    ) -> Result<Page<AuditEntry>, StoreError> {
        let AuditFilter { agent_id, deed, subject_id, from, until } = filter;
        let shelf = self.read();
        let wanted = shelf.of::<AuditEntry>(scope).filter(|one| {
            agent_id.is_none_or(|agent| one.agent_id == agent)
                && deed.as_ref().is_none_or(|deed| one.deed == *deed)
                && subject_id.is_none_or(|id| one.subjects.iter().any(|subject| subject.id == id))
                && from.is_none_or(|from| one.at >= from)
                && until.is_none_or(|until| one.at < until)
        });
        Ok(page(wanted, query, |one| Cursor { key: one.at.millis(), id: one.id.uuid() }))
    }

    async fn audit_chain(&self, scope: TenantScope, after: Seq, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
        let shelf = self.read();
        let linked = shelf.of::<AuditEntry>(scope).filter(|one| one.link.is_some_and(|link| link.seq > after));
        let mut chain = sorted(linked, |one| one.link.map(|link| link.seq));
        chain.truncate(limit);
        Ok(chain)
    }

    async fn audit_head(&self, scope: TenantScope) -> Result<Option<AuditEntry>, StoreError> {
        Ok(self.audit_chain(scope, 0, usize::MAX).await?.pop())
    }

    async fn audit_loose(&self, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
        let shelf = self.read();
        let mut loose = sorted(shelf.all::<AuditEntry>().filter(|one| one.link.is_none()), |one| one.id);
        loose.truncate(limit);
        Ok(loose)
    }
}
