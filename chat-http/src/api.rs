use crate::{
    cors::CorsOrigins,
    described, error, examples, filters,
    guard::{Guard, Vouched},
    meters, names, openapi,
    parts::Part,
    routes,
};
use axum::{
    Extension, Router,
    extract::{MatchedPath, Request},
    middleware,
};
use chat_core::{Chat, IdentityProvider, LocalLogin, RequestName};
use http::{HeaderName, HeaderValue, header};
use std::sync::Arc;
use tower_http::{catch_panic::CatchPanicLayer, set_header::SetResponseHeaderLayer, trace::TraceLayer};
use tracing::Span;

/// The REST API, before it is made into a router.
///
/// ```
/// use chat_core::{Chat, LocalLogin, MemoryStore};
/// use chat_http::Api;
///
/// let store = MemoryStore::default();
/// let login = LocalLogin::new(store.clone());
/// let chat = Chat::builder(store, login.clone()).build();
/// let api = Api::new(chat).login(login).public_url("https://chat.shop.example");
/// let app: axum::Router = axum::Router::new().nest("/chat", api.router());
/// ```
#[derive(Debug)]
pub struct Api {
    chat: Chat,
    login: Option<LocalLogin>,
    identity_provider: Option<Arc<dyn IdentityProvider>>,
    public_url: Option<String>,
    requests_max: usize,
    body_bytes_max: usize,
    parts: Vec<Box<dyn Part>>,
    cors: Option<CorsOrigins>,
}

impl Api {
    /// How many requests may be under way at a time unless the host says otherwise.
    pub const REQUESTS_MAX: usize = 2048;
    /// How many bytes the bodies of all requests may take together unless the host says otherwise.
    pub const BODY_BYTES_MAX: usize = 128 * 1_048_576;

    /// The API of a chat module whose host signs its agents in by itself: there are no routes for signing in.
    pub fn new(chat: Chat) -> Self {
        Self {
            chat,
            login: None,
            identity_provider: None,
            public_url: None,
            requests_max: Self::REQUESTS_MAX,
            body_bytes_max: Self::BODY_BYTES_MAX,
            parts: Vec::new(),
            cors: None,
        }
    }

    /// Adds the routes that sign agents in and out by e-mail address and password.
    #[must_use]
    pub fn login(mut self, login: LocalLogin) -> Self {
        self.login = Some(login);
        self
    }

    /// Lets agents sign in by an identity provider as well, beside [`Api::login`]. Needs [`Api::public_url`], which is where browsers come
    /// back to.
    #[must_use]
    pub fn identity_provider(mut self, provider: impl IdentityProvider) -> Self {
        self.identity_provider = Some(Arc::new(provider));
        self
    }

    /// Names the address under which browsers reach this server, with the path that the module is nested at. When it begins with
    /// `https://`, the session cookie is sent over encrypted connections only. Websites load their widgets from there.
    #[must_use]
    pub fn public_url(mut self, url: &str) -> Self {
        self.public_url = Some(url.trim().trim_end_matches('/').to_owned());
        self
    }

    /// Lets so many requests be under way at a time; more are answered with 503 at once.
    #[must_use]
    pub fn requests_max(mut self, requests: usize) -> Self {
        self.requests_max = requests;
        self
    }

    /// Holds so many bytes of bodies at a time, those of all requests together; a body that does not fit is answered with 503.
    #[must_use]
    pub fn body_bytes_max(mut self, bytes: usize) -> Self {
        self.body_bytes_max = bytes;
        self
    }

    /// Has `/readyz` tell how a part of the server is, besides its store.
    #[must_use]
    pub fn part(mut self, part: impl Part) -> Self {
        self.parts.push(Box::new(part));
        self
    }

    /// Lets pages of other origins ask the API from a browser, with a bearer token; without it, only the server's own pages do. The
    /// session cookie is good for those alone, whichever others are named here.
    #[must_use]
    pub fn cors(mut self, origins: CorsOrigins) -> Self {
        self.cors = Some(origins);
        self
    }

