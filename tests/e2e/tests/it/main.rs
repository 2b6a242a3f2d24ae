//! Scenarios over the assembled server with real clients.

mod browser;
mod layering;
mod npm_client;
