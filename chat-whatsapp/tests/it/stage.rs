//! An emulator and a webhook receiver, both on loopback sockets.

use axum::{
    Router,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    routing::get,
};
use chat_whatsapp::emulator::{Account, Callback, Emulator, Setup};
use reqwest::{Client, Method, redirect::Policy};
use serde_json::Value;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{net::TcpListener, sync::mpsc, time::timeout};

/// How long anything may take before the test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
pub(crate) const VERIFY_TOKEN: &str = "the-verify-token";

/// A webhook as it came.
#[derive(Debug)]
pub(crate) struct Webhook {
    pub(crate) signature: String,
    pub(crate) body: Bytes,
}

impl Webhook {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the emulator sends JSON")
    }

    /// The value of the only change.
    pub(crate) fn value(&self) -> Value {
        let json = self.json();
        assert_eq!(json["entry"].as_array().map(Vec::len), Some(1), "{json}");
        assert_eq!(json["entry"][0]["changes"].as_array().map(Vec::len), Some(1), "{json}");
        json["entry"][0]["changes"][0]["value"].clone()
    }
}

/// A business's webhook endpoint that keeps what comes, and answers as it is told.
pub(crate) struct Receiver {
    pub(crate) url: String,
    incoming: mpsc::Receiver<Webhook>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

#[derive(Clone)]
struct Inbox {
    incoming: mpsc::Sender<Webhook>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let (sender, incoming) = mpsc::channel(1_000);
        let answers = Arc::new(Mutex::new(VecDeque::new()));
        let inbox = Inbox { incoming: sender, answers: answers.clone() };
        let router = Router::new().route("/hook", get(challenge).post(take)).with_state(inbox);
        let url = format!("{}/hook", serve(router).await);
        Self { url, incoming, answers }
    }

    /// The next webhooks are answered with these statuses, all later ones with 200.
    pub(crate) fn answer(&self, statuses: &[u16]) {
        self.answers.lock().unwrap().extend(statuses);
    }

    pub(crate) async fn next(&mut self) -> Webhook {
        timeout(PATIENCE, self.incoming.recv()).await.expect("a webhook comes").expect("the receiver runs")
    }

    /// The next status of the message, with its webhook's value.
    pub(crate) async fn next_status(&mut self) -> Value {
        let value = self.next().await.value();
        assert!(value["statuses"].is_array(), "not a status: {value}");
        value
    }

    /// Whether nothing has come that was not asked for.
    pub(crate) fn is_silent(&mut self) -> bool {
        self.incoming.try_recv().is_err()
    }
}

async fn challenge(Query(query): Query<std::collections::HashMap<String, String>>) -> (StatusCode, String) {
    match query.get("hub.verify_token").map(String::as_str) {
        Some(VERIFY_TOKEN) if query["hub.mode"] == "subscribe" => (StatusCode::OK, query["hub.challenge"].clone()),
        _ => (StatusCode::FORBIDDEN, String::new()),
    }
}

async fn take(State(inbox): State<Inbox>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers["x-hub-signature-256"].to_str().unwrap().to_owned();
    inbox.incoming.send(Webhook { signature, body }).await.unwrap();
    let status = inbox.answers.lock().unwrap().pop_front().unwrap_or(200);
    StatusCode::from_u16(status).unwrap()
}

/// Serves on a free port and gives the base URL.
pub(crate) async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, router).into_future());
    format!("http://{address}")
}

/// What an answer was.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) json: Value,
}

impl Answer {
    /// Graph's code and subcode.
    pub(crate) fn code(&self) -> (u16, i64, Option<i64>) {
        let error = &self.json["error"];
        (self.status, error["code"].as_i64().unwrap_or(-1), error["error_subcode"].as_i64())
    }
}

/// A running emulator with one account, whose webhooks go to a receiver.
pub(crate) struct Stage {
    pub(crate) url: String,
    pub(crate) emulator: Emulator,
    pub(crate) account: Account,
    pub(crate) receiver: Receiver,
    pub(crate) client: Client,
}

impl Stage {
    pub(crate) async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    pub(crate) async fn open_with(change: impl FnOnce(&mut Setup)) -> Self {
        let receiver = Receiver::start().await;
        let callback = Callback { url: receiver.url.clone(), verify_token: VERIFY_TOKEN.to_owned() };
        let mut setup = Setup::new(Account { callback: Some(callback), ..Account::default() });
        setup.delays.sent_ms = 1;
        setup.delays.delivered_ms = 20;
        setup.delays.read_ms = None;
        change(&mut setup);
        let account = setup.accounts[0].clone();
        let emulator = Emulator::new(setup);
        let url = serve(emulator.router()).await;
        let running = emulator.clone();
        tokio::spawn(async move { running.run_until(std::future::pending()).await });
        Self { url, emulator, account, receiver, client: client() }
    }

    /// A Graph request with the account's token.
    pub(crate) async fn graph(&self, method: Method, path: &str, body: Value) -> Answer {
        let token = self.account.access_token.clone();
        self.graph_as(&token, method, path, body).await
    }

    pub(crate) async fn graph_as(&self, token: &str, method: Method, path: &str, body: Value) -> Answer {
        let request = self.client.request(method, format!("{}/v26.0/{path}", self.url)).bearer_auth(token);
        let request = if body.is_null() { request } else { request.json(&body) };
        answer(request).await
    }

    /// A Graph request with a form whose parts `boundary` divides.
    pub(crate) async fn post_form(&self, path: &str, boundary: &str, form: Vec<u8>) -> Answer {
        let request = self.client.post(format!("{}/v26.0/{path}", self.url)).bearer_auth(&self.account.access_token);
        let kind = format!("multipart/form-data; boundary={boundary}");
        answer(request.header("Content-Type", kind).body(form)).await
    }

    /// A send to the account's `messages` edge.
    pub(crate) async fn send(&self, body: Value) -> Answer {
        let path = format!("{}/messages", self.account.phone_number_id);
        self.graph(Method::POST, &path, body).await
    }

    pub(crate) async fn control(&self, path: &str, body: Value) -> Answer {
        answer(self.client.post(format!("{}/_emu/{path}", self.url)).json(&body)).await
    }

    pub(crate) async fn report(&self, path: &str) -> Value {
        answer(self.client.get(format!("{}/_emu/{path}", self.url))).await.json
    }

    /// A customer writes a text, and its webhook is taken from the receiver. Gives the message's id.
    pub(crate) async fn customer_writes(&mut self, user: &str) -> String {
        let written = self.control("inbound", serde_json::json!({"user": user, "text": "hello"})).await;
        assert_eq!(written.status, 200, "{}", written.json);
        let value = self.receiver.next().await.value();
        assert_eq!(value["messages"][0]["id"], written.json["ids"][0]);
        written.json["ids"][0].as_str().unwrap().to_owned()
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.expect("the emulator answers");
    let status = response.status().as_u16();
    let text = response.text().await.expect("the answer is whole");
    Answer { status, json: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
}

/// A client that needs no TLS provider of the process.
pub(crate) fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().redirect(Policy::none()).timeout(PATIENCE).build().expect("a client can be built")
}
