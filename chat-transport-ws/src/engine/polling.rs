//! The HTTP long-polling driver.

use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use http::{Response, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::sync::oneshot;

use super::admission::Admission;
use super::connection::{Conn, PollEnd};
use super::core::Core;
use super::eio::{SEPARATOR, decode_payload};
use super::head::Head;
use super::reason::Reason;
use super::refuse::{Fault, plain};
use super::session::Input;

/// Opens a session; the answer is its handshake.
pub(crate) fn open(core: Arc<Core>, head: Head, admission: Admission) -> Response<Body> {
    let conn = Conn::new(core, head, admission, true);
    if !conn.core.admit(&conn) {
        return plain(StatusCode::SERVICE_UNAVAILABLE, conn.core.why_full());
    }
    let payload = conn.lock().outbox.take_payload();
    conn.wake();
    answer(payload)
}

/// Gives the client what waits for it, or waits until there is something.
pub(crate) async fn poll(conn: Arc<Conn>) -> Response<Body> {
    let waiting = match begin_poll(&conn) {
        Ok(Some(waiting)) => waiting,
        Ok(None) => return take(&conn),
        Err(fault) => return fault.response(),
    };
    let mut guard = Waiting { conn: &conn, is_answered: false };
    let end = waiting.await;
    guard.is_answered = true;
    match end {
        Ok(PollEnd::Queued) => take(&conn),
        Ok(PollEnd::Noop) => {
            conn.input(Input::PollAnswered);
            answer(b"6".to_vec())
        }
        Ok(PollEnd::Upgraded) | Err(_) => Fault::BadRequest.response(),
    }
}

/// Lets the poll wait, unless something is there for it already.
fn begin_poll(conn: &Arc<Conn>) -> Result<Option<oneshot::Receiver<PollEnd>>, Fault> {
    let mut state = conn.lock();
    if !state.session.is_polling() {
        return Err(Fault::BadRequest);
    }
    let mut after = conn.step(&mut state, Input::PollOpened);
    let result = if state.closed.is_some() {
        Err(Fault::BadRequest)
    } else if state.outbox.is_empty() {
        let (tell, told) = oneshot::channel();
        state.poll = Some(tell);
        conn.settle(&mut state, &mut after);
        Ok(Some(told))
    } else {
        Ok(None)
    };
    drop(state);
    conn.finish(after);
    result
}

/// A client that gives up a waiting poll has lost its session.
struct Waiting<'a> {
    conn: &'a Arc<Conn>,
    is_answered: bool,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.is_answered {
            self.conn.input(Input::PollCancelled);
        }
    }
}

fn take(conn: &Arc<Conn>) -> Response<Body> {
    let mut state = conn.lock();
    let was_slow = state.outbox.is_half_full(&conn.core.rules.config);
    let payload = state.outbox.take_payload();
    let after = conn.step(&mut state, Input::PollAnswered);
    conn.made_outlet(&state, was_slow);
    drop(state);
    conn.finish(after);
    answer(payload)
}

/// Takes in what the client sends, packet by packet.
pub(crate) async fn post(conn: Arc<Conn>, body: Body) -> Response<Body> {
    if !begin_post(&conn) {
        return Fault::BadRequest.response();
    }
    let guard = Posting(&conn);
    let config = &conn.core.rules.config;
    let read = tokio::time::timeout(config.write_timeout, Limited::new(body, config.payload_max).collect()).await;
    let body = match read {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            conn.input(Input::Close(Reason::TooBig));
            return plain(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large");
        }
        Ok(Err(_)) | Err(_) => {
            conn.input(Input::Close(Reason::TransportError));
            return Fault::BadRequest.response();
        }
    };
    let is_sound = take_in(&conn, &body).await;
    drop(guard);
    if is_sound { plain(StatusCode::OK, "ok") } else { Fault::BadRequest.response() }
}

fn begin_post(conn: &Arc<Conn>) -> bool {
    let mut state = conn.lock();
    if !state.session.is_polling() {
        return false;
    }
    let after = conn.step(&mut state, Input::PostOpened);
    let is_open = state.closed.is_none();
    drop(state);
    conn.finish(after);
    is_open
}

/// Lets the next body in, whatever became of this one.
struct Posting<'a>(&'a Arc<Conn>);

impl Drop for Posting<'_> {
    fn drop(&mut self) {
        self.0.input(Input::PostAnswered);
    }
}

/// Hands the packets of a body to the session; false when it is not a payload.
async fn take_in(conn: &Arc<Conn>, body: &Bytes) -> bool {
    let Ok(text) = std::str::from_utf8(body) else {
        conn.input(Input::Close(Reason::ParseError));
        return false;
    };
    if decode_payload(text).any(|packet| packet.is_err()) {
        conn.input(Input::Close(Reason::ParseError));
        return false;
    }
    for text in text.split(char::from(SEPARATOR)) {
        conn.has_room().await;
        conn.input(Input::Text(text));
    }
    conn.lock().closed.is_none_or(|reason| reason == Reason::TransportClose)
}

fn answer(payload: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(payload));
    let text = header::HeaderValue::from_static("text/plain; charset=UTF-8");
    response.headers_mut().insert(header::CONTENT_TYPE, text);
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}
