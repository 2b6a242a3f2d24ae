//! The way in: accepts connections, as many as there may be, and serves HTTP on them.

mod meters;
mod rest;
#[cfg(test)]
mod tests;

use axum::{Router, body::Body, extract::ConnectInfo};
use chat_core::{NoSeat, Seat, Seats, Stop};
use chat_http::TrustedProxies;
use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use meters::{Refused, refused};
use rest::Rest;
use std::{convert::Infallible, io, net::SocketAddr, pin::pin, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tower::Service;

/// How many connections there may be before one becomes a socket, and whose word on addresses counts.
#[derive(Clone, Debug)]
pub(crate) struct DoorRules {
    /// The most connections at a time; whoever comes then is told to come again.
    pub(crate) connections_max: usize,
    /// The most connections of one address at a time; more are hung up on.
    pub(crate) connections_per_ip_max: usize,
    /// Proxies hold as many as they like, and may keep one idle for longer.
    pub(crate) proxies: TrustedProxies,
}

impl DoorRules {
    /// How long the head of a request may take to arrive; and how long a connection may be idle.
    const HEAD_MAX: Duration = Duration::from_secs(15);
    /// The same for proxies, which expect that a connection they keep is not closed under them.
    const HEAD_OF_PROXY_MAX: Duration = Duration::from_secs(90);
    /// The most bytes of a head, and of what is read ahead of a body.
    const BUFFER_MAX: usize = 64 * 1024;
    /// How long a peer may leave unread what was sent to it.
    const UNREAD_MAX: Duration = Duration::from_secs(60);
    /// How long to rest when no connection can be had from the system.
    const ACCEPT_PAUSE: Duration = Duration::from_millis(200);
    /// What whoever finds no seat is told.
    const FULL: &[u8] =
        b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
}

/// Serves `router` on what `listener` accepts until `stop`, and then until what is under way has been answered.
///
/// A connection that a router upgrades is its own from then on, as the bare TCP stream, and counts here no more.
pub(crate) async fn serve(listener: TcpListener, router: Router, rules: DoorRules, stop: Stop) {
    meters::describe();
    let seats = Seats::new(rules.connections_max, rules.connections_per_ip_max);
    let mut guests = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = stop.stopped() => break,
            accepted = listener.accept() => accepted,
            Some(_) = guests.join_next() => continue,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                refused_by_the_system(&error).await;
                continue;
            }
        };
        let is_proxy = rules.proxies.contains(peer.ip());
        match seats.take((!is_proxy).then_some(peer.ip())) {
            Ok(seat) => drop(guests.spawn(receive(stream, peer, is_proxy, seat, router.clone(), stop.clone()))),
            // There may be too many of them to tell each.
            Err(NoSeat::ForThisAddress) => {
                refused(Refused::Address);
                drop(stream);
            }
            Err(NoSeat::ForAnybody) => {
                refused(Refused::Full);
                drop(stream.try_write(DoorRules::FULL));
            }
        }
    }
    drop(listener);
    while guests.join_next().await.is_some() {}
}

/// A peer that hung up at once is nothing; anything else (no more file descriptors) would fail again right away.
async fn refused_by_the_system(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        refused(Refused::System);
        tracing::error!(%error, "no connection can be accepted");
        tokio::time::sleep(DoorRules::ACCEPT_PAUSE).await;
    }
}

/// Serves one connection to its end.
async fn receive(stream: TcpStream, peer: SocketAddr, is_proxy: bool, seat: Seat, router: Router, stop: Stop) {
    set_up(&stream);
    let _counted = meters::enter();
    let service = service_fn(|mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        answer(request, router.clone())
    });
    let head_max = if is_proxy { DoorRules::HEAD_OF_PROXY_MAX } else { DoorRules::HEAD_MAX };
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head_max).max_buf_size(DoorRules::BUFFER_MAX);
    // The gateway takes the stream over by its type.
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service).with_upgrades());
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        () = stop.stopped() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    drop(seat);
    if let Err(error) = outcome {
        tracing::debug!(%error, "a connection has ended badly");
    }
}

/// Has a request answered, and whoever was refused finish.
async fn answer(request: Request<Incoming>, mut router: Router) -> Result<Response<Body>, Infallible> {
    let rest = Rest::default();
    let response = router.call(rest.lend(request)).await?;
    if response.status().is_client_error() || response.status().is_server_error() {
        rest.hear_out().await;
    }
    Ok(response)
}

/// Sends small answers at once, and does not hold for ever what nobody reads.
fn set_up(stream: &TcpStream) {
    // A stream that is closed already fails at the next read anyway.
    let _ = stream.set_nodelay(true);
    #[cfg(target_os = "linux")]
    let _ = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(DoorRules::UNREAD_MAX));
}
