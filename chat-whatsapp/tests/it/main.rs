//! The emulator over HTTP.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by failing"
)]

mod emulator;
mod stage;
