//! A client whose agents come in by the gateway, and whose customers write on a channel of the test's own.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::map_request;
use chat_conformance::files::Glance;
use chat_core::{
    Account, AccountCheck, Address, Addressed, Authenticator, CallRefused, Caller, Channel, Chat, ContentType, Created,
    Desk, Env, ExternalId, Files, IdentityKey, IdentityKind, Inbound, InboundMessage, InboundReceipt, IncomingCall,
    LocalLogin, LocalPages, LocalPresence, LocalSignals, ManualClock, MemoryMedia, MemoryStore, MessageStatus,
    NewAccount, NewAgent, Outcome, Pace, Presence, Quotas, Refusal, Role, Sending, SignIn, Source, SystemIds,
};
use chat_transport_ws::Gateway;
use chat_transport_ws::engine::{Config, Origins};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};

use crate::support::{Client, GUARD, within};

/// A channel whose calls are JSON: `{"account", "id", "from", "text"}` or `{"account", "id", "status"}`.
#[derive(Debug, Default)]
struct Letters {
    sent: AtomicU64,
}

#[async_trait]
impl Channel for Letters {
    fn source(&self) -> Source {
        Source::WHATSAPP
    }

    fn handshake(&self, _: &[(String, String)], _: &Account) -> Option<String> {
        None
    }

    fn receive(&self, call: &IncomingCall) -> Result<Vec<Addressed>, CallRefused> {
        let value: Value = serde_json::from_slice(&call.body).map_err(|_| CallRefused::Unreadable)?;
        let field = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let external_id = ExternalId { source: Source::WHATSAPP, id: field("id") };
        let inbound = if let Some(status) = value["status"].as_str() {
            let status: MessageStatus = status.parse().map_err(|_| CallRefused::Unreadable)?;
            let (reference, at, error, billable) = (None, None, None, None);
            Inbound::Receipt(InboundReceipt { external_id, reference, status, at, error, billable })
        } else {
            let identities = vec![IdentityKey::new(IdentityKind::WhatsappPhone, field("from"))];
            Inbound::Message(Box::new(InboundMessage {
                number: Some(format!("+{}", field("from"))),
                ..InboundMessage::new(external_id, identities, ContentType::TEXT, field("text"))
            }))
        };
        Ok(vec![Addressed { to: Address::Account(field("account")), inbound, raw: value.to_string() }])
    }

    fn authenticate(&self, _: &IncomingCall, _: &Account) -> Result<(), CallRefused> {
        Ok(())
    }

    fn pace(&self, _account: &Account) -> Pace {
        Pace::default()
    }

    fn carries_files(&self) -> bool {
        false
    }

    async fn send(&self, _: &Account, _: &Sending) -> Outcome {
        let number = self.sent.fetch_add(1, Ordering::Relaxed);
        Outcome::Done(Some(ExternalId { source: Source::WHATSAPP, id: format!("out-{number}") }))
    }

    async fn mark_read(&self, _: &Account, _: &str) -> Outcome {
        Outcome::Done(None)
    }

    async fn check(&self, _: &Account) -> AccountCheck {
        AccountCheck::Fine { display_number: None, throughput: None }
    }
}

/// Lets in whom the login lets in, and can be told to take its time about it.
#[derive(Clone, Debug)]
pub(crate) struct Door {
    login: LocalLogin,
    hold: Arc<Mutex<Option<Hold>>>,
}

/// Somebody whose token was found good, and who has not heard yet.
#[derive(Debug)]
pub(crate) struct Hold {
    held: oneshot::Sender<()>,
    release: oneshot::Receiver<()>,
}

#[async_trait]
impl Authenticator for Door {
    async fn authenticate(&self, token: &str) -> Result<SignIn, Refusal> {
        let found = self.login.authenticate(token).await;
        let hold = self.hold.lock().unwrap().take();
        if let Some(Hold { held, release }) = hold {
            held.send(()).unwrap();
            release.await.unwrap();
        }
        found
    }
}

impl Door {
    /// Has the next one held: tells when somebody is, and lets it go.
    pub(crate) fn hold_next(&self) -> (oneshot::Receiver<()>, oneshot::Sender<()>) {
        let ((held, is_held), (let_go, release)) = (oneshot::channel(), oneshot::channel());
        *self.hold.lock().unwrap() = Some(Hold { held, release });
        (is_held, let_go)
    }
}

