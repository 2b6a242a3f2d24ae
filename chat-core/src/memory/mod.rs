//! A store in memory: for tests, demonstrations, and hosts that need nothing kept.

mod answers;
mod attachments;
mod audit;
mod commit;
mod conversations;
mod definitions;
mod directory;
mod fault;
mod jobs;
mod journal;
mod keys;
mod media;
mod page;
mod people;
#[cfg(feature = "faults")]
mod races;
mod search;
mod select;
mod state;
mod store;
mod tenant;
mod webhooks;
mod widgets;
mod work;

#[cfg(feature = "faults")]
pub use fault::MemoryFault;
pub use media::MemoryMedia;
pub use store::MemoryStore;
