use crate::meters::Meters;
use futures_util::future::BoxFuture;
use sqlx::{Connection, sqlite::SqliteConnection};
use std::{
    future::poll_fn,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

/// Moves what was committed from SQLite's write-ahead log into the database file, over a connection of its own.
///
/// A connection of SQLite runs on its own thread, so that a checkpoint which was begun goes on by itself: nobody has to wait for
/// it, and none runs inside a commit. Only when the log has grown too long, because commits came faster than checkpoints,
/// does the next commit wait until one is through.
#[derive(Debug)]
pub(crate) struct Checkpoint {
    state: Mutex<State>,
}

/// Bytes of rows that are committed before the next checkpoint begins.
const BYTES_BETWEEN: u64 = 1 << 20;
/// Pages in the log at which commits wait for a checkpoint: 64 MiB.
const LOG_PAGES_MAX: i64 = 16_384;

struct State {
    /// Nothing while a checkpoint runs, and after the connection was lost or closed.
    idle: Option<SqliteConnection>,
    running: Option<BoxFuture<'static, (SqliteConnection, Option<i64>)>>,
    bytes: u64,
    /// Pages in the log when the last checkpoint ended.
    log_pages: i64,
    meters: Arc<Meters>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").field("bytes", &self.bytes).field("log_pages", &self.log_pages).finish_non_exhaustive()
    }
}

impl Checkpoint {
    pub(crate) fn new(connection: SqliteConnection, meters: Arc<Meters>) -> Self {
        Self { state: Mutex::new(State { idle: Some(connection), running: None, bytes: 0, log_pages: 0, meters }) }
    }

    /// Nothing to move: what reads alone commits nothing.
    pub(crate) fn none(meters: Arc<Meters>) -> Self {
        Self { state: Mutex::new(State { idle: None, running: None, bytes: 0, log_pages: 0, meters }) }
    }

    /// Counts what was committed and begins a checkpoint when it is time. Waits only when the log is too long.
    pub(crate) async fn committed(&self, bytes: u64) {
        self.with(|state| state.bytes += bytes);
        let mut is_caught_up = false;
        poll_fn(|cx| {
            self.with(|state| {
                loop {
                    let is_done = state.advance(cx).is_ready();
                    let is_long = state.log_pages > LOG_PAGES_MAX && state.is_able();
                    if !is_long || is_caught_up {
                        return Poll::Ready(());
                    }
                    if !is_done {
                        return Poll::Pending;
                    }
                    // What runs from here on has no commit beside it and so reaches the log's end.
                    is_caught_up = true;
                    state.begin();
                }
            })
        })
        .await;
    }

    /// Ends the connection.
    pub(crate) async fn close(&self) {
        poll_fn(|cx| self.with(|state| state.advance_running(cx))).await;
        if let Some(connection) = self.with(|state| state.idle.take()) {
            // Whatever is wrong with it, it is gone afterwards.
            let _ = connection.close().await;
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn is_able(&self) -> bool {
        self.idle.is_some() || self.running.is_some()
    }

    /// Begins a checkpoint when enough was written and looks whether the running one is through.
    fn advance(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.running.is_none() && self.bytes >= BYTES_BETWEEN {
            self.begin();
        }
        self.advance_running(cx)
    }

    fn begin(&mut self) {
        if let Some(mut connection) = self.idle.take() {
            self.bytes = 0;
            self.running = Some(Box::pin(async move {
                let pages = run(&mut connection).await;
                (connection, pages)
            }));
        }
    }

    fn advance_running(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(running) = &mut self.running else { return Poll::Ready(()) };
        let Poll::Ready((connection, pages)) = running.as_mut().poll(cx) else { return Poll::Pending };
        self.running = None;
        self.idle = Some(connection);
        self.log_pages = pages.unwrap_or(0);
        self.meters.log_pages.set(self.log_pages as f64);
        Poll::Ready(())
    }
}

/// Runs one checkpoint and returns how many pages the log still has that could not be moved for good.
async fn run(connection: &mut SqliteConnection) -> Option<i64> {
    let row: Result<(i64, i64, i64), _> = sqlx::query_as("PRAGMA wal_checkpoint(PASSIVE)").fetch_one(connection).await;
    match row {
        // When everything was moved, the next commit begins the log anew.
        Ok((_busy, log, moved)) => Some(if log == moved { 0 } else { log }),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "a checkpoint of the database has failed");
            None
        }
    }
}
