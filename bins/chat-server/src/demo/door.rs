//! The demo's way in: whoever opens its page is signed in.

use axum::{
    Router,
    http::{StatusCode, header},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
    routing::get,
};
use chat_core::{Created, Env, LocalLogin, SignedIn};
use std::net::SocketAddr;

/// Where it is.
pub(super) const PATH: &str = "/demo";

/// Signs whoever comes in as the demo's agent and leads them to the dashboard; nothing where others than this machine's own users
/// could come.
pub(super) fn router(address: SocketAddr, login: &LocalLogin, created: &Created) -> Option<Router> {
    let (login, email, password) = (login.clone(), created.owner.email.clone(), created.password.clone());
    let enter = async move || match login.sign_in(&email, &password).await {
        Ok(session) => let_in(&session),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response(),
    };
    address.ip().is_loopback().then(|| Router::new().route(PATH, get(enter)))
}

fn let_in(session: &SignedIn) -> Response {
    let cookie = chat_http::session_cookie(session, Env::default().now(), false);
    (AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to("app/")).into_response()
}
