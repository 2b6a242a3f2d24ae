//! The channel and the emulator, from outside.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod emulator;
mod fixtures;
mod flow;
mod fuzz;
mod incoming;
mod mutations;
mod out;
mod outgoing;
mod stage;
mod unanswered;
