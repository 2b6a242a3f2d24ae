//! The second wall between clients: PostgreSQL itself gives a statement nothing but the rows of those clients that it was told of.
//!
//! Each statement says whose rows it is for, in the setting `chat.client` of its connection or of its transaction. The policies of the
//! tables compare it with each row. Whoever forgets to say so finds nothing, and whoever forgets to ask for one client's rows finds
//! no other's.

use crate::connect::{ACQUIRE_TIMEOUT, CONNECT_TIMEOUT, IDLE_MAX};
use chat_core::{ClientId, TenantScope};
use sea_orm::{DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, Postgres, postgres::PgConnectOptions,
    query::Query,
};
use std::{
    fmt::Write as _,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};
use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;

/// Tables whose policy is not asked, at least not about their owner.
pub(crate) const OPEN_TABLES: &str = "SELECT tables.relname::text FROM pg_policy AS policies \
    JOIN pg_class AS tables ON tables.oid = policies.polrelid \
    WHERE policies.polname = 'of_client' AND NOT (tables.relrowsecurity AND tables.relforcerowsecurity) \
    ORDER BY tables.relname";

/// Has the policies asked from now on, of the tables' owner as well.
pub(crate) async fn raise(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let open: Vec<String> = sqlx::query_scalar(OPEN_TABLES).fetch_all(&mut *connection).await?;
    for table in open {
        // The name is one of ours, and needs no quotes.
        let raise = format!("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY");
        connection.execute(sqlx::raw_sql(AssertSqlSafe(raise))).await?;
    }
    Ok(())
}

/// Whose rows a statement may see and write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Sight {
    /// Those of some clients, in their order.
    Of(Vec<Uuid>),
    /// Those of all clients: for the directory, for workers, and for whoever looks after the database.
    Everything,
}

impl Sight {
    /// What a connection is told that may see everything.
    pub(crate) const EVERYTHING: &str = "*";
    /// The setting that the policies read.
    pub(crate) const SETTING: &str = "chat.client";

    pub(crate) fn of(scope: TenantScope) -> Self {
        Self::Of(vec![scope.client_id().uuid()])
    }

    /// That of several clients.
    pub(crate) fn of_each(clients: impl Iterator<Item = ClientId>) -> Self {
        let mut clients: Vec<Uuid> = clients.map(ClientId::uuid).collect();
        clients.sort_unstable();
        clients.dedup();
        Self::Of(clients)
    }

    /// The setting's value. It is made of hexadecimal digits, dashes and commas, or is a star: nothing in it has to be quoted.
    fn value(&self) -> String {
        let Self::Of(clients) = self else { return Self::EVERYTHING.to_owned() };
        let mut value = String::with_capacity(37 * clients.len());
        for client in clients {
            let comma = if value.is_empty() { "" } else { "," };
            let _ = write!(value, "{comma}{}", client.hyphenated());
        }
        value
    }

    /// Begins a transaction that sees so much, in one round trip, and forgets it with its end.
    pub(crate) fn begin(&self) -> String {
        format!("BEGIN; SET LOCAL {} TO '{}'", Self::SETTING, self.value())
    }

    /// Tells a connection once and for all.
    pub(crate) fn set(&self) -> String {
        format!("SET {} TO '{}'", Self::SETTING, self.value())
    }
}

/// Connections for reading, each of which remembers what it was told it may see.
///
/// What a connection was told holds until it is told otherwise, so that a client's reads one after another cost nothing more. Whoever
/// reads takes a connection that knows the client, or a new one as long as there is room, or tells the one that has waited longest.
/// One that failed, or whose reader gave up half-way, is not used again.
pub(crate) struct Seats {
    options: PgConnectOptions,
    /// What each connection runs first.
    settings: &'static str,
    max: u32,
    free: Semaphore,
    idle: Mutex<Vec<Seat>>,
}

struct Seat {
    connection: PgConnection,
    sight: Option<Sight>,
    since: Instant,
}

impl std::fmt::Debug for Seats {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Seats").field("max", &self.max).finish_non_exhaustive()
    }
}

impl Seats {
    pub(crate) fn new(options: PgConnectOptions, settings: &'static str, max: u32) -> Self {
        let free = Semaphore::new(max as usize);
        Self { options, settings, max, free, idle: Mutex::default() }
    }

