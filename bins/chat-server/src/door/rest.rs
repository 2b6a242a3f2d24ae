use axum::body::{Body, Bytes};
use hyper::{
    Request,
    body::{Body as HttpBody, Frame, Incoming, SizeHint},
    header,
};
use std::{
    future::poll_fn,
    mem,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};
use tokio::time;

/// Where the body of a request is when nobody reads it any more, as far as it was not read.
#[derive(Clone, Debug, Default)]
pub(super) struct Rest(Arc<Mutex<Option<Body>>>);

impl Rest {
    /// How long whoever was refused may go on sending.
    const HEARD_FOR: Duration = Duration::from_secs(5);

    /// The request, for whoever reads it.
    pub(super) fn lend(&self, request: Request<Incoming>) -> Request<Body> {
        let is_sent = !request.headers().contains_key(header::EXPECT);
        request.map(|body| Body::new(Lent { body: Body::new(body), is_sent, rest: self.clone() }))
    }

    /// Takes what is still to come and drops it.
    ///
    /// A connection that is closed while the peer sends is reset, and the peer, a browser above all, never sees the answer that
    /// says what was wrong.
    pub(super) async fn hear_out(&self) {
        let rest = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut rest) = rest else { return };
        let heard = async { while let Some(Ok(_)) = poll_fn(|cx| Pin::new(&mut rest).poll_frame(cx)).await {} };
        // Whoever sends for longer is hung up on.
        let _ = time::timeout(Self::HEARD_FOR, heard).await;
    }
}

/// A body that is left behind when it is dropped before its end.
struct Lent {
    body: Body,
    /// Whether the peer sends it: some wait until somebody begins to read.
    is_sent: bool,
    rest: Rest,
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.is_sent = true;
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if self.is_sent && !self.body.is_end_stream() {
            *self.rest.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(mem::take(&mut self.body));
        }
    }
}
