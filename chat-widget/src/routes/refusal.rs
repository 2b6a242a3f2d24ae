use axum::response::{IntoResponse, Response};
use chat_core::NoVisit;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

/// Why a page or a frame gets nothing.
///
/// Whatever the reason, who may not be told it gets the same answer to the last byte: from a key nobody learns whose it is, or
/// whether it is one. Every page may read that it was refused, so that the loader there can fall silent.
#[derive(Debug)]
pub(crate) struct Refusal(NoVisit);

impl From<NoVisit> for Refusal {
    fn from(reason: NoVisit) -> Self {
        if let NoVisit::Unavailable(error) = &reason {
            tracing::warn!(%error, "a visitor could not be served");
        }
        Self(reason)
    }
}

impl Refusal {
    /// It is not available here, and no more is told.
    pub(crate) fn not_here() -> Self {
        Self(NoVisit::NotHere)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match self.0 {
            NoVisit::NotHere => StatusCode::FORBIDDEN,
            NoVisit::NotIdentified => StatusCode::UNAUTHORIZED,
            NoVisit::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            NoVisit::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        };
        let mut headers = HeaderMap::from_iter([
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
            (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'")),
            (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
            (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin")),
        ]);
        if let NoVisit::TooMany(wait) = self.0 {
            // Rounded up: whoever comes back a moment too early has to wait again.
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        (status, headers).into_response()
    }
}
