use crate::{
    SeaStore,
    entity::{delivery, record, records},
    error::{driver_read_error, read_error},
    write::{Statement, Transaction, Value},
};
use async_trait::async_trait;
use chat_core::{Claim, Delivery, MessageId, Outbox, StoreError, TenantScope, Timestamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement as ReadStatement,
};
use std::time::Duration;
use uuid::Uuid;

/// Lanes that are due, that nobody holds, and whose account may send.
macro_rules! due_lanes {
    () => {
        "FROM outbox_lanes AS lane WHERE lane.due_at <= $1 AND (lane.lease_until IS NULL OR lane.lease_until <= $1) \
         AND NOT EXISTS (SELECT 1 FROM whatsapp_accounts AS account WHERE account.client_id = lane.client_id \
             AND account.id = lane.account_id AND account.status = 'paused')"
    };
}

/// Asked first, so that an idle outbox costs a read and not a lock.
const IS_ANY_DUE: &str = concat!("SELECT 1 AS found ", due_lanes!(), " LIMIT 1");

const CLAIM_SQLITE: &str = concat!(
    "UPDATE outbox_lanes SET token = token + 1, lease_until = $2 WHERE (client_id, conversation_id) IN \
     (SELECT lane.client_id, lane.conversation_id ",
    due_lanes!(),
    " ORDER BY lane.due_at, lane.conversation_id LIMIT $3) RETURNING client_id, conversation_id, token"
);
const CLAIM_POSTGRES: &str = concat!(
    "UPDATE outbox_lanes SET token = token + 1, lease_until = $2 WHERE (client_id, conversation_id) IN \
     (SELECT lane.client_id, lane.conversation_id ",
    due_lanes!(),
    " ORDER BY lane.due_at, lane.conversation_id LIMIT $3 FOR UPDATE OF lane SKIP LOCKED) \
     RETURNING client_id, conversation_id, token"
);

/// The first pending delivery of a lane.
const HEAD: &str = "SELECT * FROM deliveries WHERE client_id = $1 AND conversation_id = $2 AND state = 'pending' \
    ORDER BY id LIMIT 1";

#[async_trait]
impl Outbox for SeaStore {
    async fn claim(&self, now: Timestamp, lease: Duration, limit: usize) -> Result<Vec<Claim>, StoreError> {
        let backend = self.inner.reader.get_database_backend();
        let any = ReadStatement::from_sql_and_values(backend, IS_ANY_DUE, [now.millis().into()]);
        if self.inner.reader.query_one_raw(any).await.map_err(read_error)?.is_none() {
            return Ok(Vec::new());
        }
        let mut transaction = self.inner.writer.begin().await.map_err(driver_read_error)?;
        let sql = if transaction.is_sqlite() { CLAIM_SQLITE } else { CLAIM_POSTGRES };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = vec![now.millis().into(), now.plus(lease).millis().into(), limit.into()];
        let rows = transaction.fetch(Statement::fixed(sql, values)).await.map_err(driver_read_error)?;
        let mut claims = Vec::with_capacity(rows.len());
        for row in rows {
            let (client, conversation, token) = row.try_get_many_by_index().map_err(read_error)?;
            claims.extend(head(&mut transaction, client, conversation, token).await?);
        }
        transaction.commit().await.map_err(driver_read_error)?;
        claims.sort_by_key(|claim| (claim.delivery.next_attempt_at, claim.delivery.id));
        Ok(claims)
    }

    async fn deliveries_of(&self, scope: TenantScope, message: MessageId) -> Result<Vec<Delivery>, StoreError> {
        let select = delivery::Entity::find()
            .filter(delivery::Column::ClientId.eq(scope.client_id().uuid()))
            .filter(delivery::Column::MessageId.eq(message.uuid()))
            .order_by_asc(delivery::Column::Id);
        records(select.all(&self.inner.reader).await.map_err(read_error)?)
    }
}

/// A claim on a lane that is held now.
async fn head(
    transaction: &mut Transaction,
    client: Uuid,
    conversation: Uuid,
    token: i64,
) -> Result<Option<Claim>, StoreError> {
    let values = vec![Value::from(client), Value::from(conversation)];
    let rows = transaction.fetch(Statement::fixed(HEAD, values)).await.map_err(driver_read_error)?;
    let Some(row) = rows.first() else { return Ok(None) };
    let row = delivery::Model::from_query_result(row, "").map_err(read_error)?;
    let delivery: Option<Delivery> = record(Some(row))?;
    Ok(delivery.map(|delivery| Claim {
        // The delivery was written in this client's scope.
        scope: TenantScope::assume(client.into()),
        conversation_id: conversation.into(),
        token,
        delivery,
    }))
}
