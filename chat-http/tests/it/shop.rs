//! A client with its team, and what asks the API.

use async_trait::async_trait;
use axum::{
    Router,
    body::{Body, to_bytes},
};
use chat_conformance::files::Glance;
use chat_core::{
    Access, Account, AccountCheck, Action, Actor, Address, Addressed, Administration, AgentId, CallRefused, Channel,
    Chat, ChatBuilder, ContentType, Created, Cursor, DomainProbe, Env, ExternalId, Fault, Files, IdentityKey,
    IdentityKind, Inbound, InboundMessage, IncomingCall, Live, LiveSocket, LocalLogin, LocalPages, ManualClock,
    MemoryMedia, MemoryStore, NewAgent, Outcome, Pace, Page, PageQuery, ProofFault, Quotas, Realtime, Role, RoleAccess,
    Secret, Sending, Source, Subject, SystemIds, TenantScope, Timestamp, Transport, WebhookFault, WebhookReply,
    WebhookRequest, WebhookSender,
};
use chat_http::{Api, EventJson};
use http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};
use std::time::Duration;
use tower::ServiceExt;
use url::Url;

/// Stands in for WhatsApp: a call is `{"to": …, "messages": [{"id", "from", "text"}]}`, its signature the app's secret itself. It
/// remembers whom it was to send to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Telegraph(Arc<Mutex<Vec<String>>>);

#[async_trait]
impl Channel for Telegraph {
    fn source(&self) -> Source {
        Source::WHATSAPP
    }

    fn handshake(&self, query: &[(String, String)], account: &Account) -> Option<String> {
        let value = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let is_asked = value("hub.verify_token") == Some(account.verify_token.expose());
        value("hub.challenge").filter(|_| is_asked).map(str::to_owned)
    }

    fn receive(&self, call: &IncomingCall) -> Result<Vec<Addressed>, CallRefused> {
        let body: Value = serde_json::from_slice(&call.body).map_err(|_| CallRefused::Unreadable)?;
        let text = |value: &Value| value.as_str().map(str::to_owned).ok_or(CallRefused::Unreadable);
        let to = text(&body["to"])?;
        let messages = body["messages"].as_array().ok_or(CallRefused::Unreadable)?;
        let item = |message: &Value| {
            let external_id = ExternalId { source: Source::WHATSAPP, id: text(&message["id"])? };
            let identities = vec![IdentityKey::new(IdentityKind::WhatsappPhone, text(&message["from"])?)];
            let inbound = InboundMessage {
                profile_name: Some("Cleo".into()),
                number: Some(format!("+{}", text(&message["from"])?)),
                ..InboundMessage::new(external_id, identities, ContentType::TEXT, text(&message["text"])?)
            };
            let raw = json!({ "to": to, "messages": [message] }).to_string();
            Ok(Addressed { to: Address::Account(to.clone()), inbound: Inbound::Message(Box::new(inbound)), raw })
        };
        messages.iter().map(item).collect()
    }

    fn authenticate(&self, call: &IncomingCall, account: &Account) -> Result<(), CallRefused> {
        let signature = call.header("x-hub-signature-256").ok_or(CallRefused::Unsigned)?;
        let signature = signature.strip_prefix("sha256=").ok_or(CallRefused::Malformed)?;
        if signature == account.app_secret.expose() { Ok(()) } else { Err(CallRefused::Forged) }
    }

    fn pace(&self, _account: &Account) -> Pace {
        Pace::default()
    }

    fn carries_files(&self) -> bool {
        false
    }

    async fn send(&self, _: &Account, sending: &Sending) -> Outcome {
        self.0.lock().unwrap().extend(sending.to.last().map(|key| key.value.clone()));
        match sending.message.content.as_str() {
            "undeliverable" => Outcome::Refused(Fault::new(131_026, "the customer cannot be reached")),
            _ => Outcome::Done(Some(ExternalId {
                source: Source::WHATSAPP,
                id: format!("wamid.{}", sending.message.id),
            })),
        }
    }

    async fn mark_read(&self, _: &Account, _: &str) -> Outcome {
        Outcome::Done(None)
    }

