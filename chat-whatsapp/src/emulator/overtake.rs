//! A status that overtakes the answer to its send.

use super::machine::Shared;
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::Response,
};
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use tokio::time::timeout;

/// How long an answer is held back for a status that nobody takes.
const HELD_MAX: Duration = Duration::from_secs(10);
/// The largest answer that is looked into.
const ANSWER_MAX: usize = 1 << 16;

/// Holds the answer to a send back until a receiver has taken the message's first status, if chaos wants it so.
pub(crate) async fn hold_back(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let is_send = request.method() == Method::POST && request.uri().path().trim_end_matches('/').ends_with("messages");
    let response = next.run(request).await;
    if !is_send || response.status() != StatusCode::OK || !shared.world().chaos.status_before_response {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, ANSWER_MAX).await else {
        return Response::from_parts(parts, Body::from_stream(broken()));
    };
    let answer: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    if let Some(wamid) = answer["messages"][0]["id"].as_str() {
        let mut changes = shared.changes();
        let is_heard = |_: &u64| shared.world().message(wamid).is_none_or(|message| message.heard);
        // Whether it was heard or not, the answer goes out now.
        let _ = timeout(HELD_MAX, changes.wait_for(is_heard)).await;
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// What a body that broke off is answered with: one that breaks off.
fn broken() -> impl futures_util::Stream<Item = std::io::Result<&'static [u8]>> {
    futures_util::stream::iter([Err(std::io::Error::other("the answer broke off"))])
}
