use super::ids;
use crate::{
    SeaStore,
    entity::journal,
    error::{driver_read_error, read_error},
    wall::Sight,
    write::{Statement as Write, Transaction, Value},
};
use async_trait::async_trait;
use chat_core::{Journal, Notice, Seq, StoreError, Stretch, TenantScope, Timestamp};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use std::collections::HashMap;
use uuid::Uuid;

const HEADS_SQLITE: &str = "SELECT client_id, head FROM journal_heads \
    WHERE client_id IN (SELECT unhex(value) FROM json_each($1))";
const HEADS_POSTGRES: &str = "SELECT client_id, head FROM journal_heads WHERE client_id = ANY($1)";

/// Events and the journal's bounds, by one statement: so both are of the same moment. Without events there is one row for the
/// bounds, if there ever was an event.
const STRETCH: &str = "SELECT bounds.tail, bounds.head, event.* FROM journal_heads AS bounds LEFT JOIN \
    (SELECT * FROM journal WHERE client_id = $1 AND seq > $2 ORDER BY seq LIMIT $3) AS event ON true \
    WHERE bounds.client_id = $1 ORDER BY event.seq";

macro_rules! oldest {
    () => {
        "SELECT event.seq FROM journal_heads AS bounds \
         JOIN journal AS event ON event.client_id = bounds.client_id AND event.seq = bounds.tail \
         WHERE bounds.client_id = $1 AND event.at < $2"
    };
}

/// The event at the tail, if it is old. Asked first, so that nothing to forget costs a read and not a lock.
const OLDEST: &str = oldest!();
/// The same, held: of those who would forget it at the same moment, one does.
const OLDEST_LOCKED: &str = concat!(oldest!(), " FOR UPDATE OF event SKIP LOCKED");
/// The first event that stays: one that is young, or the one after as many as are wanted.
const CUT: &str = "SELECT coalesce(min(CASE WHEN at >= $4 THEN seq END), max(seq) + 1) FROM \
    (SELECT seq, at FROM journal WHERE client_id = $1 AND seq >= $2 ORDER BY seq LIMIT $3) AS oldest";
const FORGET: &str = "DELETE FROM journal WHERE client_id = $1 AND seq < $2";
const MOVE_TAIL: &str = "UPDATE journal_heads SET tail = $2 WHERE client_id = $1";
/// About how much it writes to forget an event.
const EVENT_BYTES: u64 = 512;

#[async_trait]
impl Journal for SeaStore {
    async fn heads(&self, scopes: &[TenantScope]) -> Result<Vec<Seq>, StoreError> {
        let backend = self.inner.reader.backend();
        let sql = if backend == DbBackend::Sqlite { HEADS_SQLITE } else { HEADS_POSTGRES };
        let ids = ids::bound(backend, scopes.iter().map(|scope| scope.client_id().uuid()));
        let statement = Statement::from_sql_and_values(backend, sql, [ids]);
        let rows = self
            .inner
            .reader
            .of_each(scopes.iter().map(|scope| scope.client_id()))
            .query_all_raw(statement)
            .await
            .map_err(read_error)?;
        let heads = rows.iter().map(|row| row.try_get_many_by_index::<(Uuid, Seq)>());
        let heads: HashMap<Uuid, Seq> = heads.collect::<Result<_, _>>().map_err(read_error)?;
        let head = |scope: &TenantScope| heads.get(&scope.client_id().uuid()).copied().unwrap_or(0);
        Ok(scopes.iter().map(head).collect())
    }

    async fn events_after(&self, scope: TenantScope, after: Seq, limit: usize) -> Result<Stretch, StoreError> {
        let backend = self.inner.reader.backend();
        let values = [scope.client_id().uuid().into(), after.into(), count(limit).into()];
        let statement = Statement::from_sql_and_values(backend, STRETCH, values);
        let rows = self.inner.reader.of(scope).query_all_raw(statement).await.map_err(read_error)?;
        let mut stretch = Stretch { events: Vec::with_capacity(rows.len()), tail: 1, head: 0 };
        for row in rows {
            stretch.tail = row.try_get("", "tail").map_err(read_error)?;
            stretch.head = row.try_get("", "head").map_err(read_error)?;
            let seq: Option<Seq> = row.try_get("", "seq").map_err(read_error)?;
            if seq.is_some() {
                let event = journal::Model::from_query_result(&row, "").map_err(read_error)?;
                stretch.events.push(Notice::try_from(event)?);
            }
        }
        Ok(stretch)
    }

    async fn prune(&self, scope: TenantScope, before: Timestamp, limit: usize) -> Result<usize, StoreError> {
        let (client, before, limit) = (scope.client_id().uuid(), before.millis(), count(limit));
        let backend = self.inner.reader.backend();
        let old = Statement::from_sql_and_values(backend, OLDEST, [client.into(), before.into()]);
        if limit == 0 || self.inner.reader.of(scope).query_one_raw(old).await.map_err(read_error)?.is_none() {
            return Ok(0);
        }
        let mut transaction = self.inner.writer.begin(&Sight::of(scope)).await.map_err(driver_read_error)?;
        let count = forget(&mut transaction, client, before, limit).await?;
        transaction.commit().await.map_err(driver_read_error)?;
        self.inner.writer.committed(count * EVENT_BYTES).await;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }
}

/// Forgets the oldest events and moves the tail, which readers see in one step. The heads, on which commits wait, are touched last.
async fn forget(transaction: &mut Transaction, client: Uuid, before: i64, limit: i64) -> Result<u64, StoreError> {
    let oldest = if transaction.is_sqlite() { OLDEST } else { OLDEST_LOCKED };
    let Some(tail) = first(transaction, oldest, vec![client.into(), before.into()]).await? else { return Ok(0) };
    let values = vec![client.into(), tail.into(), limit.into(), before.into()];
    let Some(cut) = first(transaction, CUT, values).await? else { return Ok(0) };
    let forget = Write::fixed(FORGET, vec![client.into(), cut.into()]);
    let count = transaction.execute(forget).await.map_err(driver_read_error)?;
    let move_tail = Write::fixed(MOVE_TAIL, vec![client.into(), cut.into()]);
    transaction.execute(move_tail).await.map_err(driver_read_error)?;
    Ok(count)
}

/// The number that a statement finds.
async fn first(
    transaction: &mut Transaction,
    sql: &'static str,
    values: Vec<Value>,
) -> Result<Option<Seq>, StoreError> {
    let rows = transaction.fetch(Write::fixed(sql, values)).await.map_err(driver_read_error)?;
    let Some(row) = rows.first() else { return Ok(None) };
    let (number,) = row.try_get_many_by_index::<(Option<Seq>,)>().map_err(read_error)?;
    Ok(number)
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
