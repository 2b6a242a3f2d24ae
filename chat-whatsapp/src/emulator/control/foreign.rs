//! Control calls of other websites, which the emulator's lack of a password would let through.

use axum::{
    extract::Request,
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Refuses what a page of another site makes a browser send. Whatever is no browser does not say where it is from.
pub(crate) async fn refuse(request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site");
    match request.method() != Method::GET && site.is_some_and(|site| site == "cross-site") {
        true => (StatusCode::FORBIDDEN, "control calls of other websites are not carried out").into_response(),
        false => next.run(request).await,
    }
}
