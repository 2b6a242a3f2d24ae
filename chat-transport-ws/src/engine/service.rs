//! Which request is for the engine, and what it asks for.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use futures_util::future::Either;
use http::{Extensions, HeaderValue, Method, Request, Response, StatusCode, header};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tower::{Layer, Service};

use super::admission::{Admission, NotNow};
use super::connection::Conn;
use super::core::Core;
use super::handler::Application;
use super::head::Head;
use super::ids::Sid;
use super::refuse::{Fault, not_now, plain};
use super::{cors, polling, websocket};

/// Puts an engine before the routes of a service: requests for its path are the engine's, others pass.
#[derive(Clone, Debug)]
pub struct EngineLayer {
    core: Arc<Core>,
}

impl EngineLayer {
    pub(crate) fn new(core: Arc<Core>) -> Self {
        Self { core }
    }
}

impl<S> Layer<S> for EngineLayer {
    type Service = EngineService<S>;

    fn layer(&self, inner: S) -> EngineService<S> {
        EngineService { core: self.core.clone(), inner }
    }
}

/// A service with an engine before it.
#[derive(Clone, Debug)]
pub struct EngineService<S> {
    core: Arc<Core>,
    inner: S,
}

type Answer = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

impl<S> Service<Request<Body>> for EngineService<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Either<Answer, S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let own = self.core.rules.config.path.trim_end_matches('/');
        if request.uri().path().strip_prefix(own).is_none_or(|rest| !matches!(rest, "" | "/")) {
            return Either::Right(self.inner.call(request));
        }
        let core = self.core.clone();
        Either::Left(Box::pin(async move { Ok(serve(core, request).await) }))
    }
}

async fn serve(core: Arc<Core>, request: Request<Body>) -> Response<Body> {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let origins = &core.rules.config.origins;
    if request.method() == Method::OPTIONS {
        return cors::preflight(origins, &request);
    }
    let is_allowed = match origin.as_ref().map(HeaderValue::to_str) {
        None => true,
        Some(Ok(origin)) => origins.allows(origin),
        Some(Err(_)) => false,
    };
    if !is_allowed {
        return Fault::Forbidden.response();
    }
    let rules = core.rules.clone();
    let mut response = answer(core, request).await.unwrap_or_else(Fault::response);
    cors::mark(&rules.config.origins, origin, response.headers_mut());
    response
}

/// The parameters of a request that matter.
#[derive(Debug, Default)]
struct Query<'a> {
    version: &'a str,
    transport: &'a str,
    sid: Option<&'a str>,
}

impl<'a> Query<'a> {
    /// The parameters that the engine reads never need percent-encoding.
    fn parse(query: &'a str) -> Self {
        let mut out = Self::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "EIO" => out.version = value,
                "transport" => out.transport = value,
                "sid" => out.sid = Some(value),
                _ => {}
            }
        }
        out
    }
}

async fn answer(core: Arc<Core>, request: Request<Body>) -> Result<Response<Body>, Fault> {
    let query = Query::parse(request.uri().query().unwrap_or_default());
    let is_websocket = match query.transport {
        "polling" => false,
        "websocket" => true,
        _ => return Err(Fault::UnknownTransport),
    };
    if query.version != "4" {
        return Err(Fault::UnsupportedVersion);
    }
    let conn = match query.sid {
        None => None,
        Some(sid) => {
            let sid: Sid = sid.parse().map_err(|_| Fault::UnknownSid)?;
            Some(core.connection(sid).ok_or(Fault::UnknownSid)?)
        }
    };
    if is_websocket {
        let key = accept_key(&request).ok_or(Fault::BadRequest)?;
        let guest = match conn {
            Some(conn) => Guest::Known(conn),
            None => match admit(&core, request.extensions()).await {
                Ok(admission) => Guest::New(admission),
                Err(refused) => return Ok(not_now(refused)),
            },
        };
        return Ok(upgrade(core, guest, request, &key));
    }
    match (conn, request.method()) {
        (None, &Method::GET) => match admit(&core, request.extensions()).await {
            Ok(admission) => {
                let head = Head::of(request.headers(), &core.rules.config);
                Ok(polling::open(core, head, admission))
            }
            Err(refused) => Ok(not_now(refused)),
        },
        (None, _) => Err(Fault::BadMethod),
        (Some(conn), &Method::GET) => {
            drop(request);
            Ok(polling::poll(conn).await)
        }
        (Some(conn), &Method::POST) => Ok(polling::post(conn, request.into_body()).await),
        (Some(_), _) => Err(Fault::BadRequest),
    }
}

/// Who asks for a WebSocket.
enum Guest {
    /// A connection that wants to leave polling.
    Known(Arc<Conn>),
    New(Admission),
}

async fn admit(core: &Core, extensions: &Extensions) -> Result<Admission, NotNow> {
    match &core.application {
        Application::Sockets(handler) => handler.admit(extensions).await,
        Application::Messages(_) => Ok(Admission::default()),
    }
}

/// The answer to the key of a WebSocket handshake, if the request is one.
fn accept_key(request: &Request<Body>) -> Option<String> {
    let headers = request.headers();
    let says = |name, token: &str| {
        let values = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        values.split(',').any(|value| value.trim().eq_ignore_ascii_case(token))
    };
    let is_handshake = request.method() == Method::GET
        && says(header::CONNECTION, "upgrade")
        && says(header::UPGRADE, "websocket")
        && says(header::SEC_WEBSOCKET_VERSION, "13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY)?;
    is_handshake.then(|| derive_accept_key(key.as_bytes()))
}

fn upgrade(core: Arc<Core>, guest: Guest, mut request: Request<Body>, key: &str) -> Response<Body> {
    let upgrade = hyper::upgrade::on(&mut request);
    match guest {
        Guest::New(_) if !core.has_room() => {
            core.counts.turned_away.add(1);
            return plain(StatusCode::SERVICE_UNAVAILABLE, core.why_full());
        }
        Guest::New(admission) => {
            let head = Head::of(request.headers(), &core.rules.config);
            tokio::spawn(websocket::serve(core, head, admission, upgrade));
        }
        Guest::Known(conn) => match conn.begin_probe() {
            Some(over) => drop(tokio::spawn(websocket::probe(conn, upgrade, over))),
            None => drop(tokio::spawn(websocket::turn_away(upgrade))),
        },
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    let key = HeaderValue::from_str(key).expect("base64 is a header value");
    headers.insert(header::SEC_WEBSOCKET_ACCEPT, key);
    response
}
