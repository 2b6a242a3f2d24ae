use super::{MemoryStore, fault::MemoryFault, page, select::oldest_first};
use crate::{
    Cursor, Page, PageQuery, Record, StoreError, TenantScope, Timestamp, Webhook, WebhookCall, WebhookCallId,
    WebhookId, WebhookStatus, Webhooks,
};
use async_trait::async_trait;
use std::collections::BTreeSet;

#[async_trait]
impl Webhooks for MemoryStore {
    async fn webhook(&self, scope: TenantScope, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
        self.with(|state| state.tenant(scope)?.webhooks.get(&id).cloned())
    }

    async fn webhooks(&self, scope: TenantScope) -> Result<Vec<Webhook>, StoreError> {
        self.with(|state| {
            let finds_deleted = state.faults.has(MemoryFault::FindDeletedWebhook);
            let webhooks = state.tenant(scope).into_iter().flat_map(|tenant| tenant.webhooks.values());
            let live = webhooks.filter(|webhook| webhook.status != WebhookStatus::Deleted || finds_deleted);
            oldest_first(live, |webhook| (webhook.created_at, webhook.id))
        })
    }

    async fn webhook_calls(
        &self,
        scope: TenantScope,
        webhook: WebhookId,
        query: PageQuery,
    ) -> Result<Page<WebhookCall>, StoreError> {
        self.with(|state| {
            let Some(tenant) = state.tenant(scope) else { return Page { items: vec![], next: None } };
            let own = tenant.webhook_calls.values().filter(|call| call.webhook_id == webhook);
            let places: BTreeSet<Cursor> = own.map(place).collect();
            let rows = page::after(&places, query, state.faults).filter_map(|place| {
                let call = tenant.webhook_calls.get(&WebhookCallId::from_uuid(place.id))?;
                Some((place, call.clone()))
            });
            page::page(rows, query, state.faults)
        })
    }

    async fn webhooks_due(&self, now: Timestamp, limit: usize) -> Result<Vec<Webhook>, StoreError> {
        self.with(|state| {
            let ignores_head = state.faults.has(MemoryFault::FindIdleWebhook);
            let webhooks = state.tenants.values().flat_map(|tenant| {
                let head = tenant.head();
                tenant.webhooks.values().filter(move |webhook| webhook.cursor != head || ignores_head)
            });
            let due = webhooks.filter(|webhook| webhook.status == WebhookStatus::Active && webhook.next_at <= now);
            let mut due = oldest_first(due, |webhook| (webhook.next_at, webhook.id));
            due.truncate(limit);
            due
        })
    }

    async fn forget_webhook_calls(&self, before: Timestamp, limit: usize) -> Result<usize, StoreError> {
        self.with(|state| {
            let calls = state.tenants.values().flat_map(|tenant| tenant.webhook_calls.values());
            let mut old =
                oldest_first(calls.filter(|call| call.started_at < before), |call| (call.started_at, call.id));
            old.truncate(limit);
            let count = old.len();
            for call in old {
                state.take(&Record::WebhookCall(call));
            }
            count
        })
    }
}

fn place(call: &WebhookCall) -> Cursor {
    Cursor { key: call.started_at.millis(), id: call.id.uuid() }
}
