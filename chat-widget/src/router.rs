use crate::{Options, routes};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use chat_core::Chat;
use std::sync::Arc;

/// The longest body in bytes that a page or a frame sends.
const BODY_MAX: usize = 16 * 1024;

/// Everything that is served for the widgets of a chat, at paths relative to where the host nests it: the loader at `/w.js`, the way
/// in from a page below `/w/{key}`, and what they load.
///
/// ```
/// use chat_core::{Chat, LocalLogin, MemoryStore};
///
/// let store = MemoryStore::default();
/// let chat = Chat::builder(store.clone(), LocalLogin::new(store)).build();
/// let app: axum::Router = axum::Router::new().nest("/widget", chat_widget::router(chat, chat_widget::Options::default()));
/// ```
pub fn router(chat: Chat, options: Options) -> Router {
    Router::new()
        .route("/w/{key}", get(routes::frame))
        .route("/w/{key}/boot", post(routes::boot))
        .route("/w/{key}/session", post(routes::session))
        .route("/w/{key}/attachments", post(routes::attach).layer(DefaultBodyLimit::disable()))
        .route("/w/{key}/preview", get(routes::preview))
        .route("/w/preview.css", get(routes::preview_style))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(WidgetState(Arc::new(Parts { chat, options })))
        .merge(routes::assets())
}

/// What every route can reach.
#[derive(Clone, Debug)]
pub(crate) struct WidgetState(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    chat: Chat,
    options: Options,
}

impl WidgetState {
    pub(crate) fn chat(&self) -> &Chat {
        &self.0.chat
    }

    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }
}
