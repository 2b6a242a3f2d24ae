use crate::{
    SeaStore,
    entity::{attempt, delivery, records},
    error::{driver_read_error, read_error},
    wall::Sight,
    write::{Column, Listed, Statement, Transaction},
};
use async_trait::async_trait;
use chat_core::{
    Backlog, Claim, Delivery, DeliveryAttempt, DeliveryState, FencingToken, MessageId, Outbox, StoreError, TenantScope,
    Timestamp,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QueryResult, QuerySelect,
    Statement as ReadStatement,
};
use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};
use uuid::Uuid;

/// Lanes that are due, that nobody holds, and whose account may send.
macro_rules! due_lanes {
    () => {
        "FROM outbox_lanes AS lane WHERE lane.due_at <= $1 AND (lane.lease_until IS NULL OR lane.lease_until <= $1) \
         AND NOT EXISTS (SELECT 1 FROM whatsapp_accounts AS account WHERE account.client_id = lane.client_id \
             AND account.id = lane.account_id AND (account.status = 'paused' OR account.throttled_until > $1))"
    };
}

/// What is neither done nor dead, counted over an index that has nothing else in it.
const BACKLOG: &str = "SELECT state, next_attempt_at > $1, count(*), min(created_at) FROM deliveries \
    WHERE state IN ('pending', 'unsettled') GROUP BY 1, 2";

/// Asked first, so that an idle outbox costs a read and not a lock.
const IS_ANY_DUE: &str = concat!("SELECT 1 AS found ", due_lanes!(), " LIMIT 1");

const CLAIM_SQLITE: &str = concat!(
    "UPDATE outbox_lanes SET token = token + 1, was_held = (lease_until IS NOT NULL), lease_until = $2 WHERE (client_id, conversation_id) IN \
     (SELECT lane.client_id, lane.conversation_id ",
    due_lanes!(),
    " ORDER BY lane.due_at, lane.conversation_id LIMIT $3) RETURNING client_id, conversation_id, token, was_held, free_at"
);
const CLAIM_POSTGRES: &str = concat!(
    "UPDATE outbox_lanes SET token = token + 1, was_held = (lease_until IS NOT NULL), lease_until = $2 WHERE (client_id, conversation_id) IN \
     (SELECT lane.client_id, lane.conversation_id ",
    due_lanes!(),
    " ORDER BY lane.due_at, lane.conversation_id LIMIT $3 FOR UPDATE OF lane SKIP LOCKED) \
     RETURNING client_id, conversation_id, token, was_held, free_at"
);

/// Locks in the order in which commits do, so that nobody waits for each other.
const RENEW: Listed = Listed {
    sqlite: "UPDATE outbox_lanes SET lease_until = held.until FROM (SELECT unhex(value ->> 0) AS client_id, \
        unhex(value ->> 1) AS conversation_id, value ->> 2 AS token, value ->> 3 AS until FROM json_each(?)) AS held \
        WHERE outbox_lanes.client_id = held.client_id AND outbox_lanes.conversation_id = held.conversation_id \
        AND outbox_lanes.token = held.token AND lease_until IS NOT NULL RETURNING conversation_id, outbox_lanes.token",
    postgres: "UPDATE outbox_lanes SET lease_until = held.until FROM (SELECT lane.client_id, lane.conversation_id, it.until \
        FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[]) AS it (client_id, conversation_id, token, until) \
        JOIN outbox_lanes AS lane USING (client_id, conversation_id, token) WHERE lane.lease_until IS NOT NULL \
        ORDER BY lane.client_id, lane.conversation_id FOR UPDATE OF lane) AS held \
        WHERE outbox_lanes.client_id = held.client_id AND outbox_lanes.conversation_id = held.conversation_id \
        RETURNING outbox_lanes.conversation_id, outbox_lanes.token",
};

macro_rules! heads {
    ($lanes:literal) => {
        concat!(
            "SELECT * FROM deliveries WHERE id IN (SELECT (SELECT id FROM deliveries AS head ",
            "WHERE head.client_id = lane.client_id AND head.conversation_id = lane.conversation_id ",
            "AND head.state = 'pending' ORDER BY head.position, head.id LIMIT 1) FROM ",
            $lanes,
            ")"
        )
    };
}

