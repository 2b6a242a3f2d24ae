//! What a host implements to serve sockets.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use http::Extensions;
use serde_json::Value;

use super::admission::{Admission, NotNow};
use super::args::Args;
use super::reason::Reason;
use super::session::Message;
use super::socket::{Ack, Connection, Socket};

/// Serves the sockets of an engine.
///
/// What concerns one connection is told one at a time and in the order in which it arrived: a slow handler holds up
/// its own connection and no other.
#[async_trait]
pub trait Handler: fmt::Debug + Send + Sync + 'static {
    /// Lets a new connection in, by what its request carries in its extensions, before anything is done for it. Unless it is
    /// told otherwise, every connection is.
    async fn admit(&self, _: &Extensions) -> Result<Admission, NotNow> {
        Ok(Admission::default())
    }

    /// Lets a socket into a namespace or refuses it.
    ///
    /// The socket can be used already: it may join rooms, and what is emitted to it reaches the client after the
    /// client has learnt that it is connected. Events that the client sends meanwhile wait.
    async fn connect(&self, connecting: Connecting) -> Result<(), Refusal>;

    /// Deals with an event.
    async fn event(&self, socket: &Socket, event: Event);

    /// Takes leave of a socket that `connect` had let in. It is in no room any more.
    async fn disconnect(&self, socket: &Socket, reason: Reason);
}

/// Serves an engine that speaks Engine.IO alone, without namespaces and events.
#[async_trait]
pub trait MessageHandler: fmt::Debug + Send + Sync + 'static {
    /// Deals with a message.
    async fn message(&self, connection: &Connection, message: Message);
}

/// A socket that asks to be let into a namespace.
#[derive(Debug)]
pub struct Connecting {
    /// The namespace, `/` if the client named none.
    pub namespace: Arc<str>,
    /// What the client sent to prove who it is; an empty object if it sent nothing.
    pub auth: Auth,
    /// The socket itself.
    pub socket: Socket,
}

/// What a client sent to prove who it is.
#[derive(Clone, PartialEq)]
pub struct Auth(pub Value);

/// Never says what is in it.
impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Auth(…)")
    }
}

/// An event that arrived.
#[derive(Debug)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// Its arguments.
    pub args: Args,
    /// Answers it, if the client wants an answer.
    pub ack: Option<Ack>,
}

/// Why a socket is not let into a namespace; the client gets it as `connect_error`.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Becomes the message of the client's error.
    pub message: String,
    /// Becomes the `data` of the client's error.
    pub data: Option<Value>,
}

impl Refusal {
    /// A refusal with a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), data: None }
    }

    /// Adds what the client's error carries as `data`.
    #[must_use]
    pub fn with_data(mut self, data: Value) -> Self {
        self.data = Some(data);
        self
    }
}

/// What an engine serves.
#[derive(Clone, Debug)]
pub(crate) enum Application {
    Sockets(Arc<dyn Handler>),
    Messages(Arc<dyn MessageHandler>),
}
