//! One timer for all connections.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::{Arc, Mutex, Weak};
use std::time::Instant;

use tokio::sync::Notify;

use super::connection::Conn;
use super::core::UNPOISONED;

/// When which connection wants to be woken.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    heap: Mutex<BinaryHeap<Reverse<Entry>>>,
    /// Told when the first entry changes.
    pub(crate) changed: Notify,
}

#[derive(Debug)]
struct Entry {
    at: Instant,
    conn: Weak<Conn>,
}

impl Timers {
    pub(crate) fn add(&self, at: Instant, conn: &Arc<Conn>) {
        let is_first = {
            let mut heap = self.heap.lock().expect(UNPOISONED);
            let is_first = heap.peek().is_none_or(|Reverse(first)| at < first.at);
            heap.push(Reverse(Entry { at, conn: Arc::downgrade(conn) }));
            is_first
        };
        if is_first {
            self.changed.notify_one();
        }
    }

    pub(crate) fn next(&self) -> Option<Instant> {
        self.heap.lock().expect(UNPOISONED).peek().map(|Reverse(first)| first.at)
    }

    /// Takes one connection whose time has come.
    pub(crate) fn pop_due(&self, now: Instant) -> Option<Weak<Conn>> {
        let mut heap = self.heap.lock().expect(UNPOISONED);
        if heap.peek().is_none_or(|Reverse(first)| first.at > now) {
            return None;
        }
        heap.pop().map(|Reverse(entry)| entry.conn)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        self.at.cmp(&other.at)
    }
}
