use super::{Caller, Ration};
use crate::{error, problem::Problem};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use chat_core::{Chat, Limited};
use http::Method;
use std::sync::{Arc, atomic::AtomicUsize};
use tokio::sync::Semaphore;

/// Who counts the requests.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    chat: Chat,
    free: Arc<Semaphore>,
    body_bytes_left: Arc<AtomicUsize>,
}

impl Guard {
    pub(crate) fn new(chat: Chat, requests_max: usize, body_bytes_max: usize) -> Self {
        let free = Arc::new(Semaphore::new(requests_max.min(Semaphore::MAX_PERMITS)));
        Self { chat, free, body_bytes_left: Arc::new(AtomicUsize::new(body_bytes_max)) }
    }
}

/// What a request does, as far as limits are concerned.
pub(crate) fn kind(method: &Method) -> Limited {
    if matches!(*method, Method::GET | Method::HEAD) { Limited::Read } else { Limited::Write }
}

/// Lets in as many requests at a time as there may be: when the store is stuck, they do not pile up.
pub(crate) async fn in_flight(
    State(guard): State<Guard>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let _place = guard.free.try_acquire().map_err(|_| error::overloaded("too many requests are under way"))?;
    request.extensions_mut().insert(Ration::of(guard.body_bytes_left.clone()));
    Ok(next.run(request).await)
}

/// Lets an address do no more than it is allowed, before anything is done to find out who asks.
pub(crate) async fn by_address(State(guard): State<Guard>, request: Request, next: Next) -> Result<Response, Problem> {
    if let Some(whom) = Caller::of(request.extensions()).whom() {
        guard.chat.allow(kind(request.method()), whom).await.map_err(error::rate_limited)?;
    }
    Ok(next.run(request).await)
}
