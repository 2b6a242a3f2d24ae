//! Which pages a widget may appear on.

mod entry;
mod error;
mod host;
mod origin;

pub use entry::DomainEntry;
pub use error::DomainError;
pub use origin::{Origin, OriginError};
