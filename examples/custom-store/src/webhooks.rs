//! Addresses that are told what happens, and how they were called.

use crate::{
    reads::{page, sorted},
    shelf::ShelfStore,
};
use async_trait::async_trait;
use chat_core::{
    Cursor, Page, PageQuery, Record, StoreError, TenantScope, Timestamp, Webhook, WebhookCall, WebhookId,
    WebhookStatus, Webhooks,
};

#[async_trait]
impl Webhooks for ShelfStore {
    async fn webhook(&self, scope: TenantScope, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
        Ok(self.read().one(scope, id.uuid()).cloned())
    }

    async fn webhooks(&self, scope: TenantScope) -> Result<Vec<Webhook>, StoreError> {
        let shelf = self.read();
        let live = shelf.of::<Webhook>(scope).filter(|one| one.status != WebhookStatus::Deleted);
        Ok(sorted(live, |one| (one.created_at, one.id)))
    }

    async fn webhook_calls(
        &self,
        scope: TenantScope,
        webhook: WebhookId,
        query: PageQuery,
    ) -> Result<Page<WebhookCall>, StoreError> {
        let shelf = self.read();
        let made = shelf.of::<WebhookCall>(scope).filter(|one| one.webhook_id == webhook);
        Ok(page(made, query, |one| Cursor { key: one.started_at.millis(), id: one.id.uuid() }))
    }

    async fn webhooks_due(&self, now: Timestamp, limit: usize) -> Result<Vec<Webhook>, StoreError> {
        let shelf = self.read();
        let active = shelf.all::<Webhook>().filter(|one| one.status == WebhookStatus::Active && one.next_at <= now);
        let behind = active.filter(|one| one.cursor != shelf.head(TenantScope::from(*one)));
        let mut due = sorted(behind, |one| (one.next_at, one.id));
        due.truncate(limit);
        Ok(due)
    }

    async fn forget_webhook_calls(&self, before: Timestamp, limit: usize) -> Result<usize, StoreError> {
        let mut shelf = self.write();
        let old = shelf.all::<WebhookCall>().filter(|one| one.started_at < before);
        let mut old = sorted(old, |one| (one.started_at, one.id));
        old.truncate(limit);
        let is_old =
            |record: &Record| matches!(record, Record::WebhookCall(call) if old.iter().any(|one| one.id == call.id));
        shelf.records.retain(|record| !is_old(record));
        Ok(old.len())
    }
}
