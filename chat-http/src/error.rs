//! How everything that can go wrong is answered: the one place that turns errors into problems.

use crate::problem::Problem;
use axum::response::{IntoResponse, Response};
use chat_core::{CallError, CallRefused, Error, KeptAnswer, LoginError, Refusal, StoreError, UploadError};
use http::{HeaderValue, StatusCode, header};
use std::{any::Any, error::Error as StdError, time::Duration};

/// Seconds after which a request that met a failing store may be made again.
const RETRY_AFTER_S: u64 = 2;
/// The same when somebody has to make room first.
const FULL_S: u64 = 30;
/// How a caller is to say who it is.
const BEARER: HeaderValue = HeaderValue::from_static("Bearer realm=\"chat\"");
const BEARER_WRONG: HeaderValue = HeaderValue::from_static("Bearer realm=\"chat\", error=\"invalid_token\"");
const SIGNATURE: HeaderValue = HeaderValue::from_static("Signature realm=\"webhooks\"");

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        match error {
            Error::NotFound(what) => not_found(what),
            Error::Forbidden => Self::new(StatusCode::FORBIDDEN, "forbidden", detail),
            Error::Invalid(errors) => Self::field_errors(errors),
            Error::Conflict(_) => Self::new(StatusCode::CONFLICT, "conflict", detail),
            Error::Superseded(events) => Self::new(StatusCode::CONFLICT, "superseded", detail).missed(events),
            Error::WindowClosed { templates, .. } => {
                Self::new(StatusCode::CONFLICT, "window_closed", detail).templates(templates)
            }
            Error::Provider { fault, is_down: false } => {
                Self::new(StatusCode::CONFLICT, "provider_refused", detail).provider_code(fault.code)
            }
            Error::Provider { fault, is_down: true } => {
                Self::new(StatusCode::BAD_GATEWAY, "provider_unavailable", detail)
                    .header(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_S))
                    .provider_code(fault.code)
            }
            Error::Changed { .. } => Self::new(StatusCode::PRECONDITION_FAILED, "changed", detail),
            Error::IdentityTaken { customer } => {
                Self::new(StatusCode::CONFLICT, "identity_taken", detail).customer(customer)
            }
            Error::Resync { head } => Self::new(StatusCode::GONE, "resync", detail).head(head),
            Error::Unavailable(source) => unavailable(&source),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let code = match refusal {
            Refusal::Invalid => "invalid_token",
            Refusal::Expired => "expired_token",
            Refusal::Store(source) => return unavailable(&source),
        };
        Self::new(StatusCode::UNAUTHORIZED, code, refusal.to_string()).header(header::WWW_AUTHENTICATE, BEARER_WRONG)
    }
}

impl From<LoginError> for Problem {
    fn from(error: LoginError) -> Self {
        let detail = error.to_string();
        match error {
            LoginError::Wrong => Self::new(StatusCode::UNAUTHORIZED, "wrong_credentials", detail)
                .header(header::WWW_AUTHENTICATE, BEARER),
            LoginError::CodeNeeded => Self::new(StatusCode::UNAUTHORIZED, "second_factor_required", detail)
                .header(header::WWW_AUTHENTICATE, BEARER),
            LoginError::WrongCode => {
                Self::new(StatusCode::UNAUTHORIZED, "wrong_code", detail).header(header::WWW_AUTHENTICATE, BEARER)
            }
            LoginError::EmailTaken => Self::new(StatusCode::CONFLICT, "conflict", detail),
            LoginError::Invalid(_) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail),
            LoginError::NotFound(what) => not_found(what),
            LoginError::Store(source) => unavailable(&source),
        }
    }
}

