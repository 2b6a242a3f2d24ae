//! What all connections of an engine share.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use tokio::runtime::Handle;

use super::connection::Conn;
use super::flusher::Flusher;
use super::handler::Application;
use super::ids::Sid;
use super::rooms::Rooms;
use super::session::Rules;
use super::stats::{Counts, Stats};
use super::timers::Timers;

/// Why a lock can always be had.
pub(crate) const UNPOISONED: &str = "no holder of the lock panics";

#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) rules: Arc<Rules>,
    pub(crate) application: Application,
    pub(crate) rooms: Rooms,
    pub(crate) flusher: Flusher,
    pub(crate) timers: Timers,
    pub(crate) scratch: Scratch,
    pub(crate) counts: Counts,
    connections: Mutex<HashMap<Sid, Arc<Conn>>>,
    runtime: OnceLock<Handle>,
    is_stopped: AtomicBool,
}

impl Core {
    pub(crate) fn new(rules: Rules, application: Application) -> Self {
        Self {
            rules: Arc::new(rules),
            application,
            rooms: Rooms::default(),
            flusher: Flusher::default(),
            timers: Timers::default(),
            scratch: Scratch::default(),
            counts: Counts::default(),
            connections: Mutex::default(),
            runtime: OnceLock::new(),
            is_stopped: AtomicBool::new(false),
        }
    }

    /// Takes in a connection, unless the engine is full or stopped.
    pub(crate) fn admit(&self, conn: &Arc<Conn>) -> bool {
        let mut connections = self.connections.lock().expect(UNPOISONED);
        if self.is_stopped() || connections.len() >= self.rules.config.connections_max {
            self.counts.turned_away.add(1);
            return false;
        }
        self.runtime.get_or_init(Handle::current);
        connections.insert(conn.sid, conn.clone());
        self.counts.opened.add(1);
        true
    }

    /// Whether one more connection would be admitted.
    pub(crate) fn has_room(&self) -> bool {
        !self.is_stopped() && self.connection_count() < self.rules.config.connections_max
    }

    fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Acquire)
    }

    /// Why nobody is let in now, for the client's log.
    pub(crate) fn why_full(&self) -> &'static str {
        if self.is_stopped() { "the server is stopping" } else { "too many connections" }
    }

    pub(crate) fn connection(&self, sid: Sid) -> Option<Arc<Conn>> {
        self.connections.lock().expect(UNPOISONED).get(&sid).cloned()
    }

    pub(crate) fn forget(&self, sid: Sid) {
        self.connections.lock().expect(UNPOISONED).remove(&sid);
    }

    pub(crate) fn connection_count(&self) -> usize {
        self.connections.lock().expect(UNPOISONED).len()
    }

    /// The figures of the moment.
    pub(crate) fn stats(&self) -> Stats {
        let (all, websockets) = {
            let connections = self.connections.lock().expect(UNPOISONED);
            (connections.len(), connections.values().filter(|conn| conn.wire.get().is_some()).count())
        };
        self.counts.stats(all - websockets, websockets, self.flusher.waiting())
    }

    /// Lets nobody in any more; tells who is in, in an order that nobody can foretell.
    pub(crate) fn shut(&self) -> Vec<Arc<Conn>> {
        let connections = self.connections.lock().expect(UNPOISONED);
        self.is_stopped.store(true, Ordering::Release);
        connections.values().cloned().collect()
    }

    /// Runs a task on the runtime that serves the connections, from whichever thread.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        if let Some(runtime) = self.runtime.get() {
            runtime.spawn(task);
        }
    }
}

/// Buffers for reading, lent for the moment of a read, so that an idle connection has none.
#[derive(Debug, Default)]
pub(crate) struct Scratch(Mutex<Vec<Vec<u8>>>);

impl Scratch {
    /// How large a buffer is.
    pub(crate) const BYTES: usize = 16 * 1024;
    /// How many idle buffers are kept.
    const KEPT_MAX: usize = 8;

    pub(crate) fn lend(&self) -> Vec<u8> {
        let kept = self.0.lock().expect(UNPOISONED).pop();
        kept.unwrap_or_else(|| Vec::with_capacity(Self::BYTES))
    }

    pub(crate) fn give_back(&self, mut buffer: Vec<u8>) {
        if buffer.capacity() != Self::BYTES {
            return;
        }
        buffer.clear();
        let mut kept = self.0.lock().expect(UNPOISONED);
        if kept.len() < Self::KEPT_MAX {
            kept.push(buffer);
        }
    }
}
