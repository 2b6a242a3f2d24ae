//! Servers that hand one event to every socket when they are told to.
//!
//! A target prints `ready <address for sockets> <address for orders>`, and a token where sockets have to sign in. An order is a
//! line with the number of events to send at once.

mod bare;
mod engine;
mod gateway;
mod writes;

use std::fmt;
use std::future::IntoFuture;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::serve::ListenerExt;
use clap::ValueEnum;
use http::{HeaderValue, Request, Response, StatusCode, header};
use hyper::upgrade::OnUpgrade;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::Result;
use crate::child::{Pinned, sibling};
use crate::notice::{FIRST_SEQ, NAME};
use crate::swarm::{Dialect, Swarm};

/// The program that serves targets.
pub const PROGRAM: &str = "chat-bench-target";

/// What is measured, or what it is compared with.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Kind {
    /// Our gateway on the engine: agents who have signed in and watch WhatsApp.
    Gateway,
    /// Our engine: a room of Socket.IO sockets.
    Engine,
    /// WebSockets over axum's HTTP server, each with a task and a channel.
    Bare,
    /// A loop that writes the same bytes to one connection after the other: what the kernel takes.
    Writes,
}

impl Kind {
    /// What it is called in a table.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Engine => "engine",
            Self::Bare => "bare axum WebSocket",
            Self::Writes => "bare write loop",
        }
    }

    fn dialect(self, token: Option<&str>) -> Dialect {
        let join = (self == Self::Gateway).then_some("joinWhatsAppGeneral");
        match self {
            Self::Gateway | Self::Engine => Dialect::SocketIo { token: token.map(str::to_owned), join, event: NAME },
            Self::Bare | Self::Writes => Dialect::Plain,
        }
    }
}

/// Serves a target until the process is ended.
///
/// # Errors
/// When the network fails.
pub async fn serve(kind: Kind) -> Result {
    match kind {
        Kind::Gateway => gateway::serve().await,
        Kind::Engine => engine::serve().await,
        Kind::Bare => bare::serve().await,
        Kind::Writes => writes::serve().await,
    }
}

/// A target that runs.
#[derive(Debug)]
pub struct Target {
    process: Pinned,
    address: SocketAddr,
    dialect: Dialect,
    orders: TcpStream,
}

impl Target {
    /// Starts a target on a core.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(kind: Kind, core: usize) -> Result<Self> {
        let name = kind.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        let mut process = Pinned::start(sibling(PROGRAM)?, core, |command| {
            command.arg(name);
        })?;
        let line = process.line()?;
        let words: Vec<_> = line.split(' ').collect();
        let ["ready", address, orders, ref token @ ..] = words[..] else {
            return Err(format!("it said {line:?}").into());
        };
        let dialect = kind.dialect(token.first().copied());
        let (address, orders) = (address.parse()?, TcpStream::connect(orders).await?);
        orders.set_nodelay(true)?;
        Ok(Self { process, address, dialect, orders })
    }

    /// The id of its process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// A swarm of its sockets, empty yet.
    #[must_use]
    pub fn swarm(&self) -> Swarm {
        Swarm::new(self.address, self.dialect.clone())
    }

    /// Has it send events to all sockets, all at once.
    ///
    /// # Errors
    /// When it is gone.
    pub async fn send(&mut self, events: usize) -> Result {
        Ok(self.orders.write_all(format!("{events}\n").as_bytes()).await?)
    }
}

/// Hands events to all sockets.
trait Broadcast: fmt::Debug + Send + Sync + 'static {
    /// Queues the event of this number for everyone.
    fn broadcast(&self, seq: u64);
}

/// Serves sockets, and hands events to them when told to, until nobody can tell any more.
async fn serve_with(app: Router, broadcast: Arc<dyn Broadcast>, token: Option<&str>) -> Result {
    let sockets = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let orders = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    announce(sockets.local_addr()?, orders.local_addr()?, token.unwrap_or_default());
    let obeying = tokio::spawn(obey(orders, broadcast));
    tokio::select! {
        served = axum::serve(sockets.tap_io(|socket| drop(socket.set_nodelay(true))), app).into_future() => Ok(served?),
        obeyed = obeying => obeyed?,
    }
}

async fn obey(listener: TcpListener, broadcast: Arc<dyn Broadcast>) -> Result {
    let (orders, _) = listener.accept().await?;
    let mut orders = BufReader::new(orders).lines();
    let mut seq = FIRST_SEQ;
    while let Some(order) = orders.next_line().await? {
        for _ in 0..order.parse()? {
            broadcast.broadcast(seq);
            seq += 1;
        }
    }
    Ok(())
}

#[allow(clippy::print_stdout, reason = "the one who started it reads where it is")]
fn announce(sockets: SocketAddr, orders: SocketAddr, token: &str) {
    println!("{}", format!("ready {sockets} {orders} {token}").trim_end());
}

/// A router that makes a WebSocket of every request and hands it on.
fn websockets(open: impl Fn(OnUpgrade) + Send + Sync + 'static) -> Router {
    let open = Arc::new(open);
    Router::new().fallback(move |mut request: Request<Body>| {
        let open = open.clone();
        async move {
            let Some(key) = request.headers().get(header::SEC_WEBSOCKET_KEY) else {
                return status(StatusCode::BAD_REQUEST);
            };
            let Ok(key) = HeaderValue::from_str(&derive_accept_key(key.as_bytes())) else {
                return status(StatusCode::BAD_REQUEST);
            };
            open(hyper::upgrade::on(&mut request));
            let mut response = status(StatusCode::SWITCHING_PROTOCOLS);
            let headers = response.headers_mut();
            headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
            headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
            headers.insert(header::SEC_WEBSOCKET_ACCEPT, key);
            response
        }
    })
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
