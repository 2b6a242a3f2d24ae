//! Keeps the chat module's records in SQLite or PostgreSQL.
//!
//! [`SeaStore`] is the store: `SeaStore::connect("sqlite://shop.db?mode=rwc")`, then `migrate`. All SQL of the project is in
//! this crate.

mod backup;
mod checkpoint;
mod connect;
mod entity;
mod error;
mod gaps;
mod group;
mod inspection;
mod keys;
mod meters;
mod migrations;
mod read;
mod reader;
mod rotate;
mod store;
mod wall;
mod write;

pub use backup::{BackupError, backup};
pub use connect::SeaStoreOptions;
pub use gaps::Gap;
pub use inspection::{Inspection, InspectionError, Wall};
pub use keys::KeyRing;
pub use store::SeaStore;
