//! Ends the sockets of visitors whose time is over: the frame comes back by itself, if its page may still show it.

use crate::engine::{Socket, SocketId};
use chat_core::Timestamp;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard},
};

/// The sockets of visitors by the moment at which each has to prove anew where it is.
#[derive(Debug, Default)]
pub(crate) struct VisitWatch(Mutex<BTreeMap<(Timestamp, SocketId), Socket>>);

impl VisitWatch {
    pub(crate) fn add(&self, socket: &Socket, expires_at: Timestamp) {
        self.lock().insert((expires_at, socket.id()), socket.clone());
    }

    pub(crate) fn forget(&self, socket: SocketId, expires_at: Timestamp) {
        self.lock().remove(&(expires_at, socket));
    }

    /// Ends those whose time is over.
    pub(crate) fn look(&self, now: Timestamp) {
        loop {
            let socket = {
                let mut watched = self.lock();
                match watched.first_entry() {
                    Some(first) if first.key().0 <= now => first.remove(),
                    _ => return,
                }
            };
            socket.disconnect();
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(Timestamp, SocketId), Socket>> {
        self.0.lock().expect("no holder of the lock panics")
    }
}