    fn administration(&self) -> Option<&dyn Administration> {
        Some(self)
    }

    async fn check(&self, account: &Account) -> AccountCheck {
        match account.access_token.expose() {
            "expired" => AccountCheck::Wrong(Fault::new(190, "the access token has expired")),
            _ => AccountCheck::Fine { display_number: Some("+49 30 901820".into()), throughput: Some(80) },
        }
    }
}

/// Stands in for DNS and the web: every TXT record holds the same, or there is none; no website has a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outside(pub(crate) Arc<Mutex<Option<String>>>);

#[async_trait]
impl DomainProbe for Outside {
    async fn txt(&self, _name: &str) -> Result<Vec<Vec<u8>>, ProofFault> {
        let record = self.0.lock().unwrap().clone();
        record.map(|record| vec![record.into_bytes()]).ok_or(ProofFault::NoRecord)
    }

    async fn file(&self, _host: &str, _path: &str) -> Result<Vec<u8>, ProofFault> {
        Err(ProofFault::WrongStatus(404))
    }
}

/// Stands in for the endpoints of webhooks: what it was sent, and what it answers beside challenges, which it gives back.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) sent: Arc<Mutex<Vec<WebhookRequest>>>,
    pub(crate) answer: Arc<Mutex<Result<u16, WebhookFault>>>,
}

impl Default for Endpoint {
    fn default() -> Self {
        Self { sent: Arc::default(), answer: Arc::new(Mutex::new(Ok(204))) }
    }
}

impl Endpoint {
    /// The bodies that it was sent.
    pub(crate) fn told(&self) -> Vec<Value> {
        self.sent.lock().unwrap().iter().map(|request| serde_json::from_slice(&request.body).unwrap()).collect()
    }
}

#[async_trait]
impl WebhookSender for Endpoint {
    fn takes(&self, url: &Url) -> bool {
        url.scheme() == "https"
    }

    async fn call(&self, request: &WebhookRequest) -> Result<WebhookReply, WebhookFault> {
        self.sent.lock().unwrap().push(request.clone());
        let status = (*self.answer.lock().unwrap())?;
        Ok(WebhookReply { status, retry_after: None, body: request.body.clone() })
    }
}

/// Stands in for the gateway: of each client two are connected.
#[derive(Debug)]
struct Lobby;

impl Realtime for Lobby {
    fn live(&self, scope: TenantScope, page: PageQuery) -> Live {
        let id = scope.client_id();
        let socket = |n: i64| LiveSocket {
            id: format!("socket {n} of {id}"),
            agent_id: AgentId::from_uuid(id.uuid()),
            agent_name: "Ann".into(),
            role: Role::Owner,
            since: Timestamp::from_millis(n),
            transport: Transport::WebSocket,
            rooms: vec!["inbox".into()],
            queued_packets: 1,
            queued_packets_max: 1024,
            queued_bytes: 523,
            queued_bytes_max: 4_194_304,
        };
        let cursor = |n| Cursor { key: n, id: id.uuid() };
        let rest = (1..=2).filter(|n| page.after.is_none_or(|after| cursor(*n) > after));
        let items: Vec<_> = rest.take(page.limit).map(socket).collect();
        let last = items.last().map_or(0, |socket| socket.since.millis());
        let next = (last == 1).then(|| cursor(last));
        Live { sockets: 2, agents: 1, rooms: 1, page: Page { items, next } }
    }
}

/// The usual rule, until it is shut and nobody may do anything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Door(Arc<AtomicBool>);

