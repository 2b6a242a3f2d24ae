use super::page;
use crate::{
    SeaStore,
    entity::{records, webhook, webhook_call},
    error::read_error,
    reader::Reading,
};
use async_trait::async_trait;
use chat_core::{
    Cursor, Page, PageQuery, StoreError, TenantScope, Timestamp, Webhook, WebhookCall, WebhookId, WebhookStatus,
    Webhooks,
};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Expr};

/// Whether there is something in the journal that a webhook has not heard, or its place is none of the journal.
const HAS_MORE: &str = "webhooks.journal_seq <> coalesce((SELECT bounds.head FROM journal_heads AS bounds \
    WHERE bounds.client_id = webhooks.client_id), 0)";
const FORGET: &str = "DELETE FROM webhook_calls WHERE id IN \
    (SELECT id FROM webhook_calls WHERE started_at < $1 ORDER BY started_at, id LIMIT $2)";
/// About how much it writes to forget a call.
const CALL_BYTES: u64 = 256;

#[async_trait]
impl Webhooks for SeaStore {
    async fn webhook(&self, scope: TenantScope, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
        Ok(self
            .open_webhooks(self.inner.reader.of(scope), of(scope).filter(webhook::Column::Id.eq(id.uuid())))
            .await?
            .pop())
    }

    async fn webhooks(&self, scope: TenantScope) -> Result<Vec<Webhook>, StoreError> {
        let live = of(scope).filter(webhook::Column::Status.ne(WebhookStatus::Deleted.as_str()));
        let select = live.order_by_asc(webhook::Column::CreatedAt).order_by_asc(webhook::Column::Id);
        self.open_webhooks(self.inner.reader.of(scope), select).await
    }

    async fn webhook_calls(
        &self,
        scope: TenantScope,
        webhook: WebhookId,
        query: PageQuery,
    ) -> Result<Page<WebhookCall>, StoreError> {
        let mut select = webhook_call::Entity::find()
            .filter(webhook_call::Column::ClientId.eq(scope.client_id().uuid()))
            .filter(webhook_call::Column::WebhookId.eq(webhook.uuid()));
        if let Some(Cursor { key, id }) = query.after {
            let place = [webhook_call::Column::StartedAt.into_expr(), webhook_call::Column::Id.into_expr()];
            select = select.filter(Expr::tuple(place).lt(Expr::tuple([key.into(), id.into()])));
        }
        let select = select.order_by_desc(webhook_call::Column::StartedAt).order_by_desc(webhook_call::Column::Id);
        let rows =
            select.limit(page::rows_wanted(query)).all(&self.inner.reader.of(scope)).await.map_err(read_error)?;
        let place = |call: &WebhookCall| Cursor { key: call.started_at.millis(), id: call.id.uuid() };
        Ok(page::page(records(rows)?, query, place))
    }

    async fn webhooks_due(&self, now: Timestamp, limit: usize) -> Result<Vec<Webhook>, StoreError> {
        let select = webhook::Entity::find()
            .filter(webhook::Column::Status.eq(WebhookStatus::Active.as_str()))
            .filter(webhook::Column::NextAt.lte(now.millis()))
            .filter(Expr::cust(HAS_MORE))
            .order_by_asc(webhook::Column::NextAt)
            .order_by_asc(webhook::Column::Id);
        self.open_webhooks(self.inner.reader.across(), select.limit(limit as u64)).await
    }

    async fn forget_webhook_calls(&self, before: Timestamp, limit: usize) -> Result<usize, StoreError> {
        self.forget(FORGET, before, limit, CALL_BYTES).await
    }
}

fn of(scope: TenantScope) -> Select<webhook::Entity> {
    webhook::Entity::find().filter(webhook::Column::ClientId.eq(scope.client_id().uuid()))
}

impl SeaStore {
    /// Reads webhooks and opens their secrets.
    async fn open_webhooks(
        &self,
        reading: Reading<'_>,
        select: Select<webhook::Entity>,
    ) -> Result<Vec<Webhook>, StoreError> {
        let rows = select.all(&reading).await.map_err(read_error)?;
        rows.into_iter().map(|row| row.open(&self.inner.keys)).collect()
    }
}
