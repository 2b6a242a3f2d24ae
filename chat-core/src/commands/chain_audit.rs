use crate::{Action, AuditEntry, Changes, ChatStore, Env, Result, TenantScope, executor::Command};
use async_trait::async_trait;
use std::hash::Hash;

/// Puts entries of the audit log into their client's chain. They were written without, so that nobody who does something waits for
/// others who do.
#[derive(Debug)]
pub(crate) struct ChainAudit {
    /// Entries of one client that are in no chain, in the order that they are put there in.
    pub(crate) loose: Vec<AuditEntry>,
}

#[async_trait]
impl Command for ChainAudit {
    type State = Option<AuditEntry>;
    type Output = ();
    const ACTION: Option<Action> = None;
    // Whoever was faster has chained the same entries: what is left comes up again.
    const ATTEMPTS_MAX: u32 = 1;

    fn lane(&self) -> impl Hash + Send {
        "chain the audit log"
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<AuditEntry>> {
        Ok(store.audit_head(scope).await?)
    }

    fn decide(&self, head: Option<AuditEntry>, _scope: TenantScope, _env: &Env) -> Result<((), Changes)> {
        let link = head.and_then(|head| head.link);
        let (mut seq, mut hash) = link.map(|link| (link.seq, link.hash)).unwrap_or_default();
        let mut changes = Changes::none();
        for entry in &self.loose {
            let linked = entry.clone().linked(seq + 1, hash);
            (seq, hash) = linked.link.map(|link| (link.seq, link.hash)).unwrap_or((seq, hash));
            changes = changes.update(linked);
        }
        Ok(((), changes))
    }
}
