//! What the exported suite does not ask of a store: how this one keeps its promises.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod databases;
mod disk_full;
mod group;
mod looking;
mod migrations;
mod processes;
mod round_trips;
mod searching;
mod secrets;
mod shop;
mod sqlite;
mod suite;
mod wall;
