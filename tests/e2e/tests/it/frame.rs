//! What a page and the frame on it ask for, without a browser.

use crate::stage::{Shop, Stage};
use e2e::{Connect, NpmClient};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// A page that a developer's machine serves.
pub(crate) const PAGE: &str = "http://localhost:5173";

/// That page, with a widget of a shop on it. The servers are in development, which lets it.
pub(crate) struct Page {
    http: reqwest::Client,
    pub(crate) key: String,
}

/// What a frame knows after it has opened its session.
pub(crate) struct Session {
    pub(crate) token: String,
    pub(crate) visitor: String,
}

impl Page {
    pub(crate) async fn of(stage: &Stage, shop: &Shop) -> Self {
        let widget = json!({ "name": "Website", "type": "floating", "settings": { "allowLocalhost": true } });
        let (status, widget) = stage.ask(shop, Method::POST, "/api/v1/widgets", Some(widget)).await;
        assert_eq!(status, StatusCode::CREATED, "{widget}");
        Self { http: stage.http.clone(), key: widget["publicKey"].as_str().expect("a key").to_owned() }
    }

    /// Asks a server for the way in, as a page of this origin.
    pub(crate) async fn boot(&self, server: &str, origin: &str) -> (StatusCode, Value) {
        let url = format!("{server}/w/{}/boot", self.key);
        let answer = self.http.post(url).header("origin", origin).send().await.expect("the server answers");
        (answer.status(), answer.json().await.unwrap_or(Value::Null))
    }

    /// Opens a session at a server, as whoever the visitor's token names.
    pub(crate) async fn session(&self, server: &str, visitor: Option<&str>) -> Session {
        let (status, boot) = self.boot(server, PAGE).await;
        assert_eq!(status, StatusCode::OK, "{boot}");
        let url = format!("{server}/w/{}/session", self.key);
        let asked = json!({ "boot": boot["boot"], "visitor": visitor, "identity": null, "lang": "en" });
        let answer = self.http.post(url).json(&asked).send().await.expect("the server answers");
        assert_eq!(answer.status(), StatusCode::OK);
        let answer: Value = answer.json().await.expect("JSON");
        let text = |name: &str| answer[name].as_str().unwrap_or_else(|| panic!("no {name}: {answer}")).to_owned();
        Session { token: text("token"), visitor: text("visitor") }
    }
}

impl Session {
    /// How its socket connects to a server, from a document of this origin.
    pub(crate) fn connect(&self, server: &str, origin: &str) -> Connect {
        let connect = Connect::to(server).namespace("/visitor").auth(json!({ "token": self.token }));
        connect.option("extraHeaders", json!({ "origin": origin })).transports(&["websocket"])
    }

    /// Its socket at a server, and what it was told first.
    pub(crate) async fn visitor(&self, server: &str) -> (NpmClient, Value) {
        let socket = NpmClient::connect(self.connect(server, server)).await;
        let connected = socket.next_event("connected").await.remove(0);
        (socket, connected)
    }
}

/// What a visitor wants to say.
pub(crate) fn draft(name: &str, text: &str) -> Value {
    json!({ "conversationId": null, "content": text, "clientMessageId": name, "answers": null, "attributes": {} })
}
