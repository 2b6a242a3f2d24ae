//! Scenarios over the assembled server with real clients.

mod browser;
mod layering;
mod npm_client;
mod socketio_echo;
mod test_page;
