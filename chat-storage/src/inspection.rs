//! A look at a database from outside, for whoever looks after it.

use crate::{
    connect::{CONNECT_TIMEOUT, is_in_memory},
    gaps::{self, Gap},
    migrations::{self, Dialect},
    wall::{OPEN_TABLES, Sight},
};
use chat_core::Env;
use sqlx::{
    ConnectOptions, Connection, PgConnection, SqliteConnection, postgres::PgConnectOptions,
    sqlite::SqliteConnectOptions,
};
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

/// What a database is and how it is, found out without changing anything in it.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use chat_core::Env;
/// use chat_storage::{Inspection, SeaStore};
///
/// let folder = tempfile::tempdir()?;
/// let url = format!("sqlite://{}/shop.db?mode=rwc", folder.path().display());
/// assert!(Inspection::of(&url, &Env::default()).await.is_err(), "there is no file yet, and looking makes none");
/// SeaStore::connect(&url).await?.migrate().await?;
/// let inspection = Inspection::of(&url, &Env::default()).await?;
/// assert!(inspection.is_migrated() && inspection.damage.is_empty());
/// # Ok(()) }
/// ```
#[derive(Clone, PartialEq, Debug)]
pub struct Inspection {
    /// Which database it is.
    pub product: &'static str,
    /// The version of the database's program.
    pub version: String,
    /// How many steps of the tables' making were taken.
    pub steps_taken: usize,
    /// How many steps this version knows and the database has not taken.
    pub steps_missing: usize,
    /// How long the simplest question took to be answered.
    pub round_trip: Duration,
    /// How far the database's clock is ahead of the asker's, in milliseconds; nothing where it has no clock of its own.
    pub clock_ahead_ms: Option<i64>,
    /// How SQLite keeps transactions: `wal` once a store has opened the file.
    pub journal_mode: Option<String>,
    /// Whether the database keeps clients apart for whoever asks it by this address; nothing where it has no such wall.
    pub wall: Option<Wall>,
    /// What is wrong with the file's structure, in SQLite's words; empty when nothing is.
    pub damage: Vec<String>,
    /// How many clients have a journal.
    pub journals: usize,
    /// How many events the journals have together.
    pub events: i64,
    /// Journals that are not whole, [`Inspection::GAPS_MAX`] of them at most; looked for when the tables are up to date and sound.
    pub gaps: Vec<Gap>,
}

/// Why a database could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum InspectionError {
    /// The address is none that a store can be opened at.
    #[error("the database's address cannot be used")]
    Address,
    /// There is no such file yet; a store would make it.
    #[error("there is no file {} yet", .0.display())]
    Absent(PathBuf),
    /// Nobody answered in time.
    #[error("nobody answered within {} seconds", CONNECT_TIMEOUT.as_secs())]
    Silent,
    /// The database said no, or broke off.
    #[error("{0}")]
    Failed(#[from] sqlx::Error),
}

impl Inspection {
    /// The most faults of a file's structure that are told.
    pub const DAMAGE_MAX: usize = 10;
    /// The most journals with gaps that are told.
    pub const GAPS_MAX: usize = 10;

    /// Looks at the database at `sqlite://…` or `postgres://…`. The structure of an SQLite file is read through, which takes about
    /// a second for each gigabyte, and so are the journals.
    ///
    /// # Errors
    /// Fails when there is no such database or it cannot be asked.
    pub async fn of(url: &str, env: &Env) -> Result<Self, InspectionError> {
        match url.split_once(':') {
            Some(("sqlite", _)) => Self::of_sqlite(url).await,
            Some(("postgres" | "postgresql", _)) => Self::of_postgres(url, env).await,
            _ => Err(InspectionError::Address),
        }
    }

    /// Whether the database has everything that this version of the store needs.
    pub fn is_migrated(&self) -> bool {
        self.steps_missing == 0
    }

