//! The website widget of the chat module, which works on verified domains only.
//!
//! A widget lists the domains it may appear on as [`DomainEntry`] values. The page that asks for
//! it is known by its [`Origin`]. Whether the one allows the other is decided here, without I/O
//! and the way a browser decides `frame-ancestors`:
//!
//! ```
//! use chat_widget::{DomainEntry, Origin};
//!
//! let entry = DomainEntry::parse("*.Bücher.example")?;
//! assert_eq!(entry.to_string(), "*.xn--bcher-kva.example");
//!
//! assert!(entry.allows(&Origin::parse("https://www.xn--bcher-kva.example")?));
//! assert!(!entry.allows(&Origin::parse("https://xn--bcher-kva.example")?), "not the apex");
//! assert!(!entry.allows(&Origin::parse("http://www.xn--bcher-kva.example")?), "not in the clear");
//!
//! let error = DomainEntry::parse("*.github.io").unwrap_err();
//! assert_eq!(error.code(), "wildcard_over_public_suffix");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod assets;
mod domain;
mod router;
mod routes;

pub use domain::{DomainEntry, DomainError, Origin, OriginError};
pub use router::router;
