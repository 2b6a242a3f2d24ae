//! Scenarios over the assembled server with real clients.

mod browser;
mod npm_client;
