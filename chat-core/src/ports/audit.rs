use crate::{AgentId, AuditEntry, Page, PageQuery, Seq, StoreError, TenantScope, Timestamp};
use async_trait::async_trait;
use std::fmt;
use uuid::Uuid;

/// Which entries are wanted; each criterion that is given must be met.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AuditFilter {
    /// Who did it.
    pub agent_id: Option<AgentId>,
    /// What was done.
    pub deed: Option<String>,
    /// A record that it was done to.
    pub subject_id: Option<Uuid>,
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// Reads the audit log.
#[async_trait]
pub trait AuditLog: fmt::Debug + Send + Sync + 'static {
    /// Entries, the latest first.
    async fn audit(
        &self,
        scope: TenantScope,
        filter: &AuditFilter,
        page: PageQuery,
    ) -> Result<Page<AuditEntry>, StoreError>;

    /// Up to `limit` entries of the chain after a place, in its order.
    async fn audit_chain(&self, scope: TenantScope, after: Seq, limit: usize) -> Result<Vec<AuditEntry>, StoreError>;

    /// The last entry of the chain.
    async fn audit_head(&self, scope: TenantScope) -> Result<Option<AuditEntry>, StoreError>;

    /// Up to `limit` entries of all clients that are in no chain yet, by their ids.
    async fn audit_loose(&self, limit: usize) -> Result<Vec<AuditEntry>, StoreError>;
}
