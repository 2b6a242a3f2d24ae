//! Real time for agents: sign-in, rooms, presence, fan-out and catching up, over the [engine](crate::engine).
//!
//! Event names are in `wire.rs`, payloads in `shapes.rs`. A room is joined only with a [`Ticket`](chat_core::Ticket).

mod agents;
mod fanout;
mod fields;
mod front;
pub mod fuzz;
mod guest;
mod live;
mod meters;
mod own_page;
mod requests;
mod rooms;
mod session;
mod shapes;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod typescript;
mod visit_watch;
mod visitor_fanout;
mod visitor_requests;
mod visitor_shapes;
#[cfg(test)]
mod visitor_tests;
mod visitors;
mod watch;
mod wire;

use crate::engine::{Config, Engine, EngineLayer, Origins};
use agents::Agents;
use async_trait::async_trait;
use chat_core::{Chat, ClientId, DefinitionKind, Event, Listener, Notice, Seats, Seq, Signal, Stop};
use fanout::Fanout;
use front::Front;
use http::{HeaderName, header};
use meters::Meters;
use session::Session;
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use visit_watch::VisitWatch;
use visitor_fanout::{Errands, VisitorFanout};
use visitors::Visitors;
use watch::Watch;

/// Tells agents' browsers in real time what happens, and takes what they say.
///
/// It is a listener of the chat, whose [`Chat::run_until`] drives it: nothing is delivered while that is not driven.
/// Clones are handles of the same gateway. One that was stopped stays stopped and lets nobody in.
///
/// ```
/// use axum::Router;
/// use chat_core::{Chat, LocalLogin, MemoryStore};
/// use chat_transport_ws::Gateway;
///
/// let store = MemoryStore::default();
/// let gateway = Gateway::default();
/// let chat = Chat::builder(store.clone(), LocalLogin::new(store)).listener(gateway.clone()).realtime(gateway.clone()).build();
/// let app: Router = Router::new().layer(gateway.layer(chat));
/// # let _ = app;
/// ```
#[derive(Clone, Debug)]
pub struct Gateway {
    engine: Engine,
    shared: Arc<Shared>,
}

#[derive(Debug)]
pub(crate) struct Shared {
    /// Given by the layer, and given back at the end: the chat holds the gateway as well.
    chat: Mutex<Option<Chat>>,
    watch: Watch,
    /// When each visitor has to prove anew where it is.
    visits: VisitWatch,
    /// What is to be found out or written for visitors, besides being told.
    errands: Errands,
    meters: Meters,
    /// How many sign-outs were heard of.
    sign_outs: AtomicU64,
    /// How often it was heard that a widget may have ended somewhere.
    endings: AtomicU64,
    /// The places that connections take.
    seats: Mutex<Seats>,
    /// Where the server's own pages are from, if it was told.
    own_origins: Mutex<Arc<[String]>>,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            chat: Mutex::default(),
            watch: Watch::default(),
            visits: VisitWatch::default(),
            errands: Errands::default(),
            meters: Meters::default(),
            sign_outs: AtomicU64::new(0),
            endings: AtomicU64::new(0),
            seats: Mutex::new(Seats::new(usize::MAX, Gateway::PER_IP_MAX)),
            own_origins: Mutex::default(),
        }
    }
}

impl Shared {
    fn chat(&self) -> Option<Chat> {
        self.chat.lock().expect("no holder of the lock panics").clone()
    }

    fn seats(&self) -> Seats {
        self.seats.lock().expect("no holder of the lock panics").clone()
    }

    /// How many sign-outs were heard of. One that is not counted yet will find every socket that is in its team's room.
    fn sign_outs(&self) -> u64 {
        self.sign_outs.load(Ordering::SeqCst)
    }

    /// How often it was heard that a widget may have ended. What is not counted yet will find every socket that is in its room.
    fn endings(&self) -> u64 {
        self.endings.load(Ordering::SeqCst)
    }

    fn own_origins(&self) -> Arc<[String]> {
        self.own_origins.lock().expect("no holder of the lock panics").clone()
    }
}

impl Default for Gateway {
    /// A gateway at `/socket.io/` that pages of any origin may use: whoever connects has to show a token, and no cookie
    /// counts.
    fn default() -> Self {
        Self::new(Config { origins: Origins::Any, ..Config::default() })
    }
}

impl Gateway {
    /// How many connections of one address may be open at a time unless the host says otherwise.
    pub const PER_IP_MAX: usize = 5000;

    /// The same; when it stops its sockets are sent away over a window, so that not all come back elsewhere at the same
    /// moment.
    pub fn draining_over(window: Duration) -> Self {
        Self::new(Config { origins: Origins::Any, parting_window: window, ..Config::default() })
    }

