use crate::wall::{Seats, Sight};
use async_trait::async_trait;
use chat_core::{ClientId, TenantScope};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use std::sync::Arc;

/// Where reads go. It reads nothing by itself: each read says whose rows it is for, by [`Reader::of`], [`Reader::of_each`] or
/// [`Reader::across`].
#[derive(Clone, Debug)]
pub(crate) enum Reader {
    /// Every connection sees everything: SQLite, and PostgreSQL without the wall.
    Open(DatabaseConnection),
    /// PostgreSQL is told whose rows are read.
    Walled(Arc<Seats>),
}

/// Reads of somebody's rows.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    reader: &'a Reader,
    sight: Sight,
}

impl Reader {
    pub(crate) fn backend(&self) -> DbBackend {
        match self {
            Self::Open(connection) => connection.get_database_backend(),
            Self::Walled(_) => DbBackend::Postgres,
        }
    }

    /// Reads one client's rows.
    pub(crate) fn of(&self, scope: TenantScope) -> Reading<'_> {
        Reading { reader: self, sight: Sight::of(scope) }
    }

    /// Reads the rows of several clients.
    pub(crate) fn of_each(&self, clients: impl Iterator<Item = ClientId>) -> Reading<'_> {
        Reading { reader: self, sight: Sight::of_each(clients) }
    }

    /// Reads over all clients: for the directory, which learns from what it finds whose it is, and for work that is nobody's own.
    pub(crate) fn across(&self) -> Reading<'_> {
        Reading { reader: self, sight: Sight::Everything }
    }

    /// Ends every connection.
    pub(crate) async fn close(&self) {
        match self {
            // Its only failure is a pool that is closed already.
            Self::Open(connection) => drop(connection.clone().close().await),
            Self::Walled(seats) => seats.close().await,
        }
    }

    #[cfg(test)]
    pub(crate) fn sqlite(&self) -> &sqlx::SqlitePool {
        match self {
            Self::Open(connection) => connection.get_sqlite_connection_pool(),
            Self::Walled(_) => panic!("SQLite has no wall"),
        }
    }
}

#[async_trait]
impl ConnectionTrait for Reading<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.reader.backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self.reader {
            Reader::Open(connection) => connection.execute_raw(statement).await,
            Reader::Walled(seats) => seats.execute(&self.sight, statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(self.reader.backend(), sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self.reader {
            Reader::Open(connection) => connection.query_one_raw(statement).await,
            Reader::Walled(seats) => seats.one(&self.sight, statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self.reader {
            Reader::Open(connection) => connection.query_all_raw(statement).await,
            Reader::Walled(seats) => seats.all(&self.sight, statement).await,
        }
    }
}
