//! What a host holds of a socket.

use std::any::Any;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::oneshot;

use super::admission::Admission;
use super::args::Args;
use super::connection::{Awaited, Conn, Queued};
use super::core::UNPOISONED;
use super::frame::Frame;
use super::head::Head;
use super::ids::SocketId;
use super::reason::Reason;
use super::rooms::JoinError;
use super::session::{Input, Message};
use super::stats::Backlog;

/// A client's membership in a namespace: cheap to clone, good to keep.
///
/// After the socket is gone nothing that is done with it has an effect.
#[derive(Clone)]
pub struct Socket(pub(crate) Arc<SocketInner>);

pub(crate) struct SocketInner {
    pub(crate) conn: Arc<Conn>,
    pub(crate) id: SocketId,
    pub(crate) serial: u32,
    phase: AtomicU8,
    is_accepted: AtomicBool,
    pub(crate) namespace: Arc<str>,
    /// The number of the last frame for several rooms that it got; changed under the lock of the rooms.
    pub(crate) mark: AtomicU64,
    /// Where it sits; changed under the lock of the rooms.
    pub(crate) seats: Mutex<Vec<Seat>>,
    attached: OnceLock<Box<dyn Any + Send + Sync>>,
}

/// A place in a room's list.
#[derive(Debug)]
pub(crate) struct Seat {
    pub(crate) room: Arc<str>,
    pub(crate) at: usize,
}

/// How far a socket has come; changed under the lock of its connection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Phase {
    Pending = 0,
    Live = 1,
    Gone = 2,
}

impl SocketInner {
    pub(crate) fn new(conn: Arc<Conn>, serial: u32, namespace: Arc<str>) -> Self {
        Self {
            conn,
            id: SocketId::random(),
            serial,
            phase: AtomicU8::new(Phase::Pending as u8),
            is_accepted: AtomicBool::new(false),
            namespace,
            mark: AtomicU64::new(0),
            seats: Mutex::default(),
            attached: OnceLock::new(),
        }
    }

    pub(crate) fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Acquire) {
            0 => Phase::Pending,
            1 => Phase::Live,
            _ => Phase::Gone,
        }
    }

    pub(crate) fn set_phase(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::Release);
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.phase() == Phase::Gone
    }

    /// Remembers that the host let it in, so that the host is told when it goes.
    pub(crate) fn set_accepted(&self) {
        self.is_accepted.store(true, Ordering::Release);
    }

    pub(crate) fn is_accepted(&self) -> bool {
        self.is_accepted.load(Ordering::Acquire)
    }
}

impl fmt::Debug for SocketInner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Socket");
        out.field("id", &self.id).field("namespace", &self.namespace).field("phase", &self.phase()).finish()
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Nobody answered.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NoAnswer {
    /// The time was up.
    #[error("the client did not answer in time")]
    Late,
    /// The socket went away first.
    #[error("the socket is gone")]
    Gone,
}

impl Socket {
    /// The public id, which the client knows too. It tells nothing about the connection.
    pub fn id(&self) -> SocketId {
        self.0.id
    }

    /// The namespace.
    pub fn namespace(&self) -> &str {
        &self.0.namespace
    }

    /// The headers of the request that opened the connection, as far as they are kept.
    pub fn head(&self) -> &Head {
        &self.0.conn.head
    }

    /// What its connection was let in with.
    pub fn admission(&self) -> &Admission {
        &self.0.conn.admission
    }

    /// Whether the client is connected; false while it is still asking to be let in.
    pub fn is_connected(&self) -> bool {
        self.0.phase() == Phase::Live
    }

    /// Attaches what the host wants to know about this socket; only the first value is kept.
    pub fn attach(&self, value: impl Any + Send + Sync) {
        let _ = self.0.attached.set(Box::new(value));
    }

    /// What was attached, if it is a `T`.
    pub fn attached<T: Any>(&self) -> Option<&T> {
        self.0.attached.get().and_then(|value| value.downcast_ref())
    }

    /// Sends an event with one argument.
    ///
    /// # Errors
    /// Fails when `payload` cannot be JSON.
    pub fn emit(&self, name: &str, payload: &impl Serialize) -> Result<(), serde_json::Error> {
        self.send(Frame::event(self.namespace(), name, payload)?);
        Ok(())
    }

