use super::{MemoryStore, fault::MemoryFault, state::State, tenant::Tenant};
use crate::{Journal, Notice, Seq, StoreError, Stretch, TenantScope, Timestamp};
use async_trait::async_trait;

#[async_trait]
impl Journal for MemoryStore {
    async fn heads(&self, scopes: &[TenantScope]) -> Result<Vec<Seq>, StoreError> {
        self.with(|state| scopes.iter().map(|scope| state.tenant(*scope).map_or(0, Tenant::head)).collect())
    }

    async fn events_after(&self, scope: TenantScope, after: Seq, limit: usize) -> Result<Stretch, StoreError> {
        #[cfg(feature = "faults")]
        if let Some(stretch) = self.read_in_steps(scope, after, limit).await {
            return stretch;
        }
        self.with(|state| state.stretch(scope, after, limit))
    }

    async fn prune(&self, scope: TenantScope, before: Timestamp, limit: usize) -> Result<usize, StoreError> {
        self.with(|state| {
            let faults = state.faults;
            let Some(tenant) = state.tenants.get_mut(&scope.client_id()) else { return 0 };
            let limit = if faults.has(MemoryFault::PruneWithoutLimit) { usize::MAX } else { limit };
            let is_old = |notice: &Notice| notice.at < before;
            let count = tenant.journal.len();
            if faults.has(MemoryFault::PruneByTime) {
                let mut left = limit;
                tenant.journal.retain(|notice| {
                    let goes = left > 0 && is_old(notice);
                    left -= usize::from(goes);
                    !goes
                });
            } else {
                let old = tenant.journal.iter().take(limit).take_while(|notice| is_old(notice)).count();
                let last = old.checked_sub(1).map(|last| tenant.journal[last].seq);
                tenant.journal.drain(..old);
                tenant.forgotten = last.unwrap_or(tenant.forgotten);
            }
            if faults.has(MemoryFault::ForgetHead) && tenant.journal.is_empty() {
                tenant.forgotten = 0;
            }
            count - tenant.journal.len()
        })
    }
}

impl Tenant {
    /// The position of the last event there was.
    pub(super) fn head(&self) -> Seq {
        self.journal.last().map_or(self.forgotten, |notice| notice.seq)
    }
}

impl State {
    pub(super) fn stretch(&self, scope: TenantScope, after: Seq, limit: usize) -> Stretch {
        let journals = self.seen(scope, MemoryFault::LeakEvents);
        let later = journals.flat_map(|tenant| {
            let start = tenant.journal.partition_point(|notice| notice.seq <= after);
            &tenant.journal[start..]
        });
        let events = later.take(limit).cloned().collect();
        let (tail, head) = self.bounds(scope);
        Stretch { events, tail, head }
    }

    pub(super) fn bounds(&self, scope: TenantScope) -> (Seq, Seq) {
        let Some(tenant) = self.tenant(scope) else { return (1, 0) };
        let forgotten = if self.faults.has(MemoryFault::HideTail) { 0 } else { tenant.forgotten };
        (forgotten + 1, tenant.head())
    }
}
