//! Handing what arrived to the handlers, one at a time and in order.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use serde_json::Value;

use super::args::Args;
use super::config::Config;
use super::connection::Conn;
use super::handler::{Application, Auth, Connecting, Event};
use super::reason::Reason;
use super::session::{Input, Message};
use super::socket::{Ack, Connection, Socket, SocketInner};

/// Something that a handler must be told.
#[derive(Debug)]
pub(crate) enum Work {
    Connect { socket: Arc<SocketInner>, auth: Value, bytes: usize },
    Event { socket: Arc<SocketInner>, name: String, args: Args, ack: Option<Ack>, bytes: usize },
    Disconnect { socket: Arc<SocketInner>, reason: Reason },
    Message(Message),
}

/// What a connection's handlers still have to be told, in order.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    works: VecDeque<Work>,
    bytes: usize,
}

impl Inbox {
    /// What a piece of work takes beside its bytes, roughly.
    const WORK_BYTES: usize = 256;

    pub(crate) fn push(&mut self, work: Work) {
        self.bytes += work.bytes();
        self.works.push_back(work);
    }

    fn pop(&mut self) -> Option<Work> {
        let work = self.works.pop_front();
        match &work {
            Some(work) => self.bytes -= work.bytes(),
            // An idle connection keeps no memory for it.
            None => self.works = VecDeque::new(),
        }
        work
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.works.is_empty()
    }

    /// Whether no more may be read for now. The end of a socket is put in all the same.
    pub(crate) fn is_full(&self, config: &Config) -> bool {
        self.works.len() >= config.inbox_max || self.bytes >= config.payload_max
    }

    /// Whether so much waits that not even the last body of a client that moves to the WebSocket may be taken in.
    pub(crate) fn has_surplus(&self, config: &Config) -> bool {
        let weight = self.works.len().saturating_mul(Self::WORK_BYTES).saturating_add(self.bytes);
        self.is_full(config) && weight >= config.payload_max.saturating_mul(2)
    }
}

impl Work {
    /// How large it was when it arrived, as far as that matters.
    fn bytes(&self) -> usize {
        match self {
            Self::Connect { bytes, .. } | Self::Event { bytes, .. } => *bytes,
            Self::Message(Message::Text(text)) => text.len(),
            Self::Message(Message::Binary(bytes)) => bytes.len(),
            Self::Disconnect { .. } => 0,
        }
    }
}

/// After how many pieces of work other tasks get a turn.
const TURN: usize = 32;

/// Works until the inbox is empty. There is at most one such task per connection, and none while it is idle.
pub(crate) async fn run(conn: Arc<Conn>) {
    for done in 1_usize.. {
        conn.has_outlet().await;
        let Some(work) = next(&conn) else { return };
        if AssertUnwindSafe(perform(&conn, work)).catch_unwind().await.is_err() {
            tracing::error!("a socket handler panicked; its connection is closed");
            conn.input(Input::Close(Reason::ServerError));
        }
        if done % TURN == 0 {
            tokio::task::yield_now().await;
        }
    }
}

fn next(conn: &Conn) -> Option<Work> {
    let mut state = conn.lock();
    let config = &conn.core.rules.config;
    let was_full = state.inbox.is_full(config);
    let work = state.inbox.pop();
    state.is_working = work.is_some();
    if was_full && !state.inbox.is_full(config) {
        conn.room.notify_one();
    }
    work
}

async fn perform(conn: &Arc<Conn>, work: Work) {
    match (&conn.core.application, work) {
        (Application::Sockets(handler), Work::Connect { socket, auth, .. }) => {
            let namespace = socket.namespace.clone();
            let connecting = Connecting { namespace, auth: Auth(auth), socket: Socket(socket.clone()) };
            match handler.connect(connecting).await {
                Ok(()) => {
                    socket.set_accepted();
                    conn.accept(&socket);
                }
                Err(refusal) => {
                    let (message, data) = (refusal.message.as_str(), refusal.data.as_ref());
                    conn.input(Input::Refuse { serial: socket.serial, message, data });
                }
            }
        }
        (Application::Sockets(handler), Work::Event { socket, name, args, ack, .. }) => {
            if socket.is_accepted() {
                handler.event(&Socket(socket), Event { name, args, ack }).await;
            }
        }
        (Application::Sockets(handler), Work::Disconnect { socket, reason }) => {
            if socket.is_accepted() {
                handler.disconnect(&Socket(socket), reason).await;
            }
        }
        (Application::Messages(handler), Work::Message(message)) => {
            handler.message(&Connection(conn.clone()), message).await;
        }
        // A session produces messages or events, as its engine was built for.
        (Application::Sockets(_), Work::Message(_)) | (Application::Messages(_), _) => {}
    }
}
