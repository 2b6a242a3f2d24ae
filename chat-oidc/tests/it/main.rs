//! Agents sign in by a provider that listens on loopback, as browsers do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod browser;
mod house;
mod let_in;
mod provider;
mod refused;
mod remembered;
