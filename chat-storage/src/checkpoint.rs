use crate::meters::Meters;
use futures_util::{FutureExt, future::BoxFuture};
use sqlx::{Connection, sqlite::SqliteConnection};
use std::{sync::Arc, time::Duration};
use tokio::{sync::Mutex, time::timeout};

/// Moves what was committed from SQLite's write-ahead log into the database file, over a connection of its own.
///
/// A connection of SQLite runs on its own thread, so that a checkpoint which was begun goes on by itself: nobody has to wait for
/// it, and none runs inside a commit. The log begins anew, in the room that it has, when a checkpoint has moved all of it before the next
/// commit; where commits follow each other without a pause none does. So once the log has grown too long, the next commit waits until
/// one is through.
pub(crate) struct Checkpoint {
    state: Mutex<State>,
}

/// Bytes of rows that are committed before the next checkpoint begins.
const BYTES_BETWEEN: u64 = 1 << 20;
/// Pages in the log at which commits wait for a checkpoint: 16 MiB.
const LOG_PAGES_MAX: i64 = 4_096;
/// How long they wait at most.
const WAIT_MAX: Duration = Duration::from_secs(1);

struct State {
    /// Nothing while a checkpoint runs, and after the connection was lost or closed.
    idle: Option<SqliteConnection>,
    running: Option<BoxFuture<'static, (SqliteConnection, Option<i64>)>>,
    bytes: u64,
    /// How long the log was when the last checkpoint began; nothing once it is to begin anew.
    log_pages: i64,
    meters: Arc<Meters>,
}

impl std::fmt::Debug for Checkpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Checkpoint").finish_non_exhaustive()
    }
}

impl Checkpoint {
    pub(crate) fn new(connection: SqliteConnection, meters: Arc<Meters>) -> Self {
        Self::with(Some(connection), meters)
    }

    /// Nothing to move: what reads alone commits nothing.
    pub(crate) fn none(meters: Arc<Meters>) -> Self {
        Self::with(None, meters)
    }

    fn with(idle: Option<SqliteConnection>, meters: Arc<Meters>) -> Self {
        Self { state: Mutex::new(State { idle, running: None, bytes: 0, log_pages: 0, meters }) }
    }

    /// Counts what was committed and begins a checkpoint when it is time. Waits only when the log is too long.
    pub(crate) async fn committed(&self, bytes: u64) {
        let mut state = self.state.lock().await;
        state.bytes += bytes;
        state.look();
        if state.bytes >= BYTES_BETWEEN {
            state.begin();
        }
        if state.log_pages > LOG_PAGES_MAX {
            // Whoever has been kept for so long goes on, and the next one waits.
            let _ = timeout(WAIT_MAX, state.catch_up()).await;
        }
    }

    /// Ends the connection.
    pub(crate) async fn close(&self) {
        let mut state = self.state.lock().await;
        state.finish().await;
        if let Some(connection) = state.idle.take() {
            // Whatever is wrong with it, it is gone afterwards.
            let _ = connection.close().await;
        }
    }
}

impl State {
    /// Begins a checkpoint unless one is running.
    fn begin(&mut self) {
        if let Some(mut connection) = self.idle.take() {
            self.bytes = 0;
            self.running = Some(Box::pin(async move {
                let pages = run(&mut connection).await;
                (connection, pages)
            }));
            self.look();
        }
    }

    /// Looks whether the running one is through.
    fn look(&mut self) {
        self.finish().now_or_never();
    }

    /// Waits until the running one is through.
    async fn finish(&mut self) {
        let Some(running) = &mut self.running else { return };
        let (connection, pages) = running.await;
        self.running = None;
        self.idle = Some(connection);
        self.log_pages = pages.unwrap_or(0);
        self.meters.log_pages.set(self.log_pages as f64);
    }

    /// Moves all of the log, so that the next commit begins it anew unless somebody still reads what is in it: that the next checkpoint
    /// finds out.
    async fn catch_up(&mut self) {
        self.finish().await;
        if self.log_pages > LOG_PAGES_MAX {
            // What runs from here on has no commit beside it and so reaches the log's end.
            self.begin();
            self.finish().await;
            self.log_pages = 0;
        }
    }
}

/// Runs one checkpoint and returns how many pages the log had when it began.
async fn run(connection: &mut SqliteConnection) -> Option<i64> {
    let row: Result<(i64, i64, i64), _> = sqlx::query_as("PRAGMA wal_checkpoint(PASSIVE)").fetch_one(connection).await;
    match row {
        Ok((_busy, log, _moved)) => Some(log),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "a checkpoint of the database has failed");
            None
        }
    }
}
