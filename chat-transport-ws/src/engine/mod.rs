//! An Engine.IO v4 and Socket.IO v5 server that knows nothing of what it carries.
//!
//! The protocol is a machine without sockets and without a clock (`session`). Two thin drivers feed it, long polling
//! and WebSocket, and an [`Engine`] ties them to a [`Handler`], to rooms, and to one writer for all connections.
//!
//! - A broadcast only queues shared bytes that were framed once; [`Engine::run`] writes them, all that waits for one
//!   connection at a time. Nothing is delivered unless it is driven.
//! - What arrives on a connection is handled in order, one at a time; when handlers fall behind, reading stops.
//! - A queue has limits. Whoever is over them, or stops reading, is disconnected with a [`Reason`], never skipped.
//! - An idle connection holds no buffer.
//! - The id of a connection is a secret of its client; the id of a [`Socket`] is public and unrelated to it.

mod admission;
mod args;
mod config;
mod connection;
mod core;
mod cors;
pub mod eio;
mod flusher;
mod frame;
#[doc(hidden)]
pub mod fuzz;
mod handler;
mod head;
mod hub;
mod ids;
mod intake;
mod outbox;
mod polling;
mod reader;
mod reason;
mod refuse;
mod rooms;
mod service;
mod session;
pub mod sio;
mod socket;
mod stats;
mod timers;
mod websocket;
mod wire;
mod work;

pub use self::admission::{Admission, NotNow};
pub use self::args::Args;
pub use self::config::{Config, Origins};
pub use self::frame::Frame;
pub use self::handler::{Auth, Connecting, Event, Handler, MessageHandler, Refusal};
pub use self::head::Head;
pub use self::hub::Engine;
pub use self::ids::SocketId;
pub use self::reason::Reason;
pub use self::rooms::{JoinError, Target};
pub use self::service::{EngineLayer, EngineService};
pub use self::session::Message;
pub use self::socket::{Ack, Connection, NoAnswer, Socket};
pub use self::stats::{Backlog, RoomSizes, Stats};
