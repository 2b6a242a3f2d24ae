//! How a request that cannot be served is answered.

use axum::body::Body;
use http::{HeaderValue, Response, StatusCode, header};

use super::admission::NotNow;

/// The error codes of Engine.IO.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fault {
    UnknownTransport,
    UnknownSid,
    BadMethod,
    BadRequest,
    Forbidden,
    UnsupportedVersion,
}

impl Fault {
    fn code(self) -> (u8, &'static str) {
        match self {
            Self::UnknownTransport => (0, "Transport unknown"),
            Self::UnknownSid => (1, "Session ID unknown"),
            Self::BadMethod => (2, "Bad handshake method"),
            Self::BadRequest => (3, "Bad request"),
            Self::Forbidden => (4, "Forbidden"),
            Self::UnsupportedVersion => (5, "Unsupported protocol version"),
        }
    }

    pub(crate) fn response(self) -> Response<Body> {
        let (code, message) = self.code();
        let body = serde_json::json!({ "code": code, "message": message }).to_string();
        let mut response = Response::new(Body::from(body));
        let is_forbidden = self == Self::Forbidden;
        *response.status_mut() = if is_forbidden { StatusCode::FORBIDDEN } else { StatusCode::BAD_REQUEST };
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        response
    }
}

/// Whoever comes too often is to come again later, after whole seconds.
pub(crate) fn not_now(refused: NotNow) -> Response<Body> {
    let mut response = plain(StatusCode::TOO_MANY_REQUESTS, "too many connections, please try again later");
    let seconds = refused.retry_after.as_millis().div_ceil(1000).clamp(1, 86_400) as u64;
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    response
}

pub(crate) fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=UTF-8"));
    response
}