impl From<CallError> for Problem {
    fn from(error: CallError) -> Self {
        let refused = match error {
            CallError::NoSuchChannel => return not_found("channel"),
            CallError::Unavailable(source) => return source.into(),
            CallError::TooMany(wait) => return rate_limited(wait),
            CallError::Refused(refused) => refused,
        };
        let detail = refused.to_string();
        match refused {
            CallRefused::Unsigned => {
                Self::new(StatusCode::UNAUTHORIZED, "unsigned", detail).header(header::WWW_AUTHENTICATE, SIGNATURE)
            }
            CallRefused::Malformed => Self::new(StatusCode::BAD_REQUEST, "malformed_signature", detail),
            CallRefused::Forged => Self::new(StatusCode::FORBIDDEN, "wrong_signature", detail),
            CallRefused::Unreadable => Self::new(StatusCode::BAD_REQUEST, "malformed", detail),
        }
    }
}

impl From<UploadError> for Problem {
    fn from(error: UploadError) -> Self {
        let detail = error.to_string();
        match error {
            UploadError::NoFiles => no_files(),
            UploadError::Off => Self::new(StatusCode::FORBIDDEN, "uploads_off", detail),
            UploadError::Forbidden => Self::new(StatusCode::FORBIDDEN, "forbidden", detail),
            UploadError::TooLarge { .. } => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large", detail),
            UploadError::Refused(_) => Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "file_type", detail),
            UploadError::Infected => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "file_infected", detail),
            UploadError::TooMany(wait) => rate_limited(wait),
            UploadError::Busy => overloaded("too many files are on their way"),
            UploadError::BrokenOff => malformed(detail),
            UploadError::TooSlow => too_slow(),
            UploadError::Full => {
                tracing::error!("a file was refused: there is no room left for files");
                disk_full(detail)
            }
            UploadError::Unavailable(source) => {
                let error: &(dyn StdError + 'static) = &*source;
                tracing::error!(
                    error,
                    cause = source.source(),
                    "a file was refused: something it needs is not available"
                );
                not_now("files cannot be taken now")
            }
        }
    }
}

/// It does not exist, or is none of the asker's business.
pub(crate) fn not_found(what: &str) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not_found", format!("there is no such {what}"))
}

/// Nobody said who asks.
pub(crate) fn signed_out() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "unauthenticated", "sign in first").header(header::WWW_AUTHENTICATE, BEARER)
}

/// The token is not one that can be given back.
pub(crate) fn no_session() -> Problem {
    Problem::new(StatusCode::CONFLICT, "no_session", "only a session can be ended; this token is none")
}

/// A handshake on behalf of no account of ours.
pub(crate) fn handshake_refused() -> Problem {
    let detail = "this is not the handshake of a connected account; its verify token may be another";
    Problem::new(StatusCode::FORBIDDEN, "wrong_verify_token", detail)
}

/// A page of another site tries to act with somebody's cookie.
pub(crate) fn cross_site() -> Problem {
    let detail = "a change by cookie has to come from a page of this server; use a bearer token elsewhere";
    Problem::new(StatusCode::FORBIDDEN, "cross_site", detail)
}

pub(crate) fn too_large(bytes_max: usize) -> Problem {
    let detail = format!("a body may have at most {bytes_max} bytes here");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
}

/// This server keeps no files.
pub(crate) fn no_files() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no_files", UploadError::NoFiles.to_string())
}

pub(crate) fn not_multipart() -> Problem {
    let detail = "send the file as multipart/form-data, with a boundary";
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
}

pub(crate) fn too_slow() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, "too_slow", "the body did not arrive in time")
}

pub(crate) fn not_json() -> Problem {
    let detail = "send JSON and say so: content-type: application/json";
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
}

pub(crate) fn not_csv() -> Problem {
    let detail = "send CSV and say so: content-type: text/csv";
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
}

pub(crate) fn malformed(detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "malformed", detail)
}

/// Something this server needs has failed; logged here, so nowhere else.
pub(crate) fn unavailable(source: &(dyn StdError + 'static)) -> Problem {
    if let Some(StoreError::Full) = source.downcast_ref() {
        tracing::error!("a request was given up: the disk is full");
        return disk_full("the server's disk is full; nothing was changed");
    }
    tracing::error!(error = source, cause = source.source(), "a request was given up: the store is not available");
    not_now("the store is not available")
}

/// Somebody has to make room first.
pub(crate) fn disk_full(detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "disk_full", detail).header(header::RETRY_AFTER, FULL_S)
}

