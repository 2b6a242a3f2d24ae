//! The protocol as a machine without sockets and without a clock.
//!
//! A `Session` is told what happened and at what time, and answers with what to do. It knows Engine.IO (handshake,
//! heartbeat, polls, upgrade) and, unless it is a bare one, the namespaces of Socket.IO on top.

mod io;
mod machine;
mod namespaces;
#[cfg(test)]
mod tests;

pub use io::Message;
pub(crate) use io::{Input, Output};
pub(crate) use machine::{Rules, Session};
