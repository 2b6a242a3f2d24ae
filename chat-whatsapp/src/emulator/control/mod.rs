//! `/_emu`: where a test plays the customers, breaks things and looks at what happened.

mod accounts;
mod acts;
mod announce;
mod body;
mod calls;
pub(crate) mod changes;
mod chat;
mod clock;
mod coexistence;
mod consent;
mod disturb;
mod foreign;
mod identity;
pub(crate) mod inbound;
mod media;
mod meta;
mod reports;
mod tap;
mod tokens;
pub(crate) mod users;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware::from_fn,
    routing::{get, post},
};
use std::sync::Arc;

pub use body::Refused;

use super::{kinds::Kind, machine::Shared, page};

/// The routes of the control API.
pub(crate) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/accounts", post(accounts::put))
        .route("/verify", post(accounts::verify))
        .route("/users", post(users::put).get(users::list))
        .route("/numbers", get(chat::numbers))
        .route("/people", get(chat::people))
        .route("/user/{id}/chat", get(chat::chat))
        .route("/user/{id}/read", post(users::read))
        .route("/user/{id}/react", post(acts::react))
        .route("/user/{id}/edit", post(acts::edit))
        .route("/user/{id}/revoke", post(acts::revoke))
        .route("/user/{id}/play", post(acts::play))
        .route("/user/{id}/tap", post(acts::tap))
        .route("/user/{id}/change_number", post(identity::change_number))
        .route("/user/{id}/rotate_bsuid", post(identity::rotate_bsuid))
        .route("/user/{id}/change_identity", post(identity::change_identity))
        .route("/user/{id}/call", post(calls::call))
        .route("/user/{id}/opt_out", post(consent::opt_out))
        .route("/user/{id}/opt_in", post(consent::opt_in))
        .route("/inbound", post(inbound::put))
        .route("/media", post(media::put).layer(DefaultBodyLimit::max(Kind::BYTES_MAX)))
        .route("/media/{id}", get(media::get))
        .route("/echo", post(coexistence::echo))
        .route("/history", post(coexistence::history))
        .route("/state_sync", post(coexistence::state_sync))
        .route("/webhook", post(announce::webhook))
        .route("/account/{id}/update", post(announce::account_update))
        .route("/changes", get(changes::wait))
        .nest("/page", page::router())
        .route("/codes", get(meta::codes))
        .route("/template/{id}", post(meta::template))
        .route("/phone/{id}/quality", post(meta::phone_quality))
        .route("/phone/{id}/allow_list", post(meta::allow_list))
        .route("/business/{id}/limit", post(meta::limit))
        .route("/business/{id}/parent", post(meta::parent))
        .route("/sign_up", post(meta::sign_up))
        .route("/token", post(tokens::put))
        .route("/faults", post(disturb::add_fault).get(disturb::faults).delete(disturb::clear_faults))
        .route("/chaos", post(disturb::chaos).get(disturb::show_chaos))
        .route("/rules", post(disturb::rules).get(disturb::show_rules))
        .route("/clock", post(clock::set).get(clock::show))
        .route("/messages", get(reports::messages))
        .route("/deliveries", get(reports::deliveries))
        .route("/requests", get(reports::requests))
        .route("/reset", post(reports::reset))
        .layer(from_fn(foreign::refuse))
        .fallback(async || Refused::NotFound("there is no such control call".to_owned()))
        .method_not_allowed_fallback(async || {
            (StatusCode::METHOD_NOT_ALLOWED, "the control call does not take this method")
        })
}
