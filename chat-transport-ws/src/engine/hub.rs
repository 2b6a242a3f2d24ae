//! The engine as its host sees it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::config::Config;
use super::connection::Conn;
use super::core::Core;
use super::frame::Frame;
use super::handler::{Application, Handler, MessageHandler};
use super::reason::Reason;
use super::rooms::Target;
use super::service::EngineLayer;
use super::session::{Input, Rules};
use super::socket::Socket;
use super::stats::{RoomSizes, Stats};

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

    /// The figures of the moment. Looks at every connection once.
    pub fn stats(&self) -> Stats {
        self.core.stats()
    }

    /// How many rooms there are of each size. Looks at every room once.
    pub fn room_sizes(&self) -> RoomSizes {
        self.core.rooms.sizes()
    }

    /// Writes what is queued and keeps the time, for ever. Drive it once.
    pub async fn run(&self) {
        let (flusher, timers) = (&self.core.flusher, &self.core.timers);
        loop {
            let next = timers.next();
            tokio::select! {
                () = flusher.wake.notified() => {
                    let begun = Instant::now();
                    flusher.flush().await;
                    self.core.counts.flushed(begun.elapsed());
                }
                () = timers.changed.notified() => {}
                () = sleep_until(next) => {}
            }
            self.ring(Instant::now());
        }
    }

    /// As [`run`](Self::run) until `stop` is done; then lets nobody in any more and says goodbye to one after the other, over
    /// the parting window. Handlers that take longer than the close timeout are not waited for.
    pub async fn run_until(&self, stop: impl Future<Output = ()>) {
        let parting = async {
            stop.await;
            self.part().await
        };
        let left = tokio::select! {
            () = self.run() => return,
            left = parting => left,
        };
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

    /// Lets nobody in any more and sends everybody away; tells who that is.
    async fn part(&self) -> Vec<Arc<Conn>> {
        let all = self.core.shut();
        let config = &self.core.rules.config;
        let pause = pause_between(all.len(), config.parting_window).min(config.parting_pause_max);
        let began = tokio::time::Instant::now();
        for (at, conn) in (0..).zip(&all) {
            // Pauses that are shorter than a timer can keep are made up for by later ones.
            tokio::time::sleep_until(began + pause * at).await;
            conn.input(Input::Close(Reason::ServerShutdown));
        }
        all
    }

    fn ring(&self, now: Instant) {
        while let Some(conn) = self.core.timers.pop_due(now) {
            if let Some(conn) = conn.upgrade() {
                conn.tick(now);
            }
        }
    }
}

/// The pause that spreads so many over a window.
fn pause_between(count: usize, window: Duration) -> Duration {
    u32::try_from(count).ok().and_then(|count| window.checked_div(count)).unwrap_or_default()
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}
