//! Scenarios over the assembled server with real clients.
//!
//! This library is what the scenarios in `tests/` are written with:
//!
//! - [`Server`] runs a binary of the workspace on a free port and a fresh data directory,
//! - [`NpmClient`] is the real `socket.io-client` of npm, driven from Rust,
//! - [`RedisServer`] is a Redis that a scenario may stop, [`Balancer`] stands before several servers,
//! - [`Gate`] stands before another server and cuts it off, or has it say nothing,
//! - [`Browser`] runs a scenario in a real Chromium, [`Program`] one with our own TypeScript client in Node.js,
//! - [`python`] finds what is installed for Python.
//!
//! All of it panics with everything it saw when something does not come, because it only ever
//! runs inside a test. What must be installed and built beforehand is prepared by
//! `cargo xtask test`.

mod balancer;
mod browser;
mod client;
mod connect;
mod gate;
mod launch;
mod node;
mod ports;
mod program;
mod python;
mod record;
mod redis;
mod seen;
mod server;

pub use balancer::Balancer;
pub use browser::Browser;
pub use client::NpmClient;
pub use connect::Connect;
pub use gate::Gate;
pub use launch::Launch;
pub use ports::free_address;
pub use program::Program;
pub use python::python;
pub use redis::RedisServer;
pub use seen::{Seen, binary, bytes_of};
pub use server::Server;

use std::time::Duration;

/// How long anything may take before its test is failed: a guard, far above what it needs.
pub const GUARD: Duration = Duration::from_secs(30);
