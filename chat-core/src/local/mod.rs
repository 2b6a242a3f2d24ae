//! The adapters for a single process.

mod limits;
mod presence;
mod signals;

pub use limits::LocalLimits;
pub use presence::LocalPresence;
pub use signals::LocalSignals;