    /// The routes, relative to where the host nests them.
    ///
    /// The router has a fallback of its own, which answers what it does not know with 404. A host that merges it, rather than
    /// nesting it, into a router with another fallback sets that fallback after the merge.
    pub fn router(self) -> Router {
        meters::describe();
        let login = self.login.as_ref();
        let guard = Guard::new(self.chat.clone(), self.requests_max, self.body_bytes_max);
        let (router, document) = openapi::describe(routes::all(login, guard), login).split_for_parts();
        let mut document = serde_json::to_value(document).expect("a document without extensions is JSON");
        described::complete(&mut document);
        filters::complete(&mut document);
        examples::complete(&mut document);
        let env = self.chat.env().clone();
        let state = ApiState(Arc::new(Parts {
            chat: self.chat,
            login: self.login,
            identity_provider: self.identity_provider,
            public_origin: self.public_url.as_deref().map(|url| origin_of(url).to_ascii_lowercase()),
            public_url: self.public_url,
            vouched: Vouched::default(),
            parts: self.parts,
            document,
        }));
        let router = router
            .method_not_allowed_fallback(error::method_not_allowed)
            .fallback(error::no_such_route)
            .with_state(state.clone())
            .layer((
                Extension(state),
                middleware::from_fn(meters::measure),
                TraceLayer::new_for_http().make_span_with(span).on_failure(()),
                always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                always(header::CACHE_CONTROL, "no-store"),
                CatchPanicLayer::custom(error::panicked),
            ));
        let router = match self.cors {
            Some(origins) => router.layer(origins.layer()),
            None => router,
        };
        names::named(router, &env)
    }
}

/// The API of a chat module whose host signs its agents in by itself; short for [`Api::new`] and [`Api::router`].
pub fn router(chat: Chat) -> Router {
    Api::new(chat).router()
}

/// What every handler can reach.
#[derive(Clone, Debug)]
pub(crate) struct ApiState(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    chat: Chat,
    login: Option<LocalLogin>,
    identity_provider: Option<Arc<dyn IdentityProvider>>,
    public_origin: Option<String>,
    public_url: Option<String>,
    vouched: Vouched,
    parts: Vec<Box<dyn Part>>,
    document: serde_json::Value,
}

impl ApiState {
    pub(crate) fn chat(&self) -> &Chat {
        &self.0.chat
    }

    pub(crate) fn login(&self) -> Option<&LocalLogin> {
        self.0.login.as_ref()
    }

    /// Who vouches for agents besides their passwords.
    pub(crate) fn identity_provider(&self) -> Option<&dyn IdentityProvider> {
        self.0.identity_provider.as_deref()
    }

    /// Scheme, host and port that browsers use, in lower case, as far as the host has told.
    pub(crate) fn public_origin(&self) -> Option<&str> {
        self.0.public_origin.as_deref()
    }

    /// Where browsers reach the module, as far as the host has told: without a slash at the end.
    pub(crate) fn public_url(&self) -> Option<&str> {
        self.0.public_url.as_deref()
    }

    /// The path of [`ApiState::public_url`]: what browsers have before the module's own paths.
    pub(crate) fn public_path(&self) -> &str {
        let url = self.public_url().unwrap_or_default();
        &url[origin_of(url).len()..]
    }

    /// Where signed webhooks came from.
    pub(crate) fn vouched(&self) -> &Vouched {
        &self.0.vouched
    }

    /// What the server needs besides its store.
    pub(crate) fn parts(&self) -> &[Box<dyn Part>] {
        &self.0.parts
    }

    /// The OpenAPI document.
    pub(crate) fn document(&self) -> &serde_json::Value {
        &self.0.document
    }
}

/// Sets a header on every answer that has none of that name.
fn always(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// An URL without its path.
fn origin_of(url: &str) -> &str {
    let url = url.trim();
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    &url[..end]
}

/// Neither path nor query: ids and search words are nobody's business.
fn span(request: &Request) -> Span {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    let name = request.extensions().get::<RequestName>().map(RequestName::as_str);
    tracing::info_span!("request", request.id = name, method = %request.method(), route)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_an_url_without_its_path() {
        for (url, origin) in [
            ("https://chat.example", "https://chat.example"),
            ("https://chat.example/", "https://chat.example"),
            ("http://localhost:3000/chat?x", "http://localhost:3000"),
            ("chat.example/x", "chat.example"),
        ] {
            assert_eq!(origin_of(url), origin);
        }
    }
}
