//! What most scenarios need: the server, the emulated WhatsApp, a client with a connected number.

use e2e::{Connect, Launch, NpmClient, Server};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::sync::Once;

/// The assembled server beside the emulator.
pub(crate) struct Stage {
    pub(crate) server: Server,
    pub(crate) emulator: Server,
    pub(crate) http: reqwest::Client,
    /// Where everybody comes in, when that is not the server itself.
    pub(crate) entrance: Option<String>,
}

/// A client of the server, with an owner's API key and a number at the emulator.
pub(crate) struct Shop {
    pub(crate) api_key: String,
    pub(crate) phone_number_id: String,
    pub(crate) business_account_id: String,
    pub(crate) app_secret: String,
    pub(crate) account_id: String,
}

/// What the world does, whether or not a server is there.
pub(crate) struct Street {
    emulator: String,
    pub(crate) entrance: String,
    pub(crate) http: reqwest::Client,
}

impl Street {
    /// Uses the emulator's control API.
    pub(crate) async fn emulate(&self, what: &str, order: Value) -> Value {
        let response = self.http.post(format!("{}/_emu/{what}", self.emulator)).json(&order).send().await;
        let response = response.expect("the emulator answers");
        let (status, text) = (response.status(), response.text().await.expect("a body"));
        assert!(status.is_success(), "{what}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// A user of WhatsApp writes to the shop.
    pub(crate) async fn customer_writes(&self, shop: &Shop, phone: &str, text: &str) {
        let order = json!({ "user": phone, "phoneNumberId": shop.phone_number_id, "text": text });
        self.emulate("inbound", order).await;
    }
}

/// Makes the one choice of TLS for all HTTP clients of this process.
pub(crate) fn choose_tls() {
    static TLS: Once = Once::new();
    TLS.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
}

impl Stage {
    /// A server on SQLite.
    pub(crate) async fn open() -> Self {
        Self::open_with(|launch| launch).await
    }

    /// A server that is launched differently.
    pub(crate) async fn open_with(change: impl FnOnce(Launch) -> Launch) -> Self {
        choose_tls();
        let emulator = Server::start(Launch::whatsapp_emulator()).await;
        let launch = Launch::chat_server().env("CHAT_GRAPH_URL", emulator.url());
        let server = Server::start(change(launch)).await;
        Self { server, emulator, http: reqwest::Client::new(), entrance: None }
    }

    /// Where everybody comes in.
    pub(crate) fn url(&self) -> String {
        self.entrance.clone().unwrap_or_else(|| self.server.url())
    }

    /// Creates a client by the command line and connects the `n`-th number of the emulator by the API.
    pub(crate) async fn shop(&self, n: u32) -> Shop {
        let (name, email) = (format!("Shop {n}"), format!("owner@shop-{n}.test"));
        let create = ["admin", "create-client", "--name", &name, "--owner-email", &email, "--json"];
        let created: Value = serde_json::from_str(&self.server.run(create).await).expect("JSON was asked for");
        let api_key = created["apiKey"].as_str().expect("a key").to_owned();
        let phone_number_id = format!("10000000000{n}");
        let (business_account_id, app_secret) = (format!("waba-{n}"), format!("app secret {n}"));
        let emulated = json!({
            "appId": format!("app-{n}"),
            "appSecret": app_secret,
            "accessToken": format!("access token {n}"),
            "businessId": format!("portfolio-{n}"),
            "businessAccountId": business_account_id,
            "phoneNumberId": phone_number_id,
            "displayPhoneNumber": format!("+1 555 010 000{n}"),
            "callback": { "url": format!("{}/webhooks/whatsapp", self.url()), "verifyToken": format!("verify {n}") },
        });
        self.emulate("accounts", emulated).await;
        let account = json!({
            "phoneNumberId": phone_number_id,
            "businessAccountId": business_account_id,
            "accessToken": format!("access token {n}"),
            "appSecret": app_secret,
            "verifyToken": format!("verify {n}"),
        });
        let mut shop = Shop { api_key, phone_number_id, business_account_id, app_secret, account_id: String::new() };
        let (status, account) = self.ask(&shop, Method::POST, "/api/v1/whatsapp/accounts", Some(account)).await;
        assert_eq!(status, StatusCode::CREATED, "{account}");
        assert_eq!(account["status"], "active", "{account}");
        shop.account_id = account["id"].as_str().expect("an id").to_owned();
        shop
    }

    /// Asks the REST API as the shop's owner.
    pub(crate) async fn ask(
        &self,
        shop: &Shop,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let request = self.http.request(method, format!("{}{path}", self.url())).bearer_auth(&shop.api_key);
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        let response = request.send().await.expect("the server answers");
        (response.status(), response.json().await.unwrap_or(Value::Null))
    }

    /// Reads from the REST API as the shop's owner.
    pub(crate) async fn get(&self, shop: &Shop, path: &str) -> Value {
        let (status, body) = self.ask(shop, Method::GET, path, None).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        body
    }

    /// What lives on while the server does not.
    pub(crate) fn street(&self) -> Street {
        Street { emulator: self.emulator.url(), entrance: self.url(), http: self.http.clone() }
    }

    /// Uses the emulator's control API.
    pub(crate) async fn emulate(&self, what: &str, order: Value) -> Value {
        self.street().emulate(what, order).await
    }

    /// A user of WhatsApp writes to the shop.
    pub(crate) async fn customer_writes(&self, shop: &Shop, phone: &str, text: &str) {
        self.street().customer_writes(shop, phone, text).await;
    }

    /// The messages that the shop's customers have on their phones from it.
    pub(crate) async fn texts_at_customers(&self, shop: &Shop) -> Vec<String> {
        let path = format!("/_emu/messages?direction=outbound&phoneNumberId={}", shop.phone_number_id);
        let response = self.http.get(format!("{}{path}", self.emulator.url())).send().await.expect("an answer");
        let body: Value = response.json().await.expect("JSON");
        let messages = body["messages"].as_array().expect("a list");
        messages.iter().map(|message| message["body"]["text"]["body"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// An agent's socket, signed in and connected.
    pub(crate) async fn socket(&self, shop: &Shop) -> NpmClient {
        NpmClient::connect(self.connect(shop)).await
    }

    /// How an agent's socket connects.
    pub(crate) fn connect(&self, shop: &Shop) -> Connect {
        self.connect_to(&self.url(), shop)
    }

    /// How an agent's socket connects to another process.
    pub(crate) fn connect_to(&self, url: &str, shop: &Shop) -> Connect {
        Connect::to(url).auth(json!({ "token": shop.api_key }))
    }
}
