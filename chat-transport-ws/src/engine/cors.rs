//! What browsers must be told before pages of other sites may poll.

use axum::body::Body;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};

use super::config::Origins;
use super::refuse::Fault;

/// Answers the question that a browser asks before a request.
pub(crate) fn preflight(origins: &Origins, request: &Request<Body>) -> Response<Body> {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let is_allowed =
        origin.as_ref().and_then(|origin| origin.to_str().ok()).is_some_and(|origin| origins.allows(origin));
    if !is_allowed {
        return Fault::Forbidden.response();
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    mark(origins, origin, headers);
    if !matches!(origins, Origins::Unchecked) {
        let asked = request.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
        let allowed = asked.unwrap_or(HeaderValue::from_static("content-type"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    }
    response
}

/// Lets the page that asked read the answer.
pub(crate) fn mark(origins: &Origins, origin: Option<HeaderValue>, headers: &mut HeaderMap) {
    match (origins, origin) {
        (Origins::Unchecked, _) => {}
        (Origins::Any, _) => {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        }
        (Origins::List(_), origin) => {
            headers.insert(header::VARY, HeaderValue::from_static("origin"));
            if let Some(origin) = origin {
                headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
                headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
            }
        }
    }
}
