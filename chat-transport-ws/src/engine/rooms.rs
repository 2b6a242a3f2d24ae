//! Who is in which room, and handing one frame to all of them.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use super::connection::{Conn, Queued};
use super::core::{Core, UNPOISONED};
use super::frame::Frame;
use super::ids::SocketId;
use super::reason::Reason;
use super::session::Input;
use super::socket::{Seat, SocketInner};
use super::stats::RoomSizes;

/// To whom a frame goes: everyone who is in at least one of the rooms, once.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    namespace: &'a str,
    rooms: &'a [&'a str],
    except: Option<SocketId>,
}

impl<'a> Target<'a> {
    /// Everyone in at least one of `rooms` of `namespace`.
    pub fn rooms(namespace: &'a str, rooms: &'a [&'a str]) -> Self {
        Self { namespace, rooms, except: None }
    }

    /// Leaves one socket out, such as the one that sent.
    #[must_use]
    pub fn except(mut self, socket: SocketId) -> Self {
        self.except = Some(socket);
        self
    }
}

/// The socket is in as many rooms as it may be, or gone.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum JoinError {
    /// The socket is in as many rooms as it may be.
    #[error("the socket is in too many rooms")]
    TooMany,
    /// The socket is gone.
    #[error("the socket is gone")]
    Gone,
}

/// Rooms as lists of pointers. Its lock is taken before a connection's, never after.
#[derive(Debug, Default)]
pub(crate) struct Rooms(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    namespaces: HashMap<Arc<str>, Namespace>,
    /// Numbers the frames that go to several rooms, so that each socket is reached once.
    last_mark: u64,
}

type Namespace = HashMap<Arc<str>, Vec<Arc<SocketInner>>>;

impl Rooms {
    pub(crate) fn join(&self, socket: &Arc<SocketInner>, room: &str, rooms_max: usize) -> Result<(), JoinError> {
        let mut inner = self.0.lock().expect(UNPOISONED);
        if socket.is_gone() {
            return Err(JoinError::Gone);
        }
        let mut seats = socket.seats.lock().expect(UNPOISONED);
        if seats.iter().any(|seat| *seat.room == *room) {
            return Ok(());
        }
        if seats.len() >= rooms_max {
            return Err(JoinError::TooMany);
        }
        if !inner.namespaces.contains_key(&socket.namespace) {
            inner.namespaces.insert(socket.namespace.clone(), Namespace::new());
        }
        let namespace = inner.namespaces.get_mut(&socket.namespace).expect("the namespace was made above");
        let name = match namespace.get_key_value(room) {
            Some((name, _)) => name.clone(),
            None => Arc::from(room),
        };
        let members = namespace.entry(name.clone()).or_default();
        seats.reserve_exact(1);
        seats.push(Seat { room: name, at: members.len() });
        members.push(socket.clone());
        Ok(())
    }

    pub(crate) fn leave(&self, socket: &SocketInner, room: &str) -> bool {
        let mut inner = self.0.lock().expect(UNPOISONED);
        let seat = {
            let mut seats = socket.seats.lock().expect(UNPOISONED);
            let Some(at) = seats.iter().position(|seat| *seat.room == *room) else { return false };
            seats.swap_remove(at)
        };
        inner.stand_up(&socket.namespace, &seat);
        true
    }

    pub(crate) fn leave_all(&self, socket: &SocketInner) {
        let mut inner = self.0.lock().expect(UNPOISONED);
        let seats = std::mem::take(&mut *socket.seats.lock().expect(UNPOISONED));
        for seat in &seats {
            inner.stand_up(&socket.namespace, seat);
        }
    }

    pub(crate) fn members(&self, namespace: &str, room: &str) -> Vec<Arc<SocketInner>> {
        let inner = self.0.lock().expect(UNPOISONED);
        let members = inner.namespaces.get(namespace).and_then(|rooms| rooms.get(room));
        members.cloned().unwrap_or_default()
    }

    /// Whether anybody is in one of the rooms.
    pub(crate) fn has_listeners(&self, target: &Target<'_>) -> bool {
        let inner = self.0.lock().expect(UNPOISONED);
        let namespace = inner.namespaces.get(target.namespace);
        namespace.is_some_and(|namespace| target.rooms.iter().any(|room| namespace.contains_key(*room)))
    }

    pub(crate) fn sizes(&self) -> RoomSizes {
        let inner = self.0.lock().expect(UNPOISONED);
        let mut sizes = RoomSizes::default();
        for members in inner.namespaces.values().flat_map(HashMap::values) {
            sizes.add(members.len());
        }
        sizes
    }

    /// Queues `frame` for everyone meant and says how many that were.
    pub(crate) fn broadcast(&self, core: &Core, target: &Target<'_>, frame: &Frame) -> usize {
        let mut delivery = Delivery::default();
        {
            let mut inner = self.0.lock().expect(UNPOISONED);
            inner.last_mark += 1;
            let mark = inner.last_mark;
            let Some(namespace) = inner.namespaces.get(target.namespace) else { return 0 };
            for members in target.rooms.iter().filter_map(|room| namespace.get(*room)) {
                for socket in members {
                    let is_new = target.rooms.len() == 1 || socket.mark.swap(mark, Ordering::Relaxed) != mark;
                    if is_new && target.except != Some(socket.id) {
                        delivery.give(socket, frame);
                    }
                }
            }
        }
        core.counts.emitted.add(delivery.count as u64);
        core.flusher.add_all(&mut delivery.waiting);
        for conn in &delivery.overflown {
            conn.input(Input::Close(Reason::QueueFull));
        }
        delivery.count
    }
}

impl Inner {
    /// Takes a socket off a room's list; the last of the list moves into its place.
    fn stand_up(&mut self, namespace: &Arc<str>, seat: &Seat) {
        let Some(rooms) = self.namespaces.get_mut(namespace) else { return };
        let Some(members) = rooms.get_mut(&seat.room) else { return };
        members.swap_remove(seat.at);
        if let Some(moved) = members.get(seat.at) {
            let mut seats = moved.seats.lock().expect(UNPOISONED);
            if let Some(other) = seats.iter_mut().find(|other| Arc::ptr_eq(&other.room, &seat.room)) {
                other.at = seat.at;
            }
        }
        if members.is_empty() {
            rooms.remove(&seat.room);
        }
        if rooms.is_empty() {
            self.namespaces.remove(namespace);
        }
    }
}

#[derive(Default)]
struct Delivery {
    count: usize,
    waiting: Vec<Arc<Conn>>,
    overflown: Vec<Arc<Conn>>,
}

impl Delivery {
    fn give(&mut self, socket: &SocketInner, frame: &Frame) {
        match socket.conn.queue(socket, frame.clone()) {
            Queued::Nowhere => return,
            Queued::Behind => {}
            Queued::First => self.waiting.push(socket.conn.clone()),
            Queued::Overflown => self.overflown.push(socket.conn.clone()),
        }
        self.count += 1;
    }
}
