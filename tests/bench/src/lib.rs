//! What the module costs, measured from outside: a server pinned to one core, its load on another.
//!
//! `chat-bench` starts what it measures, plays the clients, and prints tables; `chat-bench-target` serves the parts that are
//! measured alone, and what they are compared with. `cargo xtask bench` builds both and runs them.

pub mod abuse;
pub mod child;
pub mod cluster;
pub mod dashboard;
pub mod fanout;
pub mod http;
pub mod idle;
pub mod inbox;
pub mod ingest;
pub mod latency;
pub mod machine;
pub mod notice;
pub mod postgres;
pub mod process;
pub mod server;
pub mod start;
pub mod stats;
pub mod swarm;
pub mod target;
pub mod visitors;
pub mod webhook;
pub mod whatsapp;

/// Why a measurement could not be made.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What a measurement gives, unless it could not be made.
pub type Result<T = (), E = Failure> = std::result::Result<T, E>;
