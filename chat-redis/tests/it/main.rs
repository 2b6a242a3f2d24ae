//! The adapters at a real Redis, which `cargo xtask test` starts.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod limits;
mod presence;
mod process;
mod server;
mod signals;