/// The asker has used up what it is allowed for now.
pub(crate) fn rate_limited(wait: Duration) -> Problem {
    let seconds = wait.as_millis().div_ceil(1000).clamp(1, 86_400) as u64;
    let detail = format!("that was too much for now; try again in {seconds} s");
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", detail).header(header::RETRY_AFTER, seconds)
}

/// A key that a request cannot be called by.
pub(crate) fn wrong_key() -> Problem {
    let detail = format!(
        "Idempotency-Key has to be one text of 1 to {} printable ASCII characters, such as a UUID",
        KeptAnswer::KEY_MAX
    );
    Problem::new(StatusCode::BAD_REQUEST, "idempotency_key_invalid", detail)
}

/// Something else was asked under the same key.
pub(crate) fn key_reused() -> Problem {
    let detail = "this Idempotency-Key was used for another request; give each request a key of its own";
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", detail)
}

/// The same request is under way.
pub(crate) fn still_running() -> Problem {
    let detail = "a request with this Idempotency-Key is still being carried out; send it again in a moment";
    Problem::new(StatusCode::CONFLICT, "idempotency_in_progress", detail).header(header::RETRY_AFTER, RETRY_AFTER_S)
}

/// What was done is done, and nobody knows what was answered.
pub(crate) fn answer_lost() -> Problem {
    let detail =
        "this request was carried out, but its answer was lost; read what became of it, and do not send it again";
    Problem::new(StatusCode::CONFLICT, "idempotency_answer_lost", detail)
}

/// The server has as much to do as it can take.
pub(crate) fn overloaded(detail: &'static str) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "overloaded", detail).header(header::RETRY_AFTER, RETRY_AFTER_S)
}

/// The same request may succeed later.
pub(crate) fn not_now(detail: &'static str) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail).header(header::RETRY_AFTER, RETRY_AFTER_S)
}

/// Another server is to be asked from now on.
pub(crate) fn stopping() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "stopping", "the server is about to stop")
        .header(header::RETRY_AFTER, RETRY_AFTER_S)
}

pub(crate) async fn no_such_route() -> Problem {
    not_found("route")
}

/// Answers, as the API does, a method that a route does not have; for routes that a host adds, by
/// [`Router::method_not_allowed_fallback`](axum::Router::method_not_allowed_fallback). The router tells which methods it has.
pub async fn method_not_allowed() -> Response {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this route has no such method").into_response()
}

/// Refuses as the API does, by a problem document; for routes that a host adds. `code` says it for programs, `detail` for people.
pub fn problem(status: StatusCode, code: &'static str, detail: &str) -> Response {
    Problem::new(status, code, detail).into_response()
}

/// A bug of ours: the panic itself has been reported by the panic hook.
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request was given up: its handler has panicked");
    internal().into_response()
}

/// A bug of ours.
pub(crate) fn internal() -> Problem {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "something went wrong on our side")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shown(problem: &Problem) -> serde_json::Value {
        serde_json::to_value(problem).unwrap()
    }

    #[test]
    fn a_full_disk_is_told_apart_from_a_store_that_is_away() {
        let full = shown(&Error::Unavailable(StoreError::Full).into());
        assert_eq!((&full["status"], &full["code"]), (&json!(503), &json!("disk_full")));
        let full = shown(&CallError::from(StoreError::Full).into());
        assert_eq!((&full["status"], &full["code"]), (&json!(503), &json!("disk_full")));
        let away = shown(&Error::Unavailable(StoreError::backend("gone")).into());
        assert_eq!((&away["status"], &away["code"]), (&json!(503), &json!("unavailable")));
    }

    #[test]
    fn a_wait_is_told_in_whole_seconds_after_which_it_is_over() {
        for (millis, seconds) in [(0, "1 s"), (1, "1 s"), (1000, "1 s"), (1001, "2 s"), (3_600_000, "3600 s")] {
            let problem = shown(&rate_limited(Duration::from_millis(millis)));
            assert_eq!(problem["detail"], format!("that was too much for now; try again in {seconds}"));
        }
    }
}