impl Door {
    pub(crate) fn shut(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Access for Door {
    fn may(&self, actor: &Actor, action: Action, subject: Subject<'_>) -> bool {
        !self.0.load(Ordering::Relaxed) && RoleAccess.may(actor, action, subject)
    }
}

/// The assembled module with its API.
#[derive(Clone, Debug)]
pub(crate) struct House {
    pub(crate) chat: Chat,
    pub(crate) clock: ManualClock,
    pub(crate) door: Door,
    pub(crate) outside: Outside,
    pub(crate) endpoint: Endpoint,
    pub(crate) store: MemoryStore,
    pub(crate) login: LocalLogin,
    pub(crate) router: Router,
    pub(crate) telegraph: Telegraph,
}

/// A client with its owner, and one who asks in the owner's name.
#[derive(Clone, Debug)]
pub(crate) struct Shop {
    pub(crate) house: House,
    pub(crate) created: Created,
}

/// An answer of the API.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl House {
    /// How many bytes a file may have.
    pub(crate) const FILE_BYTES_MAX: u64 = 100_000;

    pub(crate) fn new() -> Self {
        Self::with(|api, login| api.login(login))
    }

    pub(crate) fn with(finish: impl FnOnce(Api, LocalLogin) -> Api) -> Self {
        Self::limited(Quotas::default(), finish)
    }

    pub(crate) fn limited(quotas: Quotas, finish: impl FnOnce(Api, LocalLogin) -> Api) -> Self {
        Self::built(|chat| chat.quotas(quotas), finish)
    }

    /// One in which conversations go back to the queue when their agents have been away for so long.
    pub(crate) fn relieving(absence: Duration) -> Self {
        Self::built(|chat| chat.relieve_after(absence), Api::login)
    }

    fn built(build: impl FnOnce(ChatBuilder) -> ChatBuilder, finish: impl FnOnce(Api, LocalLogin) -> Api) -> Self {
        let clock = ManualClock::default();
        let env = Env::new(clock.clone(), SystemIds);
        let (store, door, outside) = (MemoryStore::default(), Door::default(), Outside::default());
        let endpoint = Endpoint::default();
        let telegraph = Telegraph::default();
        let login = LocalLogin::new(store.clone()).env(env.clone());
        let chat = Chat::builder(store.clone(), login.clone()).access(door.clone());
        let files = Files::new(MemoryMedia::default(), Glance::default()).agent_bytes_max(Self::FILE_BYTES_MAX);
        let chat = chat.files(files).local_pages(LocalPages::Allowed).webhooks(endpoint.clone(), EventJson);
        let chat = chat.channel(telegraph.clone()).realtime(Lobby).domain_probe(outside.clone()).env(env);
        let chat = build(chat).build();
        let router = finish(Api::new(chat.clone()), login.clone()).router();
        Self { chat, clock, door, outside, endpoint, store, login, router, telegraph }
    }

    pub(crate) async fn shop(&self, name: &str) -> Shop {
        let owner = NewAgent {
            password: Some(Secret::from("correct horse")),
            ..NewAgent::new("Ann", format!("ann@{name}.test"), Role::Owner)
        };
        Shop { house: self.clone(), created: self.login.create_client(name, owner).await.unwrap() }
    }

    /// Whom messages were sent to, in order.
    pub(crate) fn sent_to(&self) -> Vec<String> {
        self.telegraph.0.lock().unwrap().clone()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.into()).unwrap() }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Answer {
        self.send(json_request(Method::POST, "/api/v1/auth/login", &json!({ "email": email, "password": password })))
            .await
    }

    /// A call of the provider's, signed with `secret`.
    pub(crate) async fn call(&self, secret: &str, body: &Value) -> Answer {
        let request = Request::post("/webhooks/whatsapp").header("x-hub-signature-256", format!("sha256={secret}"));
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }
}

impl Shop {
    pub(crate) const SECRET: &str = "app-secret-of-the-shop";
    pub(crate) const VISITOR_KEY: &str = "what-only-the-shop-signs-its-visitors-with";

    pub(crate) async fn open() -> Self {
        House::new().shop("shop").await
    }

    pub(crate) fn key(&self) -> &str {
        self.created.api_key.expose()
    }

    /// The owner's API key, and the token of a session of the owner's.
    pub(crate) async fn tokens(&self) -> (String, String) {
        let signed_in = self.house.login.start_session(self.created.owner.clone()).await.unwrap();
        (self.key().to_owned(), signed_in.token.expose().to_owned())
    }

    /// The API key of a new member of the team who only answers customers.
    pub(crate) async fn colleague(&self, name: &str) -> String {
        let new = NewAgent::new(name, format!("{}@shop.test", name.to_lowercase()), Role::Agent);
        let (agent, _) = self.house.login.create_agent(self.created.client.id, new).await.unwrap();
        let (_, key) = self.house.login.create_api_key(self.created.client.id, agent.id, "test").await.unwrap();
        key.expose().to_owned()
    }

