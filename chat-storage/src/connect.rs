use crate::{
    KeyRing, SeaStore,
    checkpoint::Checkpoint,
    error::{Class, classify},
    meters::Meters,
    reader::Reader,
    wall::{Seats, Sight},
    write::{Sqls, Writer},
};
use chat_core::StoreError;
use sea_orm::{SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::{
    ConnectOptions, Connection, PgPool, Postgres, Sqlite, SqlitePool,
    pool::PoolOptions,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous},
};
use std::{sync::Arc, time::Duration};

/// How long a writer waits for another process before it gives up.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long the first connection may take, after which nobody is there.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a caller waits for a connection before it is told that the store has failed.
pub(crate) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// How long a connection may take to finish what a caller who gave up has begun, before it is replaced.
const FINISH_MAX: Duration = Duration::from_secs(2);
/// A connection that was idle for longer is tried before it is used.
pub(crate) const IDLE_MAX: Duration = Duration::from_secs(30);
/// Enough for every statement of this crate in every size, so that none is prepared twice.
const STATEMENT_CACHE: usize = 512;
/// Connections to PostgreSQL for commits, arrivals, claims, and the rotation of keys; each is done by one caller at a time.
const WRITERS_POSTGRES: u32 = 4;
/// Connections that look arrivals up behind the wall: one caller at a time does it, and a second takes over from one who gave up.
const LOOKUPS_POSTGRES: u32 = 2;
/// The page cache of an SQLite connection in KiB; SQLite takes it as a negative number.
const CACHE_KIB: &str = "-8192";

/// A plan that PostgreSQL made while a table was small reads it from end to end, and is kept when the table has grown. What goes
/// over these connections finds its rows by an index, whatever the statistics say.
const BY_INDEX: &str = "SET enable_seqscan = off; SET jit = off";
/// The same where every statement takes a list and joins a few rows to it.
const BY_INDEX_ROW_BY_ROW: &str =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off";

/// How a [`SeaStore`] is opened.
///
/// ```no_run
/// # async fn open() -> Result<(), chat_core::StoreError> {
/// use chat_storage::{KeyRing, SeaStore};
/// let store = SeaStore::options("postgres://chat@db/chat")
///     .keys(KeyRing::new("a passphrase from the configuration"))
///     .readers_max(16)
///     .connect()
///     .await?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct SeaStoreOptions {
    url: String,
    keys: KeyRing,
    readers_max: u32,
    is_read_only: bool,
    is_walled: bool,
    pages_max: Option<u32>,
}

impl std::fmt::Debug for SeaStoreOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The address may hold a password.
        f.debug_struct("SeaStoreOptions").field("keys", &self.keys).field("readers_max", &self.readers_max).finish()
    }
}

/// Why an address cannot be opened.
#[derive(Debug, thiserror::Error)]
enum AddressError {
    #[error("the database's address must begin with `sqlite:` or `postgres:`")]
    UnknownKind,
    #[error("the store needs a database file: every connection would see another database in memory")]
    InMemory,
    #[error("nobody answered within {} seconds", CONNECT_TIMEOUT.as_secs())]
    Silent,
    #[error("the database's address cannot be read")]
    Malformed(#[source] sqlx::Error),
}

impl SeaStoreOptions {
    /// Connections for reading when nothing else is said.
    pub const READERS_DEFAULT: u32 = 8;

    pub(crate) fn new(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            keys: KeyRing::default(),
            readers_max: Self::READERS_DEFAULT,
            is_read_only: false,
            is_walled: true,
            pages_max: None,
        }
    }

    /// Seals the secrets of accounts with these keys. Without any, accounts can be neither kept nor read.
    #[must_use]
    pub fn keys(mut self, keys: KeyRing) -> Self {
        self.keys = keys;
        self
    }

    /// Reads over up to so many connections at a time, at least one.
    #[must_use]
    pub fn readers_max(mut self, connections: u32) -> Self {
        self.readers_max = connections.max(1);
        self
    }

