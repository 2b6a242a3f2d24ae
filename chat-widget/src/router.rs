use crate::routes;
use axum::Router;

/// What browsers load for a widget, at paths relative to where the host nests it: `/w.js` and what follows from it.
pub fn router() -> Router {
    routes::assets()
}
