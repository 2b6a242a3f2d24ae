//! A PostgreSQL database of a test's own.

use sqlx::{AssertSqlSafe, Connection, PgConnection, postgres::PgConnectOptions};
use std::{
    env,
    str::FromStr,
    sync::atomic::{AtomicU32, Ordering},
};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A fresh database on the test server, dropped together with everything that is still connected to it.
#[derive(Debug)]
pub(crate) struct Database {
    server: Server,
    name: String,
}

/// Who the servers are there: no superuser, so that PostgreSQL keeps clients apart for them.
const ROLE: &str = "chat_e2e_server";
const PASSWORD: &str = "chat-e2e-server";

#[derive(Clone, Debug)]
struct Server(String);

impl Database {
    pub(crate) async fn create() -> Self {
        let server = env::var("CHAT_TEST_POSTGRES_URL");
        let server = server.unwrap_or_else(|_| "postgres://root@127.0.0.1:5432/postgres".into());
        let name = format!("chat_e2e_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let server = Server(server);
        server.order(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        // Several tests may make it at once.
        let role = format!(
            "DO $$ BEGIN CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{PASSWORD}'; \
             EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        );
        server.order(&role).await;
        server.order(&format!("CREATE DATABASE {name} OWNER {ROLE}")).await;
        Self { server, name }
    }

    /// Where the database is, for a server.
    pub(crate) fn url(&self) -> String {
        let (base, query) = self.server.0.split_once('?').unwrap_or((&self.server.0, ""));
        let base = base.rsplit_once('/').map_or(base, |(base, _)| base);
        let (_, host) = base.split_once("://").expect("CHAT_TEST_POSTGRES_URL begins with its kind");
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let base = format!("postgres://{ROLE}:{PASSWORD}@{host}");
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        format!("{base}/{}{query}", self.name)
    }
}

impl Server {
    async fn order(&self, sql: &str) {
        let options = PgConnectOptions::from_str(&self.0).expect("CHAT_TEST_POSTGRES_URL is a URL");
        let connection = PgConnection::connect_with(&options).await;
        let mut connection =
            connection.unwrap_or_else(|error| panic!("PostgreSQL does not answer ({error}); run: cargo xtask test"));
        sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect("the test role may create databases");
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let server = self.server.clone();
        // A test's runtime cannot wait in a drop, so another one does.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime can be built").block_on(server.order(&sql));
        });
        let _ = dropped.join();
    }
}
