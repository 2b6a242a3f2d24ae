use chat_core::{Origin, OriginError};
use http::{HeaderName, HeaderValue, Method, header};
use std::{str::FromStr, time::Duration};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// Whose pages may ask the API from a browser, beside the server's own: see [`Api::cors`](crate::Api::cors).
///
/// Either some origins as browsers write them, separated by commas, or `*` for all:
///
/// ```
/// let origins: chat_http::CorsOrigins = "https://crm.shop.example, http://localhost:5173".parse()?;
/// # Ok::<(), chat_http::NotOrigins>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorsOrigins(Allowed);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Allowed {
    All,
    These(Vec<HeaderValue>),
}

/// A text that names no origins.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{origin:?}: {source}; write origins as browsers do, such as https://crm.shop.example, separated by commas, or * for all"
)]
pub struct NotOrigins {
    origin: String,
    source: OriginError,
}

impl FromStr for CorsOrigins {
    type Err = NotOrigins;

    fn from_str(text: &str) -> Result<Self, NotOrigins> {
        if text.trim() == "*" {
            return Ok(Self(Allowed::All));
        }
        let mut origins = Vec::new();
        for origin in text.split(',').map(str::trim).filter(|origin| !origin.is_empty()) {
            let wrong = |source| NotOrigins { origin: origin.to_owned(), source };
            Origin::parse(origin).map_err(wrong)?;
            origins.push(HeaderValue::from_str(origin).map_err(|_| wrong(OriginError::Malformed))?);
        }
        match origins.is_empty() {
            true => Err(NotOrigins { origin: text.to_owned(), source: OriginError::Malformed }),
            false => Ok(Self(Allowed::These(origins))),
        }
    }
}

impl CorsOrigins {
    /// What pages may read of an answer beside its body.
    const EXPOSED: [HeaderName; 4] = [
        header::ETAG,
        header::RETRY_AFTER,
        HeaderName::from_static("idempotency-replayed"),
        HeaderName::from_static("x-request-id"),
    ];
    /// What they may send.
    const TAKEN: [HeaderName; 6] = [
        header::AUTHORIZATION,
        header::CONTENT_TYPE,
        header::IF_MATCH,
        header::IF_NONE_MATCH,
        HeaderName::from_static("idempotency-key"),
        HeaderName::from_static("x-request-id"),
    ];
    /// For how long a browser need not ask again whether it may.
    const MAX_AGE: Duration = Duration::from_secs(3600);

    /// The layer that lets them. Credentials are not among what it lets: a page that asks from elsewhere signs in with a bearer token
    /// of its own, and the cookie of the dashboard is for the server's own pages alone, whoever else is named here.
    pub(crate) fn layer(self) -> CorsLayer {
        let origins = match self.0 {
            Allowed::All => AllowOrigin::any(),
            Allowed::These(origins) => AllowOrigin::list(origins),
        };
        CorsLayer::new()
            .allow_origin(origins)
            .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
            .allow_headers(Self::TAKEN)
            .expose_headers(Self::EXPOSED)
            .max_age(Self::MAX_AGE)
    }
}
