//! The Socket.IO engine alone, echoing what it receives.
//!
//! It serves what the official protocol suites expect: at `/engine.io/` every message comes back; at `/socket.io/` the
//! namespaces `/` and `/custom` greet with `auth`, and `/` echoes `message` and answers `message-with-ack`.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use chat_transport_ws::engine::{
    Config, Connecting, Connection, Engine, Event, Handler, Message, MessageHandler, Origins, Reason, Refusal, Socket,
};
use clap::Parser;
use tokio::net::TcpListener;

/// Echoes what Engine.IO and Socket.IO clients send.
#[derive(Debug, Parser)]
struct Options {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// Milliseconds between two pings.
    #[arg(long, default_value_t = 25_000)]
    ping_interval_ms: u64,
    /// Milliseconds that a pong may take.
    #[arg(long, default_value_t = 20_000)]
    ping_timeout_ms: u64,
    /// The largest message in bytes.
    #[arg(long, default_value_t = 1_000_000)]
    max_payload: usize,
    /// Milliseconds within which a client must join a namespace.
    #[arg(long, default_value_t = 45_000)]
    connect_timeout_ms: u64,
}

#[derive(Debug)]
struct Echo;

#[async_trait]
impl Handler for Echo {
    async fn connect(&self, connecting: Connecting) -> Result<(), Refusal> {
        if !matches!(&*connecting.namespace, "/" | "/custom") {
            return Err(Refusal::new("Invalid namespace"));
        }
        connecting.socket.emit_with("auth", &vec![connecting.auth.0].into());
        Ok(())
    }

    async fn event(&self, socket: &Socket, event: Event) {
        match (event.name.as_str(), event.ack) {
            ("message", _) => socket.emit_with("message-back", &event.args),
            ("message-with-ack", Some(ack)) => ack.send(&event.args),
            _ => {}
        }
    }

    async fn disconnect(&self, _: &Socket, _: Reason) {}
}

#[async_trait]
impl MessageHandler for Echo {
    async fn message(&self, connection: &Connection, message: Message) {
        connection.send(&message);
    }
}

// One thread serves requests in the order in which they arrive, which the suites count on.
#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let options = Options::parse();
    let config = |path: &str| Config {
        path: path.to_owned(),
        ping_interval: Duration::from_millis(options.ping_interval_ms),
        ping_timeout: Duration::from_millis(options.ping_timeout_ms),
        connect_timeout: Duration::from_millis(options.connect_timeout_ms),
        payload_max: options.max_payload,
        origins: Origins::Any,
        ..Config::default()
    };
    let bare = Engine::bare(config("/engine.io/"), Arc::new(Echo));
    let sockets = Engine::new(config("/socket.io/"), Arc::new(Echo));
    let app = Router::new().layer(bare.layer()).layer(sockets.layer());
    let listener = TcpListener::bind(options.listen).await?;
    let stopped = || async {
        // Without a handler for the signal the default one ends the process.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let serving = axum::serve(listener, app).with_graceful_shutdown(stopped());
    let (served, (), ()) = tokio::join!(serving.into_future(), bare.run_until(stopped()), sockets.run_until(stopped()));
    served
}