/// The first pending delivery of each lane.
const HEADS: Listed = Listed {
    sqlite: heads!(
        "(SELECT unhex(value ->> 0) AS client_id, unhex(value ->> 1) AS conversation_id FROM json_each(?)) AS lane"
    ),
    postgres: heads!("unnest($1::uuid[], $2::uuid[]) AS lane (client_id, conversation_id)"),
};

#[async_trait]
impl Outbox for SeaStore {
    async fn claim(&self, now: Timestamp, lease: Duration, limit: usize) -> Result<Vec<Claim>, StoreError> {
        let backend = self.inner.reader.backend();
        let any = ReadStatement::from_sql_and_values(backend, IS_ANY_DUE, [now.millis().into()]);
        if self.inner.reader.across().query_one_raw(any).await.map_err(read_error)?.is_none() {
            return Ok(Vec::new());
        }
        let mut transaction = self.inner.writer.begin(&Sight::Everything).await.map_err(driver_read_error)?;
        let sql = if transaction.is_sqlite() { CLAIM_SQLITE } else { CLAIM_POSTGRES };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = vec![now.millis().into(), now.plus(lease).millis().into(), limit.into()];
        let rows = transaction.fetch(Statement::fixed(sql, values)).await.map_err(driver_read_error)?;
        let lanes =
            rows.iter().map(QueryResult::try_get_many_by_index).collect::<Result<_, _>>().map_err(read_error)?;
        let mut claims = take_heads(&mut transaction, lanes).await?;
        transaction.commit().await.map_err(driver_read_error)?;
        claims.sort_by_key(|claim| (claim.delivery.next_attempt_at.max(claim.free_at), claim.delivery.id));
        Ok(claims)
    }

    async fn renew(&self, claims: &[Claim], until: Timestamp) -> Result<Vec<Claim>, StoreError> {
        if claims.is_empty() {
            return Ok(Vec::new());
        }
        let mut transaction = self
            .inner
            .writer
            .begin(&Sight::of_each(claims.iter().map(|claim| claim.scope.client_id())))
            .await
            .map_err(driver_read_error)?;
        let columns = vec![
            Column::Uuids(claims.iter().map(|claim| claim.scope.client_id().uuid()).collect()),
            Column::Uuids(claims.iter().map(|claim| claim.conversation_id.uuid()).collect()),
            Column::Numbers(claims.iter().map(|claim| claim.token).collect()),
            Column::Numbers(vec![until.millis(); claims.len()]),
        ];
        let renew = RENEW.over(transaction.is_sqlite(), columns);
        let rows = transaction.fetch(renew).await.map_err(driver_read_error)?;
        let kept: HashSet<(Uuid, FencingToken)> =
            rows.iter().map(QueryResult::try_get_many_by_index).collect::<Result<_, _>>().map_err(read_error)?;
        transaction.commit().await.map_err(driver_read_error)?;
        let is_kept = |claim: &&Claim| kept.contains(&(claim.conversation_id.uuid(), claim.token));
        Ok(claims.iter().filter(is_kept).cloned().collect())
    }

