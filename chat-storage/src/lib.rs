//! Keeps the chat module's records in SQLite or PostgreSQL.
//!
//! [`SeaStore`] is the store: `SeaStore::connect("sqlite://shop.db?mode=rwc")`, then `migrate`. All SQL of the project is in
//! this crate.

mod checkpoint;
mod connect;
mod entity;
mod error;
mod group;
mod keys;
mod migrations;
mod read;
mod rotate;
mod store;
mod write;

pub use connect::SeaStoreOptions;
pub use keys::KeyRing;
pub use store::SeaStore;
