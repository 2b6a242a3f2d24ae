//! The way to the server and to the emulator, for everybody who writes.

use crate::shop::Shop;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;

/// How long an answer is waited for before the request counts as lost.
const ANSWER_MAX: Duration = Duration::from_secs(10);

/// Where the front of the processes and the emulator are.
#[derive(Clone, Debug)]
pub(crate) struct Street {
    http: Client,
    pub(crate) front: String,
    pub(crate) emulator: String,
}

impl Street {
    pub(crate) fn new(front: String, emulator: String) -> Self {
        // No proxy of the environment is meant for this machine itself.
        let http = Client::builder().timeout(ANSWER_MAX).no_proxy().build().expect("the client can be built");
        Self { http, front, emulator }
    }

    /// Asks the REST API once as the shop's owner. Nothing when no whole answer came.
    pub(crate) async fn ask(
        &self,
        shop: &Shop,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Option<(StatusCode, Value)> {
        let request = self.http.request(method, format!("{}{path}", self.front)).bearer_auth(&shop.api_key);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        let response = request.send().await.ok()?;
        let status = response.status();
        let bytes = response.bytes().await.ok()?;
        Some((status, serde_json::from_slice(&bytes).unwrap_or_default()))
    }

    /// Reads from the REST API in calm times.
    ///
    /// # Panics
    ///
    /// If it does not answer with what was asked for.
    pub(crate) async fn get(&self, shop: &Shop, path: &str) -> Value {
        match self.ask(shop, Method::GET, path, None).await {
            Some((StatusCode::OK, body)) => body,
            other => panic!("{path}: {other:?}"),
        }
    }

    /// Every record of a list, page by page, in calm times.
    pub(crate) async fn list(&self, shop: &Shop, path: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut cursor = String::new();
        loop {
            let mut page = self.get(shop, &format!("{path}?limit=200&cursor={cursor}")).await;
            items.append(page["items"].as_array_mut().expect("a list has items"));
            match page["nextCursor"].as_str() {
                Some(next) => next.clone_into(&mut cursor),
                None => return items,
            }
        }
    }

    /// Calls the server as Meta does, once; whether it took the call.
    pub(crate) async fn call(&self, signature: &str, body: &str) -> bool {
        let call = self.http.post(format!("{}/webhooks/whatsapp", self.front));
        let call = call.header("x-hub-signature-256", signature).body(body.to_owned());
        call.send().await.is_ok_and(|answer| answer.status() == StatusCode::OK)
    }

    /// Uses the emulator's control API.
    ///
    /// # Panics
    ///
    /// If it refuses: nobody ever kills the emulator.
    pub(crate) async fn emulate(&self, method: Method, what: &str, order: Option<&Value>) -> Value {
        let request = self.http.request(method, format!("{}/_emu/{what}", self.emulator));
        let request = match order {
            Some(order) => request.json(order),
            None => request,
        };
        let response = request.send().await.expect("the emulator answers");
        let status = response.status();
        let body = response.bytes().await.expect("the emulator answers");
        assert_eq!(status, StatusCode::OK, "{what}: {}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).expect("the emulator answers with JSON")
    }

    /// Orders something of the emulator.
    pub(crate) async fn order(&self, what: &str, order: Value) -> Value {
        self.emulate(Method::POST, what, Some(&order)).await
    }

    /// Lets time pass for the emulator, and with it for what it will try again.
    pub(crate) async fn hurry(&self, by: Duration) {
        let millis = u64::try_from(by.as_millis()).expect("it is a short time");
        self.order("clock", json!({ "advanceMs": millis })).await;
    }
}