    /// The same, where agents who use the server's own pages need no token: the session in the cookie of this name signs them in.
    /// From the pages of others it does not count; see [`own_origins`](Self::own_origins).
    pub fn with_session_cookie(name: &str, window: Duration) -> Self {
        let cookie_kept = Some(name.to_owned());
        Self::new(Config { origins: Origins::Any, parting_window: window, cookie_kept, ..Config::default() })
    }

    /// A gateway on an engine with these settings.
    pub fn new(mut config: Config) -> Self {
        for name in [header::ORIGIN, header::HOST, HeaderName::from_static("sec-fetch-site")] {
            if !config.headers_kept.contains(&name) {
                config.headers_kept.push(name);
            }
        }
        let shared = Arc::<Shared>::default();
        let (agents, visitors) = (Agents { shared: shared.clone() }, Visitors { shared: shared.clone() });
        let engine = Engine::new(config, Arc::new(Front { agents, visitors }));
        Self { engine, shared }
    }

    /// Says where the server's own pages are from (`https://chat.example`), from which alone visitors' sockets may come,
    /// and those that a cookie signs in. Without it,
    /// those count whose browsers have asked for the host that the page is from; behind a proxy that changes `Host`, it has to be
    /// said.
    #[must_use]
    pub fn own_origins(self, origins: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let origins = origins.into_iter().map(Into::into).collect();
        *self.shared.own_origins.lock().expect("no holder of the lock panics") = origins;
        self
    }

    /// Lets so many connections of one address be open at a time, from here on.
    #[must_use]
    pub fn per_ip_max(self, connections: usize) -> Self {
        *self.shared.seats.lock().expect("no holder of the lock panics") = Seats::new(usize::MAX, connections);
        self
    }

    /// Puts the gateway before the routes of a router, for the agents of `chat`.
    pub fn layer(&self, chat: Chat) -> EngineLayer {
        *self.shared.chat.lock().expect("no holder of the lock panics") = Some(chat);
        self.engine.layer()
    }

    /// How many connections are open.
    pub fn connection_count(&self) -> usize {
        self.engine.connection_count()
    }

    fn fanout(&self) -> Fanout<'_> {
        Fanout { engine: &self.engine, shared: &self.shared }
    }

    fn visitor_fanout(&self) -> VisitorFanout<'_> {
        VisitorFanout { engine: &self.engine, shared: &self.shared }
    }

    /// Asks for the tokens again of those whose rights may have become others.
    fn doubt(&self, notice: &Notice) {
        let agent = match notice.event {
            Event::AgentChanged { agent_id, .. } => Some(agent_id),
            Event::DefinitionChanged { kind: DefinitionKind::Role, .. } => None,
            _ => return,
        };
        if let Some(chat) = self.shared.chat() {
            self.shared.watch.doubt(notice.client_id, agent, chat.env().now());
        }
    }

    /// Ends the sockets of a sign-in that was taken back.
    fn sign_out(&self, signal: &Signal) {
        let Signal::SignedOut { client_id, credential } = signal else { return };
        self.shared.sign_outs.fetch_add(1, Ordering::SeqCst);
        for socket in self.engine.members(wire::AGENTS, &rooms::team(*client_id)) {
            let session = socket.attached::<Session>();
            if session.is_some_and(|session| session.desk.sign_in().credential == *credential) {
                socket.disconnect();
            }
        }
    }
}

#[async_trait]
impl Listener for Gateway {
    fn hear(&self, notice: &Arc<Notice>) {
        self.fanout().notice(notice);
        self.visitor_fanout().notice(notice);
        self.doubt(notice);
    }

    fn miss(&self, client: ClientId, seq: Seq) {
        self.fanout().resync(client, seq);
        self.visitor_fanout().resync(client, seq);
    }

    fn sense(&self, signal: &Signal) {
        self.fanout().signal(signal);
        self.visitor_fanout().signal(signal);
        self.sign_out(signal);
    }

    async fn run(&self, stop: Stop) {
        let watching = async {
            let mut tick = tokio::time::interval(Watch::TICK);
            tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            while !stop.is_stopped() {
                tokio::select! {
                    () = stop.stopped() => break,
                    _ = tick.tick() => {}
                }
                if let Some(chat) = self.shared.chat() {
                    self.shared.watch.look(&chat).await;
                    self.shared.visits.look(chat.env().now());
                }
            }
        };
        let counting = self.shared.meters.run(&self.engine, &stop);
        let errands = self.visitor_fanout();
        tokio::join!(self.engine.run_until(stop.stopped()), watching, counting, errands.run(&stop));
        self.shared.chat.lock().expect("no holder of the lock panics").take();
    }
}
