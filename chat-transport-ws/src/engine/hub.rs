//! The engine as its host sees it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::config::Config;
use super::core::Core;
use super::frame::Frame;
use super::handler::{Application, Handler, MessageHandler};
use super::rooms::Target;
use super::service::EngineLayer;
use super::session::Rules;
use super::socket::Socket;

/// A Socket.IO server: mount [`layer`](Self::layer) and drive [`run`](Self::run).
///
/// Cloning gives another handle of the same engine. Nothing is written, no heartbeat is sent and no limit of time is
/// kept unless `run` is driven.
///
/// ```
/// use std::sync::Arc;
/// use async_trait::async_trait;
/// use chat_transport_ws::engine::{Config, Connecting, Engine, Event, Handler, Reason, Refusal, Socket};
///
/// #[derive(Debug)]
/// struct Greeter;
///
/// #[async_trait]
/// impl Handler for Greeter {
///     async fn connect(&self, connecting: Connecting) -> Result<(), Refusal> {
///         connecting.socket.emit("hello", &"you").map_err(|_| Refusal::new("no greeting"))
///     }
///     async fn event(&self, socket: &Socket, event: Event) {
///         socket.emit_with(&event.name, &event.args);
///     }
///     async fn disconnect(&self, _: &Socket, _: Reason) {}
/// }
///
/// # async fn serve(listener: tokio::net::TcpListener) -> std::io::Result<()> {
/// let engine = Engine::new(Config::default(), Arc::new(Greeter));
/// let app = axum::Router::new().layer(engine.layer());
/// tokio::select! {
///     served = async { axum::serve(listener, app).await } => served,
///     () = engine.run() => Ok(()),
/// }
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Engine {
    core: Arc<Core>,
}

impl Engine {
    /// An engine whose sockets `handler` serves.
    pub fn new(config: Config, handler: Arc<dyn Handler>) -> Self {
        Self::with(config, Application::Sockets(handler))
    }

    /// An engine that speaks Engine.IO alone.
    pub fn bare(config: Config, handler: Arc<dyn MessageHandler>) -> Self {
        Self::with(config, Application::Messages(handler))
    }

    fn with(config: Config, application: Application) -> Self {
        let has_namespaces = matches!(application, Application::Sockets(_));
        Self { core: Arc::new(Core::new(Rules::new(config, has_namespaces), application)) }
    }

    /// Puts the engine before the routes of a router.
    pub fn layer(&self) -> EngineLayer {
        EngineLayer::new(self.core.clone())
    }

    /// Queues a frame for everyone in the rooms of `target`, in the same order for all, and says how many they are.
    ///
    /// The frame must have been encoded for the namespace of the target. Whoever's queue is full is disconnected.
    pub fn broadcast(&self, target: &Target<'_>, frame: &Frame) -> usize {
        self.core.rooms.broadcast(&self.core, target, frame)
    }

    /// Whether anybody is in one of the rooms of `target`, so that it is worth encoding a frame for them.
    pub fn has_listeners(&self, target: &Target<'_>) -> bool {
        self.core.rooms.has_listeners(target)
    }

    /// Who is in a room now.
    pub fn members(&self, namespace: &str, room: &str) -> Vec<Socket> {
        self.core.rooms.members(namespace, room).into_iter().map(Socket).collect()
    }

    /// How many connections there are.
    pub fn connection_count(&self) -> usize {
        self.core.connection_count()
    }

    /// Writes what is queued and keeps the time, for ever. Drive it once.
    pub async fn run(&self) {
        let (flusher, timers) = (&self.core.flusher, &self.core.timers);
        loop {
            let next = timers.next();
            tokio::select! {
                () = flusher.wake.notified() => flusher.flush().await,
                () = timers.changed.notified() => {}
                () = sleep_until(next) => {}
            }
            self.ring(Instant::now());
        }
    }

    /// As [`run`](Self::run) until `stop` is done; then says goodbye to everyone and lets nobody in any more.
    /// Handlers that take longer than the close timeout are not waited for.
    pub async fn run_until(&self, stop: impl Future<Output = ()>) {
        tokio::select! {
            () = self.run() => {}
            () = stop => {}
        }
        let left = self.core.stop();
        let by = tokio::time::Instant::now() + self.core.rules.config.close_timeout;
        let farewell = async {
            // A connection is done when its last frame is written and its handlers have been told.
            while left.iter().any(|conn| conn.is_busy()) {
                tokio::select! {
                    () = self.core.flusher.wake.notified() => self.core.flusher.flush().await,
                    () = tokio::time::sleep(Duration::from_millis(20)) => {}
                }
            }
        };
        let _ = tokio::time::timeout_at(by, farewell).await;
        for conn in &left {
            conn.cut(false);
        }
    }

    fn ring(&self, now: Instant) {
        while let Some(conn) = self.core.timers.pop_due(now) {
            if let Some(conn) = conn.upgrade() {
                conn.tick(now);
            }
        }
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}
