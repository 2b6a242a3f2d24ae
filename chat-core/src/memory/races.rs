//! Commits that look and act in two steps, and reads that do, as in stores without a transaction: others come in between.

use super::{MemoryFault, MemoryStore, keys, state::State, tenant::Tenant};
use crate::{Changes, Notice, Seq, StoreError, Stretch, TenantScope, Write};

impl MemoryStore {
    /// Commits in the wrong way that a fault asks for; nothing when it asks for none.
    pub(super) async fn commit_in_steps(
        &self,
        scope: TenantScope,
        changes: &Changes,
    ) -> Option<Result<Vec<Notice>, StoreError>> {
        match self.with(|state| state.faults.0) {
            Ok(Some(MemoryFault::CheckBeforeWriting)) => Some(self.check_before_writing(scope, changes.clone()).await),
            Ok(Some(MemoryFault::CountBeforeTelling)) => Some(self.count_before_telling(scope, changes.clone()).await),
            _ => None,
        }
    }

    /// Reads in the wrong way that a fault asks for: the bounds first, the events when others have come in between.
    pub(super) async fn read_in_steps(
        &self,
        scope: TenantScope,
        after: Seq,
        limit: usize,
    ) -> Option<Result<Stretch, StoreError>> {
        let bounds = self.with(|state| state.faults.has(MemoryFault::ReadTailFirst).then(|| state.bounds(scope)));
        let Ok(Some((tail, head))) = bounds else { return None };
        tokio::task::yield_now().await;
        let stretch = self.with(|state| state.stretch(scope, after, limit));
        Some(stretch.map(|stretch| Stretch { tail, head, ..stretch }))
    }

    async fn check_before_writing(&self, scope: TenantScope, changes: Changes) -> Result<Vec<Notice>, StoreError> {
        self.with(|state| state.rehearse(scope, changes.clone()))??;
        tokio::task::yield_now().await;
        self.with(|state| state.force(scope, changes))
    }

    async fn count_before_telling(&self, scope: TenantScope, changes: Changes) -> Result<Vec<Notice>, StoreError> {
        let head = self.with(|state| state.head(scope))?;
        tokio::task::yield_now().await;
        self.with(|state| {
            let mut notices = state.commit(scope, changes)?;
            let told = notices.len();
            if let Some(tenant) = state.tenants.get_mut(&scope.client_id()) {
                let start = tenant.journal.len() - told;
                for (notice, seq) in
                    notices.iter_mut().chain(&mut tenant.journal[start..]).zip((head + 1..).take(told).cycle())
                {
                    notice.seq = seq;
                }
            }
            Ok(notices)
        })?
    }
}

impl State {
    fn head(&self, scope: TenantScope) -> Seq {
        self.tenant(scope).map_or(0, Tenant::head)
    }

    fn rehearse(&mut self, scope: TenantScope, changes: Changes) -> Result<(), StoreError> {
        self.check_hold(scope, changes.ends.as_ref())?;
        let mut done = Vec::new();
        let outcome = self.write_all(scope, changes.writes, &mut done);
        let outcome = outcome.and_then(|()| self.check_threads(scope, &changes.told));
        self.undo(done);
        outcome
    }

    fn force(&mut self, scope: TenantScope, changes: Changes) -> Vec<Notice> {
        for Write { mut record, .. } in changes.writes {
            let before = self.tenant(scope).and_then(|tenant| tenant.record(keys::id_of(&record)));
            keys::set_revision(&mut record, before.as_ref().map_or(0, crate::Record::revision) + 1);
            if let Some(before) = &before {
                self.take(before);
            }
            self.put(record);
        }
        if let (Some(claim), Some(tenant)) = (changes.ends, self.tenants.get_mut(&scope.client_id())) {
            tenant.end(&claim);
        }
        self.tell(scope.client_id(), changes.told, changes.at)
    }
}