    /// Asks in the owner's name.
    pub(crate) async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let request = match body {
            Some(body) => json_request(method, path, body),
            None => Request::builder().method(method).uri(path).body(Body::empty()).unwrap(),
        };
        self.house.send(with_bearer(request, self.key())).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.ask(Method::DELETE, path, None).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.ask(Method::PUT, path, Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.ask(Method::PATCH, path, Some(body)).await
    }

    /// Connects a number, and tells the account's id.
    pub(crate) async fn connect(&self, number: &str) -> String {
        let new = json!({
            "phoneNumberId": number,
            "businessAccountId": "business-1",
            "accessToken": "EAAG-access-token",
            "appSecret": Self::SECRET,
            "verifyToken": "verify-token-of-the-shop",
        });
        let account = self.post("/api/v1/whatsapp/accounts", &new).await.json(StatusCode::CREATED);
        account["id"].as_str().unwrap().to_owned()
    }

    /// Makes a widget with a key, and tells its id.
    pub(crate) async fn widget(&self) -> String {
        let new = json!({ "name": "Shop", "type": "floating" });
        let widget = self.post("/api/v1/widgets", &new).await.json(StatusCode::CREATED);
        let id = widget["id"].as_str().unwrap().to_owned();
        let key = json!({ "kid": "main", "algorithm": "HS256", "key": Self::VISITOR_KEY });
        self.post(&format!("/api/v1/widgets/{id}/identity-keys"), &key).await.json(StatusCode::CREATED);
        id
    }

    /// Makes a webhook whose endpoint was verified, and tells its id.
    pub(crate) async fn webhook(&self) -> String {
        let new = json!({ "url": "https://shop.test/hook" });
        let made = self.post("/api/v1/webhooks", &new).await.json(StatusCode::CREATED);
        let id = made["webhook"]["id"].as_str().unwrap().to_owned();
        let check = self.post(&format!("/api/v1/webhooks/{id}/verify"), &Value::Null).await.json(StatusCode::OK);
        assert_eq!(check["webhook"]["status"], "active");
        id
    }

    /// Hands a table of customers in.
    pub(crate) async fn import(&self, table: &str, dry_run: bool) -> Answer {
        let request = Request::post(format!("/api/v1/customers/import?dryRun={dry_run}"));
        let request = request.header(header::CONTENT_TYPE, "text/csv").body(Body::from(table.to_owned())).unwrap();
        self.house.send(with_bearer(request, self.key())).await
    }

    /// Hands a file in.
    pub(crate) async fn upload(&self, name: &str, bytes: &[u8]) -> Answer {
        self.house.send(with_bearer(upload_request(name, bytes), self.key())).await
    }