    async fn deliveries_of(&self, scope: TenantScope, message: MessageId) -> Result<Vec<Delivery>, StoreError> {
        let select = delivery::Entity::find()
            .filter(delivery::Column::ClientId.eq(scope.client_id().uuid()))
            .filter(delivery::Column::MessageId.eq(message.uuid()))
            .order_by_asc(delivery::Column::Position)
            .order_by_asc(delivery::Column::Id);
        records(select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn deliveries_to_ask(&self, now: Timestamp, limit: usize) -> Result<Vec<Delivery>, StoreError> {
        let select = delivery::Entity::find()
            .filter(delivery::Column::State.eq(DeliveryState::Unsettled.as_str()))
            .filter(delivery::Column::AskAt.lte(now.millis()))
            .order_by_asc(delivery::Column::AskAt)
            .order_by_asc(delivery::Column::Id)
            .limit(limit as u64);
        records(select.all(&self.inner.reader.across()).await.map_err(read_error)?)
    }

    async fn backlog(&self, now: Timestamp) -> Result<Backlog, StoreError> {
        let backend = self.inner.reader.backend();
        let asked = ReadStatement::from_sql_and_values(backend, BACKLOG, [now.millis().into()]);
        let mut backlog = Backlog::default();
        for row in self.inner.reader.across().query_all_raw(asked).await.map_err(read_error)? {
            let (state, is_later, count, oldest): (String, bool, i64, i64) =
                row.try_get_many_by_index().map_err(read_error)?;
            let waiting = match (state == DeliveryState::Unsettled.as_str(), is_later) {
                (true, _) => &mut backlog.unsettled,
                (false, true) => &mut backlog.later,
                (false, false) => &mut backlog.due,
            };
            let oldest = Timestamp::from_millis(oldest);
            waiting.count += count.unsigned_abs();
            waiting.oldest = Some(waiting.oldest.map_or(oldest, |before| before.min(oldest)));
        }
        Ok(backlog)
    }

    async fn attempts_of(&self, scope: TenantScope, message: MessageId) -> Result<Vec<DeliveryAttempt>, StoreError> {
        let select = attempt::Entity::find()
            .filter(attempt::Column::ClientId.eq(scope.client_id().uuid()))
            .filter(attempt::Column::MessageId.eq(message.uuid()))
            .order_by_asc(attempt::Column::DeliveryId)
            .order_by_asc(attempt::Column::Number);
        records(select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }
}

/// The claims on lanes that are held now: clients, conversations, tokens, whether they were held before, and when they are free.
async fn take_heads(
    transaction: &mut Transaction,
    lanes: Vec<(Uuid, Uuid, FencingToken, bool, i64)>,
) -> Result<Vec<Claim>, StoreError> {
    let (clients, conversations) = lanes.iter().map(|(client, conversation, ..)| (*client, *conversation)).unzip();
    let heads = HEADS.over(transaction.is_sqlite(), vec![Column::Uuids(clients), Column::Uuids(conversations)]);
    let holds: HashMap<Uuid, (FencingToken, bool, i64)> =
        lanes.iter().map(|(_, lane, token, was_held, free_at)| (*lane, (*token, *was_held, *free_at))).collect();
    let mut claims = Vec::with_capacity(lanes.len());
    for row in transaction.fetch(heads).await.map_err(driver_read_error)? {
        let row = delivery::Model::from_query_result(&row, "").map_err(read_error)?;
        let delivery = Delivery::try_from(row)?;
        let Some((token, was_abandoned, free_at)) = holds.get(&delivery.conversation_id.uuid()) else { continue };
        claims.push(Claim {
            // The delivery was written in this client's scope.
            scope: TenantScope::assume(delivery.client_id),
            conversation_id: delivery.conversation_id,
            token: *token,
            delivery,
            was_abandoned: *was_abandoned,
            free_at: Timestamp::from_millis(*free_at),
        });
    }
    Ok(claims)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeaStore;

    /// Whoever counts what is still to be made does not look at what was made long ago.
    #[tokio::test]
    async fn the_backlog_is_counted_over_an_index_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let store = SeaStore::connect(&format!("sqlite://{}/chat.db?mode=rwc", folder.path().display())).await.unwrap();
        store.migrate().await.unwrap();
        let explain = ReadStatement::from_string(sea_orm::DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {BACKLOG}"));
        let plan = store.inner.reader.across().query_all_raw(explain).await.unwrap();
        let steps: Vec<String> = plan.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
        assert!(steps.iter().any(|step| step.contains("COVERING INDEX deliveries_open")), "{steps:?}");
    }

    /// Finished deliveries leave no due lane behind, and a claim looks at due lanes alone: how many were ever made does not
    /// matter to it.
    #[tokio::test]
    async fn a_claim_looks_at_due_lanes_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = SeaStore::connect(&format!("sqlite://{}/chat.db?mode=rwc", folder.path().display())).await.unwrap();
        store.migrate().await.unwrap();
        for sql in [IS_ANY_DUE, CLAIM_SQLITE, HEADS.sqlite, RENEW.sqlite] {
            let explain = format!("EXPLAIN QUERY PLAN {sql}");
            let explain = ReadStatement::from_string(sea_orm::DbBackend::Sqlite, explain);
            let plan = store.inner.reader.across().query_all_raw(explain).await.unwrap();
            let steps: Vec<String> = plan.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
            let scans = steps.iter().filter(|step| step.starts_with("SCAN") && !step.contains("VIRTUAL TABLE"));
            assert_eq!(scans.count(), 0, "{steps:?}");
        }
    }
}
