//! Somebody's endpoint.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
    routing::post,
};
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;
use std::{
    collections::VecDeque,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
};
use tokio::{
    net::TcpListener,
    sync::{Notify, Semaphore},
};

/// A call as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Heard {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// An endpoint that answers challenges, and everything else with the next status that it was told, else 200.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) address: SocketAddr,
    desk: Arc<Desk>,
}

#[derive(Debug)]
struct Desk {
    heard: Mutex<Vec<Heard>>,
    answers: Mutex<VecDeque<(StatusCode, &'static str)>>,
    /// How many calls are answered: as many as one likes, unless it was told to hold them back.
    turns: Semaphore,
    came: Notify,
}

impl Endpoint {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let turns = Semaphore::new(Semaphore::MAX_PERMITS);
        let desk = Desk { heard: Mutex::default(), answers: Mutex::default(), turns, came: Notify::new() };
        let desk = Arc::new(desk);
        let router = Router::new().route("/{*path}", post(hear)).with_state(desk.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, desk }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook?shop=1", self.address)
    }

    /// Answers the next call so, with a header `location` that leads to the given path.
    pub(crate) fn answer(&self, status: u16, location: &'static str) {
        self.desk.answers.lock().unwrap().push_back((StatusCode::from_u16(status).unwrap(), location));
    }

    /// Answers nothing any more.
    pub(crate) fn hold(&self) {
        self.desk.turns.forget_permits(Semaphore::MAX_PERMITS);
    }

    /// Answers again.
    pub(crate) fn go_on(&self) {
        self.desk.turns.add_permits(Semaphore::MAX_PERMITS);
    }

    /// Returns when the next call has come in.
    pub(crate) async fn came(&self) {
        self.desk.came.notified().await;
    }

    /// The calls so far.
    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.desk.heard.lock().unwrap().clone()
    }

    /// The places of the events that it was told.
    pub(crate) fn seqs(&self) -> Vec<i64> {
        self.heard().iter().filter_map(|heard| heard.json()["seq"].as_i64()).collect()
    }
}

async fn hear(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> Response {
    desk.heard.lock().unwrap().push(Heard { headers, body: body.clone() });
    desk.came.notify_one();
    let _turn = desk.turns.acquire().await.unwrap();
    let told: Value = serde_json::from_slice(&body).unwrap();
    if let Some(challenge) = told["challenge"].as_str() {
        return serde_json::json!({ "challenge": challenge }).to_string().into_response();
    }
    let answer = desk.answers.lock().unwrap().pop_front();
    let (status, location) = answer.unwrap_or((StatusCode::OK, ""));
    (status, [(header::LOCATION, location)], "x".repeat(100_000)).into_response()
}
