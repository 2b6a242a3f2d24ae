use super::{
    Sqls, Statement, Value,
    statement::{Param, Sql, without_zero},
};
use crate::{checkpoint::Checkpoint, wall::Sight};
use futures_util::TryStreamExt;
use sea_orm::QueryResult;
use sqlx::{AssertSqlSafe, Either, Executor, PgPool, Postgres, Sqlite, SqlitePool};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// Where transactions that write begin.
#[derive(Clone, Debug)]
pub(crate) enum Writer {
    Sqlite { pool: SqlitePool, checkpoint: Arc<Checkpoint>, sqls: Arc<Sqls> },
    Postgres { pool: PgPool, sqls: Arc<Sqls>, is_walled: bool },
}

/// A transaction that writes. Dropped, it is rolled back.
///
/// On SQLite it has the writer's lock from its beginning, so that it never fails half-way because another was faster.
pub(crate) enum Transaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// Binds every parameter that both databases know; a zero character is left out for PostgreSQL only.
macro_rules! bind_value {
    ($query:expr, $value:expr, $text:expr) => {
        match $value {
            Value::Uuid(value) => $query.bind(value),
            Value::BigInt(value) => $query.bind(value),
            Value::Bool(value) => $query.bind(value),
            Value::Bytes(value) => $query.bind(value),
            Value::String(value) => $query.bind(value.map($text)),
            other => unreachable!("no table has a column of the kind {other:?}"),
        }
    };
}

/// Several statements as one, their values in the same order: every statement that SQLite is sent costs two thread hops.
fn joined(statements: Vec<Statement>) -> Statement {
    let mut texts = Vec::with_capacity(statements.len());
    let mut params = Vec::new();
    for statement in statements {
        texts.push(statement.sql);
        params.extend(statement.params);
    }
    let sql = texts.iter().map(Sql::as_str).collect::<Vec<_>>().join("; ");
    Statement { sql: Sql::Built(sql.into()), params }
}

type SqliteQuery = sqlx::query::Query<'static, Sqlite, sqlx::sqlite::SqliteArguments>;
type PostgresQuery = sqlx::query::Query<'static, Postgres, sqlx::postgres::PgArguments>;

fn sqlite_query(statement: Statement) -> SqliteQuery {
    let mut query = match statement.sql {
        Sql::Fixed(sql) => sqlx::query(sql),
        Sql::Built(sql) => sqlx::query(AssertSqlSafe(sql)),
    };
    for param in statement.params {
        query = match param {
            Param::One(value) => bind_value!(query, value, |text| text),
            columns => unreachable!("SQLite has no lists, but {columns:?} was bound"),
        };
    }
    query
}

fn postgres_query(statement: Statement) -> PostgresQuery {
    let mut query = match statement.sql {
        Sql::Fixed(sql) => sqlx::query(sql),
        Sql::Built(sql) => sqlx::query(AssertSqlSafe(sql)),
    };
    for param in statement.params {
        query = match param {
            Param::One(value) => bind_value!(query, value, without_zero),
            Param::Bytes(column) => query.bind(column),
            Param::Flags(column) => query.bind(column),
            Param::Numbers(column) => query.bind(column),
            Param::Texts(column) => {
                query.bind(column.into_iter().map(|text| text.map(without_zero)).collect::<Vec<_>>())
            }
            Param::Uuids(column) => query.bind(column),
        };
    }
    query
}

impl Writer {
    /// Begins a transaction that writes the rows that it is to see, and no others where there is a wall.
    pub(crate) async fn begin(&self, sight: &Sight) -> Result<Transaction, sqlx::Error> {
        match self {
            Self::Sqlite { pool, .. } => pool.begin_with("BEGIN IMMEDIATE").await.map(Transaction::Sqlite),
            Self::Postgres { pool, is_walled: true, .. } => {
                pool.begin_with(AssertSqlSafe(sight.begin())).await.map(Transaction::Postgres)
            }
            Self::Postgres { pool, .. } => pool.begin().await.map(Transaction::Postgres),
        }
    }

    pub(crate) fn sqls(&self) -> &Sqls {
        match self {
            Self::Sqlite { sqls, .. } | Self::Postgres { sqls, .. } => sqls,
        }
    }

    pub(crate) fn count_transaction(&self) {
        self.counter().fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn transactions(&self) -> u64 {
        self.counter().load(Ordering::Relaxed)
    }

    fn counter(&self) -> &AtomicU64 {
        &self.sqls().transactions
    }

    /// Makes room in the log of the database, now and then, after `bytes` were committed.
    pub(crate) async fn committed(&self, bytes: u64) {
        if let Self::Sqlite { checkpoint, .. } = self {
            checkpoint.committed(bytes).await;
        }
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { pool, checkpoint, .. } => {
                pool.close().await;
                checkpoint.close().await;
            }
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}

impl Transaction {
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// Runs a statement and returns how many rows it has written.
    pub(crate) async fn execute(&mut self, statement: Statement) -> Result<u64, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(transaction) => sqlite_query(statement).execute(&mut **transaction).await?.rows_affected(),
            Self::Postgres(transaction) => postgres_query(statement).execute(&mut **transaction).await?.rows_affected(),
        })
    }

    /// Runs statements one after another and returns how many rows each has written. On SQLite their places have no numbers.
    pub(super) async fn execute_all(&mut self, statements: Vec<Statement>) -> Result<Vec<u64>, sqlx::Error> {
        let mut counts = Vec::with_capacity(statements.len());
        match self {
            Self::Sqlite(_) if statements.is_empty() => {}
            Self::Sqlite(transaction) => {
                let mut outcomes = transaction.fetch_many(sqlite_query(joined(statements)));
                while let Some(outcome) = outcomes.try_next().await? {
                    if let Either::Left(done) = outcome {
                        counts.push(done.rows_affected());
                    }
                }
            }
            Self::Postgres(_) => {
                for statement in statements {
                    counts.push(self.execute(statement).await?);
                }
            }
        }
        Ok(counts)
    }

    /// Runs statements one after another and returns all their rows. On SQLite their places have no numbers.
    pub(super) async fn fetch_all(&mut self, statements: Vec<Statement>) -> Result<Vec<QueryResult>, sqlx::Error> {
        if statements.is_empty() {
            return Ok(Vec::new());
        }
        if self.is_sqlite() {
            return self.fetch(joined(statements)).await;
        }
        let mut rows = Vec::new();
        for statement in statements {
            rows.extend(self.fetch(statement).await?);
        }
        Ok(rows)
    }

    /// Runs a statement and returns its rows.
    pub(crate) async fn fetch(&mut self, statement: Statement) -> Result<Vec<QueryResult>, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(transaction) => {
                let rows = sqlite_query(statement).fetch_all(&mut **transaction).await?;
                rows.into_iter().map(QueryResult::from).collect()
            }
            Self::Postgres(transaction) => {
                let rows = postgres_query(statement).fetch_all(&mut **transaction).await?;
                rows.into_iter().map(QueryResult::from).collect()
            }
        })
    }

    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::Postgres(transaction) => transaction.commit().await,
        }
    }

    pub(crate) async fn rollback(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(transaction) => transaction.rollback().await,
            Self::Postgres(transaction) => transaction.rollback().await,
        }
    }
}