    pub(crate) async fn all(&self, sight: &Sight, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let (_permit, mut seat) = self.take(sight).await?;
        let rows = query(&statement).fetch_all(&mut seat.connection).await.map_err(failed)?;
        self.give_back(seat);
        Ok(rows.into_iter().map(QueryResult::from).collect())
    }

    pub(crate) async fn one(&self, sight: &Sight, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let (_permit, mut seat) = self.take(sight).await?;
        let row = query(&statement).fetch_optional(&mut seat.connection).await.map_err(failed)?;
        self.give_back(seat);
        Ok(row.map(QueryResult::from))
    }

    pub(crate) async fn execute(&self, sight: &Sight, statement: Statement) -> Result<ExecResult, DbErr> {
        let (_permit, mut seat) = self.take(sight).await?;
        let done = query(&statement).execute(&mut seat.connection).await.map_err(failed)?;
        self.give_back(seat);
        Ok(done.into())
    }

    /// Ends every connection, after those that are at work have finished.
    pub(crate) async fn close(&self) {
        // Its only failure is that it was closed already.
        let _all = self.free.acquire_many(self.max).await;
        self.free.close();
        let idle = std::mem::take(&mut *self.lock());
        for seat in idle {
            // Whatever is wrong with it, it is gone afterwards.
            let _ = seat.connection.close().await;
        }
    }

    /// A connection that sees what it is to see.
    async fn take(&self, sight: &Sight) -> Result<(SemaphorePermit<'_>, Seat), DbErr> {
        let permit = tokio::time::timeout(ACQUIRE_TIMEOUT, self.free.acquire()).await;
        let permit = permit.map_err(|_| failed(sqlx::Error::PoolTimedOut))?;
        let permit = permit.map_err(|_| failed(sqlx::Error::PoolClosed))?;
        let mut seat = match self.waiting(sight) {
            Some(seat) => seat,
            None => self.open().await.map_err(failed)?,
        };
        if seat.since.elapsed() > IDLE_MAX && seat.connection.ping().await.is_err() {
            seat = self.open().await.map_err(failed)?;
        }
        if seat.sight.as_ref() != Some(sight) {
            seat.sight = None;
            seat.connection.execute(sqlx::raw_sql(AssertSqlSafe(sight.set()))).await.map_err(failed)?;
            seat.sight = Some(sight.clone());
        }
        Ok((permit, seat))
    }

    /// One that waits: it knows what it is to see, or there is no room for another.
    fn waiting(&self, sight: &Sight) -> Option<Seat> {
        let mut idle = self.lock();
        if let Some(at) = idle.iter().rposition(|seat| seat.sight.as_ref() == Some(sight)) {
            return Some(idle.remove(at));
        }
        let in_use = self.max as usize - self.free.available_permits();
        let has_room = idle.len() + in_use <= self.max as usize;
        (!has_room && !idle.is_empty()).then(|| idle.remove(0))
    }

    async fn open(&self) -> Result<Seat, sqlx::Error> {
        let connection = tokio::time::timeout(CONNECT_TIMEOUT, self.options.connect()).await;
        let mut connection = connection.unwrap_or(Err(sqlx::Error::PoolTimedOut))?;
        connection.execute(sqlx::raw_sql(self.settings)).await?;
        Ok(Seat { connection, sight: None, since: Instant::now() })
    }

    fn give_back(&self, mut seat: Seat) {
        seat.since = Instant::now();
        self.lock().push(seat);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Seat>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn query(statement: &Statement) -> Query<'_, Postgres, SqlxValues> {
    let values = statement.values.clone().unwrap_or(Values(Vec::new()));
    // The statements of this crate are made of its own words, and what others have typed is bound.
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_one_value_for_the_same_clients() {
        let clients = [2, 1, 2].map(|n| ClientId::from_uuid(Uuid::from_u128(n)));
        let sight = Sight::of_each(clients.into_iter());
        let one = "00000000-0000-0000-0000-000000000001";
        assert_eq!(sight.value(), format!("{one},00000000-0000-0000-0000-000000000002"));
        assert_eq!(Sight::of(TenantScope::assume(clients[1])).set(), format!("SET chat.client TO '{one}'"));
        assert_eq!(Sight::Everything.begin(), "BEGIN; SET LOCAL chat.client TO '*'");
        assert_eq!(Sight::of_each(std::iter::empty()).value(), "");
    }
}