    async fn of_sqlite(url: &str) -> Result<Self, InspectionError> {
        let mut connection = open_sqlite(url).await?;
        let begun = Instant::now();
        let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut connection).await?;
        let round_trip = begun.elapsed();
        let journal_mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut connection).await?;
        let damage = damage(&mut connection).await?;
        // Which steps were taken may stand in what is damaged.
        let taken = match migrations::taken_by_sqlite(&mut connection).await {
            Err(_) if !damage.is_empty() => Vec::new(),
            taken => taken?,
        };
        let steps_missing = migrations::missing(Dialect::Sqlite, &taken);
        let journals = match steps_missing == 0 && damage.is_empty() {
            true => sqlx::query_as(gaps::JOURNALS).fetch_all(&mut connection).await?,
            false => Vec::new(),
        };
        connection.close().await?;
        let (journals, events, gaps) = gaps::judge(&journals);
        Ok(Self {
            product: "SQLite",
            version,
            steps_taken: taken.len(),
            steps_missing,
            round_trip,
            clock_ahead_ms: None,
            journal_mode: Some(journal_mode),
            wall: None,
            damage,
            journals,
            events,
            gaps,
        })
    }

    async fn of_postgres(url: &str, env: &Env) -> Result<Self, InspectionError> {
        let options: PgConnectOptions = url.parse()?;
        let everything = (Sight::SETTING, Sight::EVERYTHING);
        let options =
            options.options([("default_transaction_read_only", "on"), everything]).disable_statement_logging();
        let connection = tokio::time::timeout(CONNECT_TIMEOUT, options.connect()).await;
        let mut connection: PgConnection = connection.map_err(|_| InspectionError::Silent)??;
        let version: String = sqlx::query_scalar("SHOW server_version").fetch_one(&mut connection).await?;
        let begun = Instant::now();
        const NOW: &str = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
        let theirs: i64 = sqlx::query_scalar(NOW).fetch_one(&mut connection).await?;
        let round_trip = begun.elapsed();
        // The database looked at its clock about half-way.
        let ours = env.now().millis() - i64::try_from(round_trip.as_millis() / 2).unwrap_or(0);
        let taken = migrations::taken_by_postgres(&mut connection).await?;
        let steps_missing = migrations::missing(Dialect::Postgres, &taken);
        let journals = match steps_missing {
            0 => sqlx::query_as(gaps::JOURNALS).fetch_all(&mut connection).await?,
            _ => Vec::new(),
        };
        let wall = Wall::of(&mut connection).await?;
        connection.close().await?;
        let (journals, events, gaps) = gaps::judge(&journals);
        Ok(Self {
            product: "PostgreSQL",
            version,
            steps_taken: taken.len(),
            steps_missing,
            round_trip,
            clock_ahead_ms: Some(theirs - ours),
            journal_mode: None,
            wall: Some(wall),
            damage: Vec::new(),
            journals,
            events,
            gaps,
        })
    }
}

/// How PostgreSQL keeps clients apart by itself (row-level security).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wall {
    /// The role that the address names.
    pub role: String,
    /// Whether that role is given every row whatever the policies say: superusers are, and roles with `BYPASSRLS`.
    pub is_bypassed: bool,
    /// Tables whose policy is not asked, at least not about their owner.
    pub open_tables: Vec<String>,
}

impl Wall {
    async fn of(connection: &mut PgConnection) -> Result<Self, sqlx::Error> {
        const ROLE: &str = "SELECT rolname::text, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user";
        let (role, is_bypassed): (String, bool) = sqlx::query_as(ROLE).fetch_one(&mut *connection).await?;
        let open_tables = sqlx::query_scalar(OPEN_TABLES).fetch_all(connection).await?;
        Ok(Self { role, is_bypassed, open_tables })
    }
}

/// A connection to an SQLite file that neither makes nor changes it.
pub(crate) async fn open_sqlite(url: &str) -> Result<SqliteConnection, InspectionError> {
    let options: SqliteConnectOptions = url.parse()?;
    if is_in_memory(url) {
        return Err(InspectionError::Address);
    }
    if !options.get_filename().exists() {
        return Err(InspectionError::Absent(options.get_filename().to_owned()));
    }
    let options = options.create_if_missing(false).read_only(true).disable_statement_logging();
    Ok(options.connect().await?)
}

/// What is wrong with the structure of the file; nothing when SQLite says `ok`.
pub(crate) async fn damage(connection: &mut SqliteConnection) -> Result<Vec<String>, sqlx::Error> {
    let checked = sqlx::query_scalar("PRAGMA quick_check(10)").fetch_all(connection).await;
    let mut found: Vec<String> = match checked {
        Err(sqlx::Error::Database(error)) if error.code().is_some_and(|code| code == "11") => vec![error.to_string()],
        checked => checked?,
    };
    found.retain(|line| line != "ok");
    found.truncate(Inspection::DAMAGE_MAX);
    Ok(found)
}