    /// Opens the database for reading alone: nothing in it is changed, commits fail, and an SQLite file is not created.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.is_read_only = true;
        self
    }

    /// Lets PostgreSQL give every statement the rows of all clients, so that what keeps them apart is the statements alone.
    ///
    /// Without this, each statement tells the database whose rows it is for and is given no others (row-level security), which costs a
    /// round trip when a connection goes from one client's reads to another's. A role that bypasses row-level security, such as
    /// a superuser, is given everything anyway.
    #[must_use]
    pub fn without_row_level_security(mut self) -> Self {
        self.is_walled = false;
        self
    }

    /// Lets an SQLite file grow to so many pages (of 4 KiB): what does not fit is refused as if the disk were full. PostgreSQL has
    /// its own ways.
    #[must_use]
    pub fn pages_max(mut self, pages: u32) -> Self {
        self.pages_max = Some(pages);
        self
    }

    /// Opens the database. An SQLite file is created when the address ends in `?mode=rwc`.
    ///
    /// # Errors
    /// Fails when the address is wrong or nobody answers there.
    pub async fn connect(self) -> Result<SeaStore, StoreError> {
        let pools = match self.url.split_once(':') {
            Some(("sqlite", _)) => self.open_sqlite().await?,
            Some(("postgres" | "postgresql", _)) => self.open_postgres().await?,
            _ => return Err(StoreError::backend(AddressError::UnknownKind)),
        };
        Ok(SeaStore::assemble(pools, self.keys))
    }

    async fn open_sqlite(&self) -> Result<Pools, StoreError> {
        let options: SqliteConnectOptions = self.url.parse().map_err(malformed)?;
        if is_in_memory(&self.url) {
            return Err(StoreError::backend(AddressError::InMemory));
        }
        if self.is_read_only {
            return Ok(self.read_sqlite(options));
        }
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .statement_cache_capacity(STATEMENT_CACHE)
            .pragma("cache_size", CACHE_KIB)
            .pragma("temp_store", "memory")
            .disable_statement_logging();
        let maintenance = open_first(&options).await.map_err(StoreError::backend)?;
        let mut writing = options.clone().pragma("wal_autocheckpoint", "0");
        if let Some(pages) = self.pages_max {
            writing = writing.pragma("max_page_count", pages.to_string());
        }
        let pool = pool_of::<Sqlite>(1).connect_with(writing).await.map_err(StoreError::backend)?;
        let reading = options.create_if_missing(false).pragma("query_only", "on");
        let readers: SqlitePool = pool_of(self.readers_max).connect_lazy_with(reading);
        let meters = Arc::new(Meters::new());
        let checkpoint = Checkpoint::new(maintenance, meters.clone());
        let writer = Writer::Sqlite { pool, checkpoint: Arc::new(checkpoint), sqls: Arc::new(Sqls::default()) };
        let reader = Reader::Open(SqlxSqliteConnector::from_sqlx_sqlite_pool(readers));
        Ok(Pools { writer, lookups: reader.clone(), reader, meters })
    }

    fn read_sqlite(&self, options: SqliteConnectOptions) -> Pools {
        let options = options.create_if_missing(false).read_only(true).busy_timeout(BUSY_TIMEOUT);
        let options = options.statement_cache_capacity(STATEMENT_CACHE).disable_statement_logging();
        let meters = Arc::new(Meters::new());
        let checkpoint = Arc::new(Checkpoint::none(meters.clone()));
        let pool = pool_of::<Sqlite>(1).connect_lazy_with(options.clone());
        let readers: SqlitePool = pool_of(self.readers_max).connect_lazy_with(options);
        let reader = Reader::Open(SqlxSqliteConnector::from_sqlx_sqlite_pool(readers));
        let writer = Writer::Sqlite { pool, checkpoint, sqls: Arc::new(Sqls::default()) };
        Pools { writer, lookups: reader.clone(), reader, meters }
    }

    async fn open_postgres(&self) -> Result<Pools, StoreError> {
        let options: PgConnectOptions = self.url.parse().map_err(malformed)?;
        let options = options.statement_cache_capacity(STATEMENT_CACHE).disable_statement_logging();
        let options = match options.get_application_name() {
            Some(_) => options,
            None => options.application_name("chat-storage"),
        };
        let options = match self.is_read_only {
            true => options.options([("default_transaction_read_only", "on")]),
            false => options,
        };
        let options = match self.is_walled {
            true => options,
            false => options.options([(Sight::SETTING, Sight::EVERYTHING)]),
        };
        // A pool would try again and again, and at last not tell why it gave up.
        let first = tokio::time::timeout(CONNECT_TIMEOUT, options.connect()).await;
        let first = first.map_err(|_| StoreError::backend(AddressError::Silent))?;
        // Whether it is closed well does not matter.
        let _ = first.map_err(StoreError::backend)?.close().await;
        let pool = pool_with::<Postgres>(WRITERS_POSTGRES, BY_INDEX_ROW_BY_ROW).connect_with(options.clone());
        let pool: PgPool = pool.await.map_err(StoreError::backend)?;
        let seats = |settings, max| Reader::Walled(Arc::new(Seats::new(options.clone(), settings, max)));
        let open = |pool: PgPool| Reader::Open(SqlxPostgresConnector::from_sqlx_postgres_pool(pool));
        let (reader, lookups) = match self.is_walled {
            true => (seats(BY_INDEX, self.readers_max), seats(BY_INDEX_ROW_BY_ROW, LOOKUPS_POSTGRES)),
            false => {
                let readers = pool_with(self.readers_max, BY_INDEX).connect_lazy_with(options.clone());
                (open(readers), open(pool.clone()))
            }
        };
        let writer = Writer::Postgres { pool, sqls: Arc::new(Sqls::default()), is_walled: self.is_walled };
        Ok(Pools { writer, reader, lookups, meters: Arc::new(Meters::new()) })
    }
}

/// Whether every connection would see another database.
pub(crate) fn is_in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