/// The cookie that signs agents in who use the server's own pages.
pub(crate) const COOKIE: &str = "session";

/// A running server for two clients that know nothing of each other.
pub(crate) struct Office {
    pub(crate) address: SocketAddr,
    pub(crate) chat: Chat,
    pub(crate) gateway: Gateway,
    pub(crate) store: MemoryStore,
    pub(crate) login: LocalLogin,
    pub(crate) door: Door,
    pub(crate) clock: ManualClock,
    pub(crate) signals: LocalSignals,
    pub(crate) shop: Created,
    pub(crate) rival: Created,
    pub(crate) stop: Arc<Notify>,
    pub(crate) running: JoinHandle<()>,
}

impl Office {
    pub(crate) async fn open() -> Self {
        Self::with_presence(LocalPresence::default()).await
    }

    pub(crate) async fn with_presence(presence: impl Presence) -> Self {
        Self::with(presence, Quotas::default(), Gateway::PER_IP_MAX).await
    }

    /// One where each may do so much, and so many connections of one address may be open.
    pub(crate) async fn limited(quotas: Quotas, per_ip_max: usize) -> Self {
        Self::with(LocalPresence::default(), quotas, per_ip_max).await
    }

    async fn with(presence: impl Presence, quotas: Quotas, per_ip_max: usize) -> Self {
        let (clock, store, signals) = (ManualClock::default(), MemoryStore::default(), LocalSignals::default());
        let env = Env::new(clock.clone(), SystemIds);
        let login = LocalLogin::new(store.clone()).env(env.clone());
        let gateway = Gateway::new(Config {
            ping_interval: GUARD * 2,
            connect_timeout: GUARD * 2,
            origins: Origins::Any,
            cookie_kept: Some(COOKIE.to_owned()),
            ..Config::default()
        });
        let gateway = gateway.per_ip_max(per_ip_max);
        let door = Door { login: login.clone(), hold: Arc::default() };
        let builder = Chat::builder(store.clone(), door.clone()).env(env).signals(signals.clone());
        let builder = builder.local_pages(LocalPages::Allowed);
        let files = Files::new(MemoryMedia::default(), Glance::default());
        let chat = builder.files(files).presence(presence).quotas(quotas).channel(Letters::default());
        let chat = chat.listener(gateway.clone()).realtime(gateway.clone()).build();
        let shop = login.create_client("Shop", NewAgent::new("Ann", "ann@shop.test", Role::Owner)).await.unwrap();
        let rival = login.create_client("Rival", NewAgent::new("Bob", "bob@rival.test", Role::Owner)).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().layer(gateway.layer(chat.clone()));
        let app = app.layer(map_request(told_where_from)).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, app).await });
        let (runs, stop) = (chat.clone(), Arc::new(Notify::new()));
        let stopped = stop.clone();
        let running = tokio::spawn(async move { runs.run_until(stopped.notified()).await });
        let office = Self { address, chat, gateway, store, login, door, clock, signals, shop, rival, stop, running };
        for (created, number) in [(&office.shop, "shop-number"), (&office.rival, "rival-number")] {
            let desk = office.desk(created.api_key.expose()).await;
            desk.connect_account(&account(number)).await.unwrap();
        }
        office
    }

    pub(crate) async fn desk(&self, token: &str) -> Desk {
        self.chat.sign_in(token).await.unwrap()
    }

    pub(crate) fn shop_token(&self) -> &str {
        self.shop.api_key.expose()
    }

    /// A customer of the shop writes.
    pub(crate) async fn customer_writes(&self, id: &str, from: &str, text: &str) {
        self.call(json!({ "account": "shop-number", "id": id, "from": from, "text": text })).await;
    }

    pub(crate) async fn call(&self, item: Value) {
        let call = IncomingCall { headers: Vec::new(), body: item.to_string().into() };
        self.chat.receive_call(&Source::WHATSAPP, &call).await.unwrap();
    }

    /// A WebSocket that has asked to be let in with `auth`.
    pub(crate) async fn knock(&self, connect: &str) -> Agent {
        self.knock_from(None, "", connect).await
    }

    /// The same from a page of an origin, at a namespace.
    pub(crate) async fn knock_from(&self, origin: Option<&str>, space: &'static str, connect: &str) -> Agent {
        let headers: Vec<_> = origin.map(|origin| ("origin", origin)).into_iter().collect();
        self.knock_with(&headers, space, connect).await
    }

    /// The same with these headers.
    pub(crate) async fn knock_with(
        &self,
        headers: &[(&'static str, &str)],
        space: &'static str,
        connect: &str,
    ) -> Agent {
        let url = format!("ws://{}/socket.io/?EIO=4&transport=websocket", self.address);
        let mut request = url.into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let (socket, _) = within(tokio_tungstenite::connect_async(request)).await.unwrap();
        let mut client = Client(socket);
        assert!(client.text().await.starts_with('0'));
        client.send(connect).await;
        Agent { client, space, events: VecDeque::new(), last_id: 0 }
    }

    /// An agent that is let in; its first event was `connected`.
    pub(crate) async fn agent(&self, token: &str) -> Agent {
        let mut agent = self.knock(&format!("40{}", json!({ "token": token }))).await;
        assert!(agent.client.text().await.starts_with("40{"));
        agent
    }
}

/// What a host does who knows its peers.
async fn told_where_from(ConnectInfo(peer): ConnectInfo<SocketAddr>, mut request: Request) -> Request {
    request.extensions_mut().insert(Caller(peer.ip()));
    request
}

fn account(number: &str) -> NewAccount {
    NewAccount {
        source: Source::WHATSAPP,
        address: number.into(),
        business_id: "business".into(),
        display_number: None,
        access_token: "access".into(),
        app_secret: "secret".into(),
        verify_token: "verify".into(),
    }
}

/// An agent's socket, or a visitor's.
pub(crate) struct Agent {
    pub(crate) client: Client,
    /// The namespace as packets name it.
    space: &'static str,
    events: VecDeque<(String, Value)>,
    last_id: u64,
}

impl Agent {
    /// Emits and waits for the answer; events that come before it are kept.
    pub(crate) async fn ask(&mut self, event: &str, args: &[Value]) -> Value {
        let id = self.emit_asking(event, args).await;
        self.answer(id).await
    }

    /// Emits an event that wants an answer and gives the id of it.
    pub(crate) async fn emit_asking(&mut self, event: &str, args: &[Value]) -> u64 {
        self.last_id += 1;
        self.client.send(&format!("42{}{}{}", self.space, self.last_id, packet(event, args))).await;
        self.last_id
    }

    pub(crate) async fn answer(&mut self, id: u64) -> Value {
        let head = format!("43{}{id}[", self.space);
        loop {
            let text = self.client.text().await;
            if text.starts_with(&head) {
                let answer: Value = serde_json::from_str(&text[head.len() - 1..]).unwrap();
                return answer[0].clone();
            }
            self.keep(&text);
        }
    }

    pub(crate) async fn emit(&mut self, event: &str, args: &[Value]) {
        self.client.send(&format!("42{}{}", self.space, packet(event, args))).await;
    }

    /// The next event of this name; others are kept.
    pub(crate) async fn event(&mut self, name: &str) -> Value {
        loop {
            if let Some(at) = self.events.iter().position(|(known, _)| known == name) {
                return self.events.remove(at).unwrap().1;
            }
            match self.client.next().await {
                Some(Message::Text(text)) => self.keep(&text),
                other => panic!("waiting for {name}, got {other:?}; before that {:?}", self.events),
            }
        }
    }

    /// Everything that arrived until now, by name. A question makes sure that nothing is on its way.
    pub(crate) async fn seen(&mut self) -> Vec<String> {
        let answer = self.ask("no such event", &[]).await;
        assert_eq!(answer["code"], "unknown_event");
        self.events.drain(..).map(|(name, _)| name).collect()
    }

    fn keep(&mut self, text: &str) {
        let start = format!("42{}", self.space);
        let packet: Value =
            serde_json::from_str(text.strip_prefix(&start).unwrap_or_else(|| panic!("{text}"))).unwrap();
        self.events.push_back((packet[0].as_str().unwrap().to_owned(), packet[1].clone()));
    }
}

fn packet(event: &str, args: &[Value]) -> String {
    let mut packet = vec![json!(event)];
    packet.extend_from_slice(args);
    Value::from(packet).to_string()
}
