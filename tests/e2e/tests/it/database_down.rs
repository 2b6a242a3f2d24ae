//! What becomes of the server while its database is away, and afterwards.

use crate::{
    postgres::Database,
    stage::{Shop, Stage},
    webhook::Webhook,
};
use e2e::{GUARD, Gate, NpmClient, Seen};
use reqwest::{Response, StatusCode, header::RETRY_AFTER};
use serde_json::{Value, json};
use std::{net::ToSocketAddrs, time::Duration};
use tokio::time::{sleep, timeout};

const CUSTOMER: &str = "15550199";
/// How long an answer may take that says that the database is away.
const SOON: Duration = Duration::from_secs(12);

/// A server whose database is behind a gate, with an agent who listens.
struct Cut {
    stage: Stage,
    shop: Shop,
    agent: NpmClient,
    conversation: String,
    gate: Gate,
    _database: Database,
}

impl Cut {
    async fn open() -> Self {
        let database = Database::create().await;
        let (gate, url) = gated(&database.url()).await;
        let stage = Stage::open_with(|launch| launch.env("CHAT_DATABASE_URL", url)).await;
        let shop = stage.shop(1).await;
        let agent = stage.socket(&shop).await;
        agent.ask("joinInbox", []).await;
        stage.customer_writes(&shop, &format!("+{CUSTOMER}"), "hello").await;
        let message = agent.next_event("message").await.remove(0);
        let conversation = message["conversationId"].as_str().expect("an id").to_owned();
        Self { stage, shop, agent, conversation, gate, _database: database }
    }

    async fn get(&self, path: &str) -> Response {
        let request = self.stage.http.get(format!("{}{path}", self.stage.server.url())).bearer_auth(&self.shop.api_key);
        timeout(SOON, request.send()).await.expect("it is told soon").expect("the server answers")
    }

    async fn call(&self, webhook: &Webhook) -> StatusCode {
        let url = self.stage.server.url();
        let answer = webhook.call(&self.stage.http, &url);
        timeout(SOON, answer).await.expect("it is told soon").status()
    }

    async fn send(&self, name: &str) -> Value {
        let message = json!({ "conversationId": self.conversation, "content": name, "clientMessageId": name });
        timeout(SOON, self.agent.ask("sendMessage", [message])).await.expect("it is told soon")
    }

    /// Everybody is told that the database is away, and nobody is sent away.
    async fn is_away(&self, webhook: &Webhook, reply: &str) {
        let (answer, called, sent, ready, alive) = tokio::join!(
            self.get("/api/v1/conversations"),
            self.call(webhook),
            self.send(reply),
            self.get("/readyz"),
            self.get("/healthz"),
        );
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers().contains_key(RETRY_AFTER));
        let problem: Value = answer.json().await.expect("JSON");
        assert_eq!(problem["code"], "unavailable", "{problem}");
        assert_eq!(called, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!((&sent["ok"], &sent["code"]), (&json!(false), &json!("unavailable")), "{sent}");
        assert_eq!((ready.status(), alive.status()), (StatusCode::SERVICE_UNAVAILABLE, StatusCode::OK));
    }

    /// Everything works again by itself, what was refused can be done now, and the agent never had to come back.
    async fn is_back(&self, webhook: &Webhook, reply: &str) {
        let back = async {
            while self.get("/readyz").await.status() != StatusCode::OK {
                sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(GUARD, back).await.expect("the database is found again");
        while self.call(webhook).await != StatusCode::OK {
            sleep(Duration::from_millis(50)).await;
        }
        while self.send(reply).await["ok"] != true {
            sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(self.get("/api/v1/conversations").await.status(), StatusCode::OK);
        let gone = |seen: &Seen| matches!(seen, Seen::Disconnect { .. });
        assert!(!self.agent.seen().iter().any(gone), "{:?}", self.agent.seen());
    }

    /// The texts of the conversation, each once and all of them told to the agent.
    async fn has(&self, texts: &[&str]) {
        let path = format!("/api/v1/conversations/{}/messages", self.conversation);
        let list: Value = self.get(&path).await.json().await.expect("JSON");
        let kept: Vec<_> = list["items"].as_array().expect("a list").iter().rev().map(|it| &it["content"]).collect();
        assert_eq!(kept, texts);
        for text in &texts[1..] {
            let told = |seen: &Seen| seen.is_event("message") && format!("{seen}").contains(text);
            self.agent.until(text, |all| all.iter().any(told).then_some(())).await;
        }
    }
}

/// The same database by way of a gate.
pub(crate) async fn gated(url: &str) -> (Gate, String) {
    let (start, rest) = url.split_once('@').expect("the URL names a user");
    let (host, path) = rest.split_once('/').expect("the URL names a database");
    let address = if host.contains(':') { host.to_owned() } else { format!("{host}:5432") };
    let address = address.to_socket_addrs().expect("the host is known").next().expect("it has an address");
    let gate = Gate::to(address).await;
    let url = format!("{start}@{}/{path}", gate.address());
    (gate, url)
}

#[tokio::test]
async fn a_database_that_is_stopped_is_told_and_found_again() {
    let cut = Cut::open().await;
    let webhook = Webhook::text(&cut.shop, "wamid.down.1", CUSTOMER, "are you there?");
    cut.gate.shut();
    cut.is_away(&webhook, "one moment").await;
    cut.gate.open();
    cut.is_back(&webhook, "one moment").await;
    cut.has(&["hello", "are you there?", "one moment"]).await;
}

#[tokio::test]
async fn a_database_that_says_nothing_is_told_and_found_again() {
    let cut = Cut::open().await;
    let first = Webhook::text(&cut.shop, "wamid.silent.1", CUSTOMER, "are you there?");
    cut.gate.silence();
    cut.is_away(&first, "one moment").await;
    // The network is mended, and the connections go on.
    cut.gate.open();
    cut.is_back(&first, "one moment").await;

    let second = Webhook::text(&cut.shop, "wamid.silent.2", CUSTOMER, "and now?");
    cut.gate.silence();
    cut.is_away(&second, "another moment").await;
    // The database was replaced: nothing of the old connections is left.
    cut.gate.shut();
    cut.gate.open();
    cut.is_back(&second, "another moment").await;
    cut.has(&["hello", "are you there?", "one moment", "and now?", "another moment"]).await;
}