/// The connections of a store.
pub(crate) struct Pools {
    pub(crate) writer: Writer,
    /// For reads of all kinds.
    pub(crate) reader: Reader,
    /// For reads that find a few rows each by an index.
    pub(crate) lookups: Reader,
    pub(crate) meters: Arc<Meters>,
}

fn malformed(error: sqlx::Error) -> StoreError {
    StoreError::backend(AddressError::Malformed(error))
}

/// A pool whose connections run `settings` first.
fn pool_with<DB: sqlx::Database>(connections: u32, settings: &'static str) -> PoolOptions<DB>
where
    for<'c> &'c mut DB::Connection: sqlx::Executor<'c, Database = DB>,
{
    pool_of(connections).after_connect(move |connection, _| {
        Box::pin(async move {
            sqlx::raw_sql(settings).execute(connection).await?;
            Ok(())
        })
    })
}

fn pool_of<DB: sqlx::Database>(connections: u32) -> PoolOptions<DB> {
    PoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_release(|connection: &mut DB::Connection, _| {
            // Whoever gave up has left something half-way. The pool would wait for its end as long as the database is silent, and
            // have one connection less meanwhile.
            Box::pin(async move {
                let finished = tokio::time::timeout(FINISH_MAX, connection.flush()).await;
                finished.unwrap_or_else(|_| Err(sqlx::Error::PoolTimedOut)).map(|()| true)
            })
        })
        .before_acquire(|connection: &mut DB::Connection, meta| {
            Box::pin(async move {
                if meta.idle_for > IDLE_MAX {
                    connection.ping().await?;
                }
                // A transaction that could not be rolled back, since a full disk had done it already, seems to be open for ever.
                Ok(!connection.is_in_transaction())
            })
        })
}

/// The first connection to a file. Two processes that turn write-ahead logging on at the same moment get in each other's way in
/// a place where SQLite does not wait by itself.
async fn open_first(options: &SqliteConnectOptions) -> Result<SqliteConnection, sqlx::Error> {
    const PAUSE: Duration = Duration::from_millis(20);
    let mut waited = Duration::ZERO;
    loop {
        match options.connect().await {
            Err(error) if classify(&error) == Class::Busy && waited < BUSY_TIMEOUT => {
                tokio::time::sleep(PAUSE).await;
                waited += PAUSE;
            }
            outcome => return outcome,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn pragma(connection: &mut SqliteConnection, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(connection).await.unwrap()
    }

    #[tokio::test]
    async fn every_connection_has_its_pragmas() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/chat.db?mode=rwc", folder.path().display());
        let store = SeaStore::options(&url).readers_max(3).connect().await.unwrap();
        let Writer::Sqlite { pool, .. } = &store.inner.writer else { panic!("the address says SQLite") };
        assert_eq!(pool.options().get_max_connections(), 1);
        let mut writer = pool.acquire().await.unwrap();
        let readers = store.inner.reader.sqlite();
        let mut connections = vec![readers.acquire().await.unwrap()];
        connections.push(readers.acquire().await.unwrap());
        connections.push(readers.acquire().await.unwrap());
        assert!(readers.try_acquire().is_none());
        for connection in connections.iter_mut().chain([&mut writer]) {
            const FULL: i64 = 2;
            assert_eq!(pragma(connection, "PRAGMA synchronous").await, FULL);
            assert_eq!(pragma(connection, "PRAGMA foreign_keys").await, 1);
            assert_eq!(pragma(connection, "PRAGMA busy_timeout").await, 10_000);
        }
        assert_eq!(pragma(&mut writer, "PRAGMA query_only").await, 0);
        assert_eq!(pragma(&mut writer, "PRAGMA wal_autocheckpoint").await, 0);
        for connection in &mut connections {
            assert_eq!(pragma(connection, "PRAGMA query_only").await, 1);
        }
    }

    #[tokio::test]
    async fn a_reader_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let store = SeaStore::connect(&format!("sqlite://{}/chat.db?mode=rwc", folder.path().display())).await.unwrap();
        store.migrate().await.unwrap();
        let readers = store.inner.reader.sqlite();
        let error = sqlx::query("DELETE FROM clients").execute(readers).await.unwrap_err();
        assert!(error.to_string().contains("readonly"), "{error}");
    }

    #[tokio::test]
    async fn where_nobody_listens_the_cause_is_told_at_once() {
        let begun = std::time::Instant::now();
        let error = SeaStore::connect("postgres://chat:hunter2@127.0.0.1:1/chat").await.unwrap_err();
        assert!(begun.elapsed() < ACQUIRE_TIMEOUT / 2);
        let StoreError::Backend(cause) = error else { panic!("{error}") };
        let told = cause.to_string();
        assert!(told.contains("Connection refused") && !told.contains("hunter2"), "{told}");
    }

    #[test]
    fn an_address_never_shows_its_password() {
        let options = SeaStore::options("postgres://chat:hunter2@db/chat").keys(KeyRing::new("correct horse"));
        let shown = format!("{options:?}");
        assert!(!shown.contains("hunter2") && !shown.contains("horse"), "{shown}");
    }
}
