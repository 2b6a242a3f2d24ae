//! The agents' REST API of the chat module: what a [`Desk`](chat_core::Desk) offers, as JSON over HTTP, and the endpoint that
//! WhatsApp calls.
//!
//! [`Api`] gives an [`axum::Router`] whose routes are relative, so that a host can nest it where it likes. Everything that is
//! refused is answered with a problem document (RFC 9457), and every route is described at `/api/v1/openapi.json`.

mod api;
mod callers;
mod cors;
#[cfg(feature = "dashboard")]
mod dashboard;
mod described;
mod docs;
mod error;
mod examples;
mod extract;
mod filters;
mod guard;
mod meters;
mod names;
mod once;
mod openapi;
mod parts;
mod problem;
mod revisions;
mod routes;
mod shapes;
mod told;

pub use api::{Api, router};
pub use callers::{Callers, CallersService, NotNetworks, TrustedProxies};
pub use cors::{CorsOrigins, NotOrigins};
#[cfg(feature = "dashboard")]
pub use dashboard::dashboard;
pub use error::{method_not_allowed, problem};
pub use extract::{SESSION_COOKIE, session_cookie};
pub use names::named;
pub use parts::{Part, PartState};
pub use told::EventJson;
