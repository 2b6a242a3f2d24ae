//! The one place that writes: walks the connections that have something queued.

use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use super::connection::Conn;
use super::core::UNPOISONED;

/// The connections that have something queued.
#[derive(Debug, Default)]
pub(crate) struct Flusher {
    waiting: Mutex<Vec<Arc<Conn>>>,
    pub(crate) wake: Notify,
}

impl Flusher {
    /// After how many connections others get a turn, so that what they emit meanwhile is written along.
    const TURN: usize = 64;

    pub(crate) fn add(&self, conn: Arc<Conn>) {
        self.waiting.lock().expect(UNPOISONED).push(conn);
        self.wake.notify_one();
    }

    pub(crate) fn add_all(&self, conns: &mut Vec<Arc<Conn>>) {
        if conns.is_empty() {
            return;
        }
        self.waiting.lock().expect(UNPOISONED).append(conns);
        self.wake.notify_one();
    }

    /// How many connections have something queued that is about to be written.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.lock().expect(UNPOISONED).len()
    }

    /// Writes what is queued, all of it for one connection at a time. What is queued meanwhile rings `wake` again, so
    /// that a caller who does other things as well gets to them.
    pub(crate) async fn flush(&self) {
        let batch = std::mem::take(&mut *self.waiting.lock().expect(UNPOISONED));
        for (at, conn) in batch.into_iter().enumerate() {
            conn.flush();
            if at % Self::TURN == Self::TURN - 1 {
                tokio::task::yield_now().await;
            }
        }
    }
}
