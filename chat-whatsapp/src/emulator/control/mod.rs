//! `/_emu`: where a test plays the customers, breaks things and looks at what happened.

mod accounts;
mod body;
mod clock;
mod disturb;
pub(crate) mod inbound;
mod reports;
pub(crate) mod users;

use axum::{
    Router,
    http::StatusCode,
    routing::{get, post},
};
use std::sync::Arc;

pub use body::Refused;

use super::machine::Shared;

/// The routes of the control API.
pub(crate) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/accounts", post(accounts::put))
        .route("/verify", post(accounts::verify))
        .route("/users", post(users::put).get(users::list))
        .route("/user/{id}/read", post(users::read))
        .route("/inbound", post(inbound::put))
        .route("/faults", post(disturb::add_fault).get(disturb::faults).delete(disturb::clear_faults))
        .route("/chaos", post(disturb::chaos))
        .route("/rules", post(disturb::rules))
        .route("/clock", post(clock::set).get(clock::show))
        .route("/messages", get(reports::messages))
        .route("/deliveries", get(reports::deliveries))
        .route("/requests", get(reports::requests))
        .route("/reset", post(reports::reset))
        .fallback(async || Refused::NotFound("there is no such control call".to_owned()))
        .method_not_allowed_fallback(async || {
            (StatusCode::METHOD_NOT_ALLOWED, "the control call does not take this method")
        })
}
