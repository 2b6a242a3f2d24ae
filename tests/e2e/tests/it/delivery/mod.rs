//! How replies reach customers, and what is told when they do not, with an emulated WhatsApp that misbehaves.

mod accounts;
mod doubt;
mod early;
mod giving_up;
mod pace;

use crate::stage::{Shop, Stage};
use e2e::{Launch, NpmClient, Seen};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const CUSTOMER: &str = "+15550199";

/// A conversation that a customer has begun, and the agent who answers.
struct Counter {
    stage: Stage,
    shop: Shop,
    agent: NpmClient,
    conversation: String,
}

impl Counter {
    async fn open() -> Self {
        Self::open_with(|launch| launch).await
    }

    async fn open_with(change: impl FnOnce(Launch) -> Launch) -> Self {
        let stage = Stage::open_with(change).await;
        let shop = stage.shop(1).await;
        let agent = stage.socket(&shop).await;
        assert_eq!(agent.ask("joinInbox", []).await["ok"], true);
        let mut counter = Self { stage, shop, agent, conversation: String::new() };
        counter.conversation = counter.begun_by(CUSTOMER).await;
        counter
    }

    /// The conversation of a customer who writes.
    async fn begun_by(&self, customer: &str) -> String {
        self.stage.customer_writes(&self.shop, customer, "hello").await;
        let message = self.agent.next_event("message").await.remove(0);
        message["conversationId"].as_str().unwrap().to_owned()
    }

    /// Orders a reply and gives its id.
    async fn reply(&self, text: &str) -> String {
        self.reply_in(&self.conversation, text).await
    }

    async fn reply_in(&self, conversation: &str, text: &str) -> String {
        let path = format!("/api/v1/conversations/{conversation}/messages");
        let (status, message) = self.stage.ask(&self.shop, Method::POST, &path, Some(json!({ "content": text }))).await;
        assert_eq!(status, StatusCode::CREATED, "{message}");
        message["id"].as_str().unwrap().to_owned()
    }

    /// Waits until the agent is told this of a message.
    async fn told(&self, id: &str, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let is_it = |seen: &Seen| match seen {
            Seen::Event { event, args, .. } => event == "messageStatus" && args[0]["messageId"] == id && fits(&args[0]),
            _ => false,
        };
        match self.agent.wait_for(what, is_it).await {
            Seen::Event { mut args, .. } => args.swap_remove(0),
            other => unreachable!("{other} is no event"),
        }
    }

    /// Waits until the agent is told that a message has come so far.
    async fn until(&self, id: &str, status: &str) -> Value {
        self.told(id, status, |told| told["status"] == status).await
    }

    /// A message as the API shows it.
    async fn message(&self, id: &str) -> Value {
        let path = format!("/api/v1/conversations/{}/messages", self.conversation);
        let list = self.stage.get(&self.shop, &path).await;
        let found = list["items"].as_array().unwrap().iter().find(|message| message["id"] == id);
        found.expect("the message is listed").clone()
    }

    /// What was done to send a message, the first order first.
    async fn deliveries(&self, id: &str) -> Vec<Value> {
        let mut list = self.stage.get(&self.shop, &format!("/api/v1/messages/{id}/deliveries")).await;
        list["items"].as_array_mut().unwrap().drain(..).collect()
    }

    /// The states of a message's deliveries, each with the outcomes of its attempts.
    async fn course(&self, id: &str) -> Vec<(String, Vec<String>)> {
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        let outcomes = |delivery: &Value| {
            delivery["attempts"].as_array().unwrap().iter().map(|attempt| word(&attempt["outcome"])).collect()
        };
        self.deliveries(id).await.iter().map(|delivery| (word(&delivery["state"]), outcomes(delivery))).collect()
    }

    /// Has the team decide about a message: `retry` or `discard`.
    async fn decide(&self, id: &str, what: &str) -> (StatusCode, Value) {
        self.stage.ask(&self.shop, Method::POST, &format!("/api/v1/messages/{id}/{what}"), None).await
    }

    /// What the customers have from the shop.
    async fn texts(&self) -> Vec<String> {
        self.stage.texts_at_customers(&self.shop).await
    }

    /// The next so many sends go wrong like this.
    async fn harm(&self, mut fault: Value, times: u32) {
        fault["route"] = json!("messages");
        fault["times"] = json!(times);
        self.stage.emulate("faults", fault).await;
    }

    /// At WhatsApp, time stands still: no status is told.
    async fn freeze(&self) {
        self.stage.emulate("clock", json!({ "freeze": true })).await;
    }

    /// Time goes on at WhatsApp.
    async fn thaw(&self) {
        self.stage.emulate("clock", json!({ "freeze": false })).await;
    }

    /// So much time passes at WhatsApp at once.
    async fn pass(&self, ms: u64) {
        self.stage.emulate("clock", json!({ "advanceMs": ms })).await;
    }
}

/// One delivery with its attempts.
fn course(state: &str, outcomes: &[&str]) -> (String, Vec<String>) {
    (state.to_owned(), outcomes.iter().map(|outcome| (*outcome).to_owned()).collect())
}
