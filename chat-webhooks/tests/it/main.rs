//! Webhooks over HTTP, against endpoints on this machine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod endpoint;
mod house;

mod calling;
mod documented;
mod egress;
mod processes;
