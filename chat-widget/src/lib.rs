//! The website widget of the chat module, which works on verified domains only.
//!
//! Which those are is decided in the core ([`may_embed`](chat_core::may_embed)), the way a browser decides `frame-ancestors`.

mod assets;
mod probe;
mod router;
mod routes;

pub use probe::{ProbeError, ProbeOptions, WebProbe};
pub use router::router;
