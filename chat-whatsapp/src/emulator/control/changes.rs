//! `GET /_emu/changes`: waiting until something happens.

use super::Refused;
use crate::emulator::machine::Shared;
use axum::{
    Json,
    extract::{Query, Request, State, rejection::QueryRejection},
    http::Method,
    middleware::Next,
    response::Response,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::time::timeout;

/// How long an answer is held back while nothing happens.
const WAIT_MAX: Duration = Duration::from_secs(25);

/// What the caller has seen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seen {
    after: Option<u64>,
}

/// Tells how much has happened: at once, or as soon as it is no longer what the caller has seen.
pub(crate) async fn wait(
    State(shared): State<Arc<Shared>>,
    seen: Result<Query<Seen>, QueryRejection>,
) -> Result<Json<Value>, Refused> {
    let Query(Seen { after }) = seen.map_err(|rejection| Refused::Invalid(rejection.body_text()))?;
    let mut changes = shared.changes();
    // Neither the end of the wait nor that of the emulator is an error: the caller asks again.
    let _ = timeout(WAIT_MAX, changes.wait_for(|count| Some(*count) != after)).await;
    let change = *changes.borrow();
    Ok(Json(json!({"change": change})))
}

/// Tells whoever watches of every request that may have changed something: a look at what is there does not.
pub(crate) async fn tell(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let is_look = request.method() == Method::GET && request.uri().path().starts_with("/_emu/");
    let response = next.run(request).await;
    if !is_look {
        shared.tell();
    }
    response
}
