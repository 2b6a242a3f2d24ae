//! Agents sign in by a provider that listens on loopback, as browsers do.

mod browser;
mod house;
mod let_in;
mod provider;
mod refused;
mod remembered;
