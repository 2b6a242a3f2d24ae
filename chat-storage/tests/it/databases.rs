//! A fresh database for every test.

use chat_core::{Env, StoreError};
use chat_storage::{KeyRing, SeaStore, SeaStoreOptions};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tempfile::TempDir;
use uuid::Uuid;

/// A database that is taken away when the test is over.
pub(crate) enum Database {
    Sqlite(TempDir),
    Postgres { server: String, name: String },
}

/// Who the store is on PostgreSQL: nobody to whom the policies do not apply.
const ROLE: &str = "chat_test_store";
const PASSWORD: &str = "chat-test-store";

impl Database {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    pub(crate) async fn postgres() -> Self {
        let server = std::env::var("CHAT_TEST_POSTGRES_URL");
        let server = server.unwrap_or_else(|_| "postgres://root@127.0.0.1:5432/postgres".to_owned());
        let id: Uuid = Env::default().id();
        let name = format!("chat_test_{}", id.simple());
        // Several tests may make it at once.
        let role = format!(
            "DO $$ BEGIN CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{PASSWORD}'; \
             EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        );
        run(&server, &role).await;
        run(&server, &format!("CREATE DATABASE {name} OWNER {ROLE}")).await;
        Self::Postgres { server, name }
    }

    /// Where the store finds it.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite://{}/chat.db?mode=rwc", folder.path().display()),
            Self::Postgres { server, .. } => {
                let (_, place) = server.split_once("://").expect("the server's address begins with its kind");
                let (place, _) = place.rsplit_once('/').expect("the server's address names a database");
                let (_, host) = place.rsplit_once('@').unwrap_or(("", place));
                self.named(&format!("postgres://{ROLE}:{PASSWORD}@{host}"))
            }
        }
    }

    /// Where somebody who may see everything finds it.
    pub(crate) fn url_beside(&self) -> String {
        match self {
            Self::Sqlite(_) => self.url(),
            Self::Postgres { server, .. } => {
                let (start, _) = server.rsplit_once('/').expect("the server's address names a database");
                self.named(start)
            }
        }
    }

    fn named(&self, start: &str) -> String {
        match self {
            Self::Sqlite(_) => start.to_owned(),
            Self::Postgres { name, .. } => format!("{start}/{name}"),
        }
    }

    pub(crate) fn options(&self) -> SeaStoreOptions {
        SeaStore::options(&self.url()).keys(KeyRing::new("a key for tests"))
    }

    /// A store with its tables made.
    pub(crate) async fn store(&self) -> SeaStore {
        let store = self.options().connect().await.unwrap();
        store.migrate().await.unwrap();
        store
    }

    /// Runs a statement beside the store.
    pub(crate) async fn execute(&self, sql: &'static str) {
        match self {
            Self::Sqlite(_) => {
                let mut connection = sqlx::SqliteConnection::connect(&self.url()).await.unwrap();
                sqlx::query(sql).execute(&mut connection).await.unwrap();
            }
            Self::Postgres { .. } => {
                let mut connection = PgConnection::connect(&self.url_beside()).await.unwrap();
                sqlx::query(sql).execute(&mut connection).await.unwrap();
            }
        }
    }

    /// Every value of the query's first column, as text.
    pub(crate) async fn column(&self, sql: &'static str) -> Vec<String> {
        match self {
            Self::Sqlite(_) => {
                let mut connection = sqlx::SqliteConnection::connect(&self.url()).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
            }
            Self::Postgres { .. } => {
                let mut connection = PgConnection::connect(&self.url_beside()).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
            }
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Postgres { server, name } = self {
            let (server, sql) = (server.clone(), format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            let dropping = std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(run(&server, &sql));
            });
            let _ = dropping.join();
        }
    }
}

async fn run(server: &str, sql: &str) {
    let mut connection = PgConnection::connect(server).await.unwrap_or_else(|error| {
        panic!(
            "no PostgreSQL answers at CHAT_TEST_POSTGRES_URL (default postgres://root@127.0.0.1:5432/postgres): {error}. \
             Start one, for example with `pg_ctlcluster 15 main start`, and let it be reached by that address."
        )
    });
    connection.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
    connection.close().await.unwrap();
}

/// Runs a test on both databases: `on_both!(name => async |database| …)` makes a module `name` with a test for each.
macro_rules! on_both {
    ($($(#[$doc:meta])* $name:ident => $body:expr;)*) => {$(
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let body = $body;
                body($crate::databases::Database::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                let body = $body;
                body($crate::databases::Database::postgres().await).await;
            }
        }
    )*};
}

pub(crate) use on_both;

/// Whether something failed for a reason that is neither a lost race nor a foreign record.
pub(crate) fn is_backend(error: &StoreError) -> bool {
    matches!(error, StoreError::Backend(_))
}
