//! The page that plays the customers' phones.

use super::{graph, machine::Shared};
use axum::{
    Router,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::sync::Arc;

const INDEX: &str = include_str!("index.html");
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// What the page is made of besides its document: name, type and content.
const FILES: [(&str, &str, &str); 22] = [
    ("icon.svg", "image/svg+xml", include_str!("icon.svg")),
    ("base.css", STYLE, include_str!("style/base.css")),
    ("people.css", STYLE, include_str!("style/people.css")),
    ("phone.css", STYLE, include_str!("style/phone.css")),
    ("bubble.css", STYLE, include_str!("style/bubble.css")),
    ("developer.css", STYLE, include_str!("style/developer.css")),
    ("main.js", SCRIPT, include_str!("script/main.js")),
    ("emulator.js", SCRIPT, include_str!("script/emulator.js")),
    ("dom.js", SCRIPT, include_str!("script/dom.js")),
    ("icons.js", SCRIPT, include_str!("script/icons.js")),
    ("words.js", SCRIPT, include_str!("script/words.js")),
    ("people.js", SCRIPT, include_str!("script/people.js")),
    ("person.js", SCRIPT, include_str!("script/person.js")),
    ("phone.js", SCRIPT, include_str!("script/phone.js")),
    ("bubble.js", SCRIPT, include_str!("script/bubble.js")),
    ("content.js", SCRIPT, include_str!("script/content.js")),
    ("choices.js", SCRIPT, include_str!("script/choices.js")),
    ("composer.js", SCRIPT, include_str!("script/composer.js")),
    ("attach.js", SCRIPT, include_str!("script/attach.js")),
    ("menu.js", SCRIPT, include_str!("script/menu.js")),
    ("developer.js", SCRIPT, include_str!("script/developer.js")),
    ("trouble.js", SCRIPT, include_str!("script/trouble.js")),
];

/// The page's own files, and nothing from elsewhere; pictures that are about to be sent are shown from memory.
const POLICY: &str = "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; object-src 'none'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const PROTECTION: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-cache"),
];

/// The routes of the page's files.
pub(crate) fn router() -> Router<Arc<Shared>> {
    Router::new().route("/{name}", get(file))
}

async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, content)) => (PROTECTION, [(header::CONTENT_TYPE, *kind)], *content).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The root: the page for a browser, the Graph API for everything else.
pub(crate) async fn front(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    match request.method() == Method::GET && is_browser(request.headers()) {
        true => (PROTECTION, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], INDEX).into_response(),
        false => graph::serve(State(shared), request).await,
    }
}

fn is_browser(headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accepts.is_some_and(|accept| accept.split(',').any(|kind| kind.trim().starts_with("text/html")))
}
