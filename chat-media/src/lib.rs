//! The files of the chat module: what is taken, where it is kept, and how it is had.
//!
//! [`Inspection`] looks into what people send: what it truly is, by its bytes; whether a browser or a reader of documents would run
//! something in it; and what a picture tells of where and by whom it was taken, which is left out. [`ObjectMedia`] keeps the bytes in
//! a folder or in a bucket, [`ClamAv`] looks for viruses, and [`router`] serves files to whoever has their address:
//!
//! ```no_run
//! use chat_core::{Chat, Files, LocalLogin, MemoryStore};
//! use chat_media::{Inspection, ObjectMedia};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = MemoryStore::default();
//! let files = Files::new(ObjectMedia::in_folder("chat-data/files".as_ref())?, Inspection::default());
//! let chat = Chat::builder(store.clone(), LocalLogin::new(store)).files(files).build();
//! let app: axum::Router = axum::Router::new().merge(chat_media::router(chat));
//! # Ok(())
//! # }
//! ```

mod bucket;
mod clamav;
mod inspection;
mod look;
mod name;
mod objects;
mod picture;
mod pieces;
mod range;
mod serve;
mod spool;
mod types;

pub use bucket::Bucket;
pub use clamav::{ClamAv, ClamAvAddress, NotAnAddress};
pub use inspection::Inspection;
pub use objects::{NoMedia, ObjectMedia};
pub use serve::router;
