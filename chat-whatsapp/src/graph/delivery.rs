//! Whether any of a request's body has left.

use http_body_util::BodyExt as _;
use reqwest::Body;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Whether the connection has asked for a request's body.
///
/// No error tells how much of a request was written: one of a time-out does not even tell whether there was a connection. But
/// what was never asked for cannot have been written, whatever went wrong.
#[derive(Debug, Default)]
pub(super) struct HandedOver(Arc<AtomicBool>);

impl HandedOver {
    /// The body, watched.
    pub(super) fn watch(&self, body: Body) -> Body {
        let asked_for = self.0.clone();
        Body::wrap(body.inspect_frame(move |_| asked_for.store(true, Ordering::Relaxed)))
    }

    pub(super) fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
