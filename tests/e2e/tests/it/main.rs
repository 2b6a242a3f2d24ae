//! Scenarios over the assembled server with real clients.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod api_tour;
mod backbone;
mod browser;
mod client;
mod cluster;
mod dashboard;
mod database_down;
mod delivery;
mod domains;
mod emulator_manual;
mod emulator_phone;
mod files;
mod frame;
mod idempotence;
mod layering;
mod limits;
mod npm_client;
mod offline;
mod oidc;
mod operating;
mod postgres;
mod pywa;
mod schema;
mod socketio_echo;
mod stage;
mod test_page;
mod tour;
mod visitors;
mod webhook;
mod whatsapp;
mod widget;
