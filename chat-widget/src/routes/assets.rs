use crate::assets::{Asset, FOREVER, SHORTLY, VERSION, serve};
use axum::{
    Router,
    extract::Path,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, StatusCode};

/// The built files. What the frame loads has the version in its path and not in a query: the application's parts name each other by
/// relative paths, and under two addresses the application would run twice.
pub(crate) fn assets<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let loader = Asset::loader();
    let pinned = format!("/w.{}.js", loader.hash);
    Router::new()
        .route("/w.js", get(async move |headers: HeaderMap| serve(loader, &headers, SHORTLY)))
        .route(&pinned, get(async move |headers: HeaderMap| serve(loader, &headers, FOREVER)))
        .route("/w/panel.js", get(panel))
        .route("/w/assets/{version}/{name}", get(part))
}

async fn panel(headers: HeaderMap) -> Response {
    Asset::find("panel.js").map_or_else(nothing, |panel| serve(panel, &headers, SHORTLY))
}

/// A part of the application in the frame. One of another version, which another server gave the frame for, is the nearest thing to
/// it that there is, and must not be kept under that name.
async fn part(Path((version, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let keep = if version == VERSION { FOREVER } else { "no-store" };
    Asset::find(&format!("frame/{name}")).map_or_else(nothing, |part| serve(part, &headers, keep))
}

fn nothing() -> Response {
    StatusCode::NOT_FOUND.into_response()
}
