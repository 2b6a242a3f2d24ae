//! Which pages a widget may appear on: what somebody typed, where a page is from, and whether the one allows the other, the way a
//! browser decides `frame-ancestors`.

pub(crate) mod course;
mod embed;
mod entry;
mod error;
mod host;
mod origin;
pub(crate) mod proof;

pub use embed::{LocalPages, may_embed};
pub use entry::DomainEntry;
pub use error::DomainError;
pub use origin::{Origin, OriginError};
pub use proof::{DomainCheck, Finding};
