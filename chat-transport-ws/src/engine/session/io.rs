//! What a session is told and what it answers.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use crate::engine::args::Args;
use crate::engine::frame::Frame;
use crate::engine::reason::Reason;

/// What happened to a session.
#[derive(Debug)]
pub(crate) enum Input<'a> {
    /// One packet in text over the transport in use, binary in base64 included.
    Text(&'a str),
    /// One binary frame over the transport in use.
    Binary(Bytes),
    /// A poll arrived and waits.
    PollOpened,
    /// The waiting poll was answered.
    PollAnswered,
    /// The waiting poll was given up by its client.
    PollCancelled,
    /// A polling body arrived.
    PostOpened,
    /// The polling body is dealt with.
    PostAnswered,
    /// A WebSocket with this session's id was opened.
    ProbeOpened,
    /// One packet of text over the WebSocket that probes.
    ProbeText(&'a str),
    /// The WebSocket that probed is gone.
    ProbeClosed,
    /// The WebSocket in use is gone.
    TransportClosed,
    /// Reading stopped because handlers are busy, so that no pong can be seen.
    Paused,
    /// Reading goes on.
    Resumed,
    /// The deadline has come.
    Timer,
    /// The host lets the socket in; `sid` becomes its public id.
    Accept {
        /// Which socket.
        serial: u32,
        /// Its public id.
        sid: &'a str,
    },
    /// The host refuses the socket.
    Refuse {
        /// Which socket.
        serial: u32,
        /// What the client is told.
        message: &'a str,
        /// What the client's error carries.
        data: Option<&'a Value>,
    },
    /// The host ends the socket.
    Leave {
        /// Which socket.
        serial: u32,
    },
    /// The host or the driver ends the session.
    Close(Reason),
}

/// What is to be done.
#[derive(Debug)]
pub(crate) enum Output {
    /// Write this over the transport in use.
    Send(Frame),
    /// Write this over the WebSocket that probes.
    SendProbe(Frame),
    /// Answer the waiting poll with a `noop`, and nothing else.
    EndPoll,
    /// Close the WebSocket that probes; the session stays.
    DropProbe,
    /// From now on the WebSocket that probed is the transport in use; a poll that still waits came too late.
    Upgraded,
    /// A client wants to join a namespace: accept or refuse.
    Connect {
        /// Names the socket from now on.
        serial: u32,
        /// The namespace.
        namespace: Arc<str>,
        /// What the client sent along.
        auth: Value,
        /// How large the packet was.
        bytes: usize,
    },
    /// An event arrived.
    Event {
        /// For which socket.
        serial: u32,
        /// The name of the event.
        name: String,
        /// Its arguments.
        args: Args,
        /// The id of the answer, if one is wanted.
        ack: Option<u64>,
        /// How large it was, attachments included.
        bytes: usize,
    },
    /// The answer to an event of ours arrived.
    Ack {
        /// For which socket.
        serial: u32,
        /// The id of the event.
        id: u64,
        /// The answer.
        args: Args,
    },
    /// A socket is gone.
    Left {
        /// Which socket.
        serial: u32,
        /// Why.
        reason: Reason,
    },
    /// A message arrived at a bare session.
    Message(Message),
    /// The session is over.
    Closed(Reason),
}

/// A message of Engine.IO.
#[derive(Clone, Eq, PartialEq)]
pub enum Message {
    /// Text.
    Text(String),
    /// Binary.
    Binary(Bytes),
}

/// Says how long the message is, never what it says.
impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.debug_tuple("Text").field(&text.len()).finish(),
            Self::Binary(bytes) => f.debug_tuple("Binary").field(&bytes.len()).finish(),
        }
    }
}