    /// Has one of everything that routes are about.
    pub(crate) async fn furnish(&self) {
        let conversation = self.conversation().await;
        let attachment = self.upload("order.txt", b"two chairs").await.json(StatusCode::CREATED);
        let note = json!({ "content": "", "kind": "note", "attachmentIds": [attachment["id"]] });
        self.post(&format!("/api/v1/conversations/{conversation}/messages"), &note).await.json(StatusCode::CREATED);
        let customer = self.get("/api/v1/customers").await.json(StatusCode::OK)["items"][0]["id"].clone();
        let notes = format!("/api/v1/customers/{}/notes", customer.as_str().unwrap());
        self.post(&notes, &json!({ "text": "Prefers tea." })).await.json(StatusCode::CREATED);
        self.import("email\ncleo@mail.test\n", false).await.json(StatusCode::OK);
        let twin = self.get("/api/v1/customers?q=cleo@").await.json(StatusCode::OK)["items"][0]["id"].clone();
        let merge = notes.replace("/notes", "/merge");
        self.post(&merge, &json!({ "customerId": twin })).await.json(StatusCode::CREATED);
        let widget = self.widget().await;
        for (path, new) in [
            ("labels", json!({ "name": "urgent", "color": "#ff0000" })),
            ("conversation-attributes", json!({ "name": "order", "title": "Order", "type": "text" })),
            ("customer-attributes", json!({ "name": "order", "title": "Order", "type": "text" })),
            ("canned-responses", json!({ "name": "bye", "content": "Goodbye!" })),
            ("teams", json!({ "name": "Support" })),
            ("macros", json!({ "name": "Done", "changes": { "status": "closed" } })),
            ("views", json!({ "name": "Open", "filter": { "status": ["active"] } })),
            ("roles", json!({ "name": "Night", "permissions": ["conversations.read"] })),
            ("invitations", json!({ "email": "new@shop.test", "role": "agent" })),
        ] {
            self.post(&format!("/api/v1/{path}"), &new).await.json(StatusCode::CREATED);
        }
        let bulk = json!({ "conversationIds": [conversation], "changes": { "priority": "low" } });
        self.post("/api/v1/conversations/bulk", &bulk).await.json(StatusCode::ACCEPTED);
        let account = self.get("/api/v1/whatsapp/accounts").await.json(StatusCode::OK)["items"][0]["id"].clone();
        let sync = format!("/api/v1/whatsapp/accounts/{}/templates/sync", account.as_str().unwrap());
        self.post(&sync, &Value::Null).await.json(StatusCode::OK);
        let domain = json!({ "domain": "shop.test" });
        self.post(&format!("/api/v1/widgets/{widget}/domains"), &domain).await.json(StatusCode::CREATED);
        self.webhook().await;
    }

    /// Has a customer write to a number, and tells the conversation's id.
    pub(crate) async fn hear(&self, number: &str, from: &str, id: &str, text: &str) -> String {
        let call = json!({ "to": number, "messages": [{ "id": id, "from": from, "text": text }] });
        self.house.call(Self::SECRET, &call).await.json(StatusCode::OK);
        let list = self.get(&format!("/api/v1/conversations?q={from}")).await.json(StatusCode::OK);
        list["items"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Connects a number and has a customer write to it.
    pub(crate) async fn conversation(&self) -> String {
        self.connect("100").await;
        self.hear("100", "491701", "wamid.1", "Is it open?").await
    }
}

impl Answer {
    /// The JSON of an answer that has to have this status.
    #[track_caller]
    pub(crate) fn json(self, status: StatusCode) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        if self.text.is_empty() { Value::Null } else { serde_json::from_str(&self.text).unwrap() }
    }

    /// The problem document of an answer that has to be one with this status and code, without the request's name.
    #[track_caller]
    pub(crate) fn problem(self, status: StatusCode, code: &str) -> Value {
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json", "{}", self.text);
        let name = self.headers["x-request-id"].to_str().unwrap().to_owned();
        let mut problem = self.json(status);
        assert_eq!(problem.as_object_mut().unwrap().remove("requestId"), Some(json!(name)));
        assert_eq!(problem["status"], status.as_u16());
        assert_eq!(problem["code"], code, "{problem}");
        assert!(!problem["title"].as_str().unwrap().is_empty() && !problem["detail"].as_str().unwrap().is_empty());
        problem
    }

    /// The names of the fields that a refused input has wrong.
    #[track_caller]
    pub(crate) fn wrong_fields(self) -> Vec<String> {
        let problem = self.problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
        let errors = problem["errors"].as_array().unwrap();
        assert!(errors.iter().all(|error| !error["problem"].as_str().unwrap().is_empty()));
        errors.iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect()
    }
}

/// A file in the only part of a form.
pub(crate) fn upload_request(name: &str, bytes: &[u8]) -> Request<Body> {
    let head = format!(
        "--border\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: application/octet-stream\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, b"\r\n--border--\r\n"].concat();
    let request = Request::post("/api/v1/attachments");
    request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=border").body(Body::from(body)).unwrap()
}

pub(crate) fn json_request(method: Method, path: &str, body: &Value) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
    request.body(Body::from(body.to_string())).unwrap()
}

pub(crate) fn with_bearer(mut request: Request<Body>, token: &str) -> Request<Body> {
    request.headers_mut().insert(header::AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
    request
}
