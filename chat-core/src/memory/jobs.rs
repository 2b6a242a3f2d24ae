use super::{MemoryStore, select::oldest_first};
use crate::{Job, JobId, Jobs, StoreError, TenantScope, Timestamp};
use async_trait::async_trait;
use std::cmp::Reverse;

#[async_trait]
impl Jobs for MemoryStore {
    async fn job(&self, scope: TenantScope, id: JobId) -> Result<Option<Job>, StoreError> {
        self.with(|state| state.tenant(scope)?.jobs.get(&id).cloned())
    }

    async fn jobs(&self, scope: TenantScope, limit: usize) -> Result<Vec<Job>, StoreError> {
        self.with(|state| {
            let all = state.tenant(scope).into_iter().flat_map(|tenant| tenant.jobs.values());
            let mut jobs = oldest_first(all, |job| Reverse((job.created_at, job.id)));
            jobs.truncate(limit);
            jobs
        })
    }

    async fn jobs_due(&self, now: Timestamp, limit: usize) -> Result<Vec<Job>, StoreError> {
        self.with(|state| {
            let jobs = state.tenants.values().flat_map(|tenant| tenant.jobs.values());
            let mut due =
                oldest_first(jobs.filter(|job| job.next_at.is_some_and(|at| at <= now)), |job| (job.next_at, job.id));
            due.truncate(limit);
            due
        })
    }
}
