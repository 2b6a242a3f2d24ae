//! The engine and the gateway over real sockets.

#![allow(clippy::unwrap_used, reason = "a failed helper fails its test")]

mod codecs;
mod engine_io;
mod files;
mod foreign;
mod fuzz;
mod gateway;
mod limits;
mod live;
mod office;
mod rooms;
mod socket_io;
mod support;
mod traps;
mod visitors;
mod welcome;
