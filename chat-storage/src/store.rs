use crate::{
    KeyRing, SeaStoreOptions,
    connect::Pools,
    group::Group,
    meters::Meters,
    migrations,
    read::Arriving,
    reader::Reader,
    rotate,
    write::{Committing, Writer},
};
use chat_core::StoreError;
use std::{fmt, sync::Arc};

/// A store in SQLite or PostgreSQL.
///
/// SQLite keeps everything in one file: what was answered is on disk (`synchronous=FULL`), one connection writes, several read.
/// PostgreSQL serves any number of processes. Commits that wait at the same moment become one transaction.
///
/// A clone is the same store.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use chat_core::{Changes, Client, Commit, Directory, Env, TenantScope};
/// use chat_storage::SeaStore;
///
/// let folder = tempfile::tempdir()?;
/// let store = SeaStore::connect(&format!("sqlite://{}/shop.db?mode=rwc", folder.path().display())).await?;
/// store.migrate().await?;
///
/// let env = Env::default();
/// let client = Client { id: env.id(), name: "Shop".into(), created_at: env.now(), revision: 0 };
/// store.commit(TenantScope::from(&client), Changes::none().insert(client)).await?;
/// assert_eq!(store.clients().await?[0].name, "Shop");
/// # store.close().await;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct SeaStore {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) reader: Reader,
    pub(crate) lookups: Reader,
    pub(crate) writer: Writer,
    pub(crate) keys: Arc<KeyRing>,
    pub(crate) meters: Arc<Meters>,
    pub(crate) arrivals: Group<Arriving>,
    pub(crate) commits: Group<Committing>,
}

impl fmt::Debug for SeaStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.inner.writer {
            Writer::Sqlite { .. } => "SQLite",
            Writer::Postgres { .. } => "PostgreSQL",
        };
        write!(f, "SeaStore({kind})")
    }
}

impl SeaStore {
    /// Opens the database at `sqlite://…` or `postgres://…` with the default options.
    ///
    /// # Errors
    /// Fails when the address is wrong or nobody answers there.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        Self::options(url).connect().await
    }

    /// The options that a database can be opened with.
    pub fn options(url: &str) -> SeaStoreOptions {
        SeaStoreOptions::new(url)
    }

    pub(crate) fn assemble(pools: Pools, keys: KeyRing) -> Self {
        let Pools { writer, reader, lookups, meters } = pools;
        let (arrivals, commits) = (Group::default(), Group::default());
        Self { inner: Arc::new(Inner { reader, lookups, writer, keys: Arc::new(keys), meters, arrivals, commits }) }
    }

    /// Brings the tables up to date. Safe when several processes do it at once.
    ///
    /// # Errors
    /// Fails when the database was made by a newer version or its tables were changed by hand.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        migrations::run(&self.inner.writer).await.map_err(StoreError::backend)
    }

    /// Whether the database has every table that this version needs.
    ///
    /// # Errors
    /// Fails when the database cannot be asked.
    pub async fn is_migrated(&self) -> Result<bool, StoreError> {
        migrations::is_complete(&self.inner.writer, &self.inner.reader).await.map_err(StoreError::backend)
    }

    /// Seals anew, with the newest key, whatever an older key has sealed, and returns how many secrets that were.
    ///
    /// Commands may go on meanwhile. When it has returned, the older keys are not needed any more.
    ///
    /// # Errors
    /// Fails when a secret was sealed with a key that is not on the ring; what was sealed anew until then stays so.
    pub async fn rotate_secrets(&self) -> Result<u64, StoreError> {
        rotate::rotate_secrets(&self.inner).await
    }

    /// How many database transactions have made commits true so far. Commits that waited together share one.
    pub fn transactions(&self) -> u64 {
        self.inner.writer.transactions()
    }

    /// Ends every connection, after those that are at work have finished. Whoever uses the store afterwards is told that it has
    /// failed.
    pub async fn close(&self) {
        self.inner.reader.close().await;
        self.inner.lookups.close().await;
        self.inner.writer.close().await;
    }
}
