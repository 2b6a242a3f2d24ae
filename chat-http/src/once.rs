//! Requests that carry an `Idempotency-Key`: each is carried out once, and answered the same when it comes again.

use crate::{
    api::ApiState,
    error,
    extract::{self, Signed, SignedBefore},
    problem::Problem,
    shapes::CustomerTable,
};
use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::{FromRequestParts, MatchedPath, Request},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chat_core::{Desk, KeptAnswer, Once, Ongoing, RequestName, Secret};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts};
use serde::{Deserialize, Serialize};
use tracing::{Instrument, Span};

pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
pub(crate) const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Routes that nobody has to be signed in for: there is nobody whose key it could be.
pub(crate) const WITHOUT_KEY: [&str; 2] = ["/api/v1/auth/login", "/api/v1/auth/invitation"];
/// The largest body of a request with a key, but for files, which are not read for it.
const BODY_MAX: usize = CustomerTable::BYTES_MAX;
/// What of an answer's head is kept with it.
const HEADERS: [HeaderName; 3] = [header::CONTENT_TYPE, header::ETAG, header::LOCATION];

/// An answer as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// Carries a request out that carries a key, unless that was done before.
pub(crate) async fn once(request: Request, next: Next) -> Result<Response, Problem> {
    let is_keyed = request.method() == Method::POST && request.headers().contains_key(IDEMPOTENCY_KEY);
    let is_open = |path: &MatchedPath| WITHOUT_KEY.iter().any(|open| path.as_str().ends_with(open));
    if !is_keyed || request.extensions().get::<MatchedPath>().is_none_or(is_open) {
        return Ok(next.run(request).await);
    }
    let (mut parts, body) = request.into_parts();
    let state = parts.extensions.get::<ApiState>().cloned().expect("the router gives every request its state");
    let key = key_of(&parts.headers)?;
    let Signed(desk) = Signed::from_request_parts(&mut parts, &state).await?;
    let (told, body) = told_apart(&parts, body).await?;
    let told: Vec<&[u8]> = told.iter().map(Vec::as_slice).collect();
    let ongoing = match desk.begin_once(&key, &told).await? {
        Once::First(ongoing) => ongoing,
        Once::Answered(answer) => return Ok(repeated(&answer)),
        Once::Running(_) => return Err(error::still_running()),
        Once::Lost => return Err(error::answer_lost()),
        Once::Other => return Err(error::key_reused()),
    };
    parts.extensions.insert(SignedBefore(desk.clone().once(ongoing.clone())));
    let name = parts.extensions.get::<RequestName>().cloned();
    let request = Request::from_parts(parts, body);
    // It is carried out to its end even when the client hangs up: whoever comes again is to find an answer.
    let work = async move { ended(desk, ongoing, next.run(request).await, name.as_ref()).await };
    match tokio::spawn(work.instrument(Span::current())).await {
        Ok(response) => Ok(response),
        Err(failure) => match failure.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(error::not_now("the server is about to stop")),
        },
    }
}

/// The key, with quotation marks around it as a structured field has them, or without.
fn key_of(headers: &HeaderMap) -> Result<String, Problem> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let value = values.next().and_then(|value| value.to_str().ok()).map(str::trim).unwrap_or_default();
    let key = match value.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"').unwrap_or_default(),
        None => value,
    };
    let fits = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\';
    if key.is_empty() || key.len() > KeptAnswer::KEY_MAX || !key.bytes().all(fits) || values.next().is_some() {
        return Err(error::wrong_key());
    }
    Ok(key.to_owned())
}

/// What tells a request from others, and its body, to be read once more.
///
/// A file is on its way for long and is never held as a whole; and each try of a form has other bytes, since its boundary is made
/// up anew. So of a form, only the length counts.
async fn told_apart(parts: &Parts, body: Body) -> Result<(Vec<Vec<u8>>, Body), Problem> {
    let text = |name| parts.headers.get(name).map(HeaderValue::as_bytes).unwrap_or_default();
    let media_type = text(header::CONTENT_TYPE).split(|byte| *byte == b';').next().unwrap_or_default();
    let media_type = media_type.trim_ascii().to_ascii_lowercase();
    let mut told = vec![parts.method.as_str().into(), parts.uri.to_string().into_bytes(), media_type.clone()];
    if media_type.starts_with(b"multipart/") {
        told.push(text(header::CONTENT_LENGTH).to_vec());
        return Ok((told, body));
    }
    let bytes = extract::read(parts, body, BODY_MAX).await?;
    told.push(bytes.to_vec());
    Ok((told, Body::from(bytes)))
}

/// Keeps an answer, unless the same request may well be answered otherwise the next time.
async fn ended(desk: Desk, ongoing: Ongoing, response: Response, name: Option<&RequestName>) -> Response {
    let (answer, response) = match is_final(response.status(), &ongoing) {
        true => written(response, name).await,
        false => (None, response),
    };
    if let Err(failure) = desk.end_once(&ongoing, answer.as_ref()).await {
        // The answer is given all the same: what was done is done.
        let failure: &(dyn std::error::Error + 'static) = &failure;
        tracing::warn!(error = failure, cause = failure.source(), "an answer could not be kept under its key");
    }
    response
}

/// Whether an answer is kept: what was done, and what will be refused again.
fn is_final(status: StatusCode, ongoing: &Ongoing) -> bool {
    match status {
        status if status.is_server_error() => false,
        status if status.is_success() || status.is_redirection() => true,
        StatusCode::FORBIDDEN
        | StatusCode::NOT_FOUND
        | StatusCode::PAYLOAD_TOO_LARGE
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::UNPROCESSABLE_ENTITY => true,
        _ => ongoing.has_committed(),
    }
}

/// An answer as it is kept, if it can be, and to be given.
async fn written(mut response: Response, name: Option<&RequestName>) -> (Option<Secret>, Response) {
    if let (Some(problem), Some(name)) = (response.extensions_mut().remove::<Problem>(), name) {
        response.headers_mut().remove(header::CONTENT_LENGTH);
        *response.body_mut() = Body::from(problem.of_request(name).to_bytes());
    }
    let (parts, body) = response.into_parts();
    let is_small = HttpBody::size_hint(&body).upper().is_some_and(|bytes| bytes <= KeptAnswer::ANSWER_MAX as u64);
    if !is_small {
        return (None, Response::from_parts(parts, body));
    }
    let Ok(bytes) = to_bytes(body, KeptAnswer::ANSWER_MAX).await else {
        return (None, error::not_now("the answer broke off").into_response());
    };
    let headers =
        HEADERS.iter().filter_map(|name| Some((name.to_string(), parts.headers.get(name)?.to_str().ok()?.into())));
    let answer = std::str::from_utf8(&bytes).ok().map(|body| Answer {
        status: parts.status.as_u16(),
        headers: headers.collect(),
        body: body.to_owned(),
    });
    let answer = answer.map(|answer| serde_json::to_string(&answer).expect("texts and numbers are JSON").into());
    (answer, Response::from_parts(parts, Body::from(bytes)))
}

/// The answer from before.
fn repeated(answer: &Secret) -> Response {
    let Ok(Answer { status, headers, body }) = serde_json::from_str(answer.expose()) else {
        return error::answer_lost().into_response();
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert(IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true"));
    response
}