    /// Sends an event with any number of arguments, binary ones included.
    pub fn emit_with(&self, name: &str, args: &Args) {
        self.send(Frame::event_with(self.namespace(), name, args));
    }

    /// Sends a frame that was encoded before, for the namespace of this socket.
    pub fn send(&self, frame: Frame) {
        let conn = &self.0.conn;
        conn.core.counts.emitted.add(1);
        match conn.queue(&self.0, frame) {
            Queued::Nowhere | Queued::Behind => {}
            Queued::First => conn.core.flusher.add(conn.clone()),
            Queued::Overflown => conn.input(Input::Close(Reason::QueueFull)),
        }
    }

    /// Sends an event and waits for the client's answer.
    ///
    /// # Errors
    /// Fails when the answer takes longer than `timeout`, or the socket goes away.
    pub async fn emit_with_ack(&self, name: &str, args: &Args, timeout: Duration) -> Result<Args, NoAnswer> {
        let (answer, answered) = oneshot::channel();
        let (conn, serial) = (&self.0.conn, self.0.serial);
        let id = {
            let mut state = conn.lock();
            if self.0.is_gone() {
                return Err(NoAnswer::Gone);
            }
            state.last_ack += 1;
            let id = state.last_ack;
            state.answers.push(Awaited { serial, id, answer });
            id
        };
        self.send(Frame::event_for_ack(self.namespace(), name, args, id));
        match tokio::time::timeout(timeout, answered).await {
            Ok(answer) => answer.map_err(|_| NoAnswer::Gone),
            Err(_) => {
                conn.lock().answers.retain(|awaited| awaited.id != id);
                Err(NoAnswer::Late)
            }
        }
    }

    /// Whether the connection is a WebSocket by now; else it is long polling.
    pub fn is_websocket(&self) -> bool {
        self.0.conn.wire.get().is_some()
    }

    /// What waits to be written to the peer, for all sockets of the connection.
    pub fn backlog(&self) -> Backlog {
        let conn = &self.0.conn;
        conn.lock().outbox.backlog(&conn.core.rules.config)
    }

    /// Joins a room of its namespace; being in it already is fine.
    ///
    /// # Errors
    /// Fails when the socket is in as many rooms as it may be, or gone.
    pub fn join(&self, room: &str) -> Result<(), JoinError> {
        let core = &self.0.conn.core;
        core.rooms.join(&self.0, room, core.rules.config.rooms_max)
    }

    /// Leaves a room and says whether it was in it.
    pub fn leave(&self, room: &str) -> bool {
        self.0.conn.core.rooms.leave(&self.0, room)
    }

    /// The rooms it is in.
    pub fn rooms(&self) -> Vec<Arc<str>> {
        let seats = self.0.seats.lock().expect(UNPOISONED);
        seats.iter().map(|seat| seat.room.clone()).collect()
    }

    /// Whether it is in a room.
    pub fn is_in(&self, room: &str) -> bool {
        let seats = self.0.seats.lock().expect(UNPOISONED);
        seats.iter().any(|seat| *seat.room == *room)
    }

    /// Ends this socket; the client is told and does not come back by itself.
    pub fn disconnect(&self) {
        self.0.conn.input(Input::Leave { serial: self.0.serial });
    }

    /// Ends the connection with all its sockets; the client comes back by itself.
    pub fn hang_up(&self, reason: Reason) {
        self.0.conn.input(Input::Close(reason));
    }
}

/// Answers an event, once.
pub struct Ack {
    socket: Arc<SocketInner>,
    id: u64,
}

impl fmt::Debug for Ack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ack").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Ack {
    pub(crate) fn new(socket: Arc<SocketInner>, id: u64) -> Self {
        Self { socket, id }
    }

    /// Sends the answer.
    pub fn send(self, args: &Args) {
        let frame = Frame::ack(&self.socket.namespace, self.id, args);
        Socket(self.socket).send(frame);
    }
}

/// A connection of an engine that speaks Engine.IO alone.
#[derive(Clone, Debug)]
pub struct Connection(pub(crate) Arc<Conn>);

impl Connection {
    /// Sends a message.
    pub fn send(&self, message: &Message) {
        let frame = match message {
            Message::Text(text) => Frame::text(text),
            Message::Binary(bytes) => Frame::binary(bytes),
        };
        self.0.reply(frame);
    }

    /// Ends the connection.
    pub fn close(&self, reason: Reason) {
        self.0.input(Input::Close(reason));
    }
}
