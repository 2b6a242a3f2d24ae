//! The API's description, for programs and for people. The page loads nothing from elsewhere.

use crate::api::ApiState;
use axum::{
    extract::{OriginalUri, State},
    response::{Html, IntoResponse},
};
use http::header;
use serde_json::{Value, json};

/// Where the document stands, relative to where the API is nested.
const DOCUMENT: &str = "/api/v1/openapi.json";
/// Our own script, style and document, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Describes every route, as OpenAPI 3.1.
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    tag = "docs",
    operation_id = "openapi",
    security(()),
    responses((status = 200, description = "This document", body = Object, example = json!({ "openapi": "3.1.0" }))),
)]
pub(crate) async fn document(State(state): State<ApiState>, OriginalUri(uri): OriginalUri) -> axum::Json<Value> {
    let mut document = state.document().clone();
    let prefix = uri.path().strip_suffix(DOCUMENT).unwrap_or_default();
    document["servers"] = json!([{ "url": if prefix.is_empty() { "/" } else { prefix } }]);
    axum::Json(document)
}

/// Shows the document to people.
#[utoipa::path(
    get,
    path = "/api/docs",
    tag = "docs",
    operation_id = "docs",
    security(()),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub(crate) async fn page() -> impl IntoResponse {
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(include_str!("page.html")))
}

/// The script of that page.
#[utoipa::path(
    get,
    path = "/api/docs/page.js",
    tag = "docs",
    operation_id = "docsScript",
    security(()),
    responses((status = 200, description = "A script", body = String, content_type = "text/javascript")),
)]
pub(crate) async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("page.js"))
}

/// The style of that page.
#[utoipa::path(
    get,
    path = "/api/docs/page.css",
    tag = "docs",
    operation_id = "docsStyle",
    security(()),
    responses((status = 200, description = "A style sheet", body = String, content_type = "text/css")),
)]
pub(crate) async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("page.css"))
}
