//! The adapters for a single process.

mod presence;
mod signals;

pub use presence::LocalPresence;
pub use signals::LocalSignals;
