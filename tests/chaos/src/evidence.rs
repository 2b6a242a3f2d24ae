//! What is there at the end: in the API, at the emulator, at the sockets.

use crate::{
    journal::Entry,
    shop::Shop,
    street::Street,
    watcher::{Held, Watcher},
};
use reqwest::Method;
use serde_json::Value;
use std::sync::Arc;

/// Everything that is there of one shop.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    /// The customer's number of each conversation.
    pub(crate) conversations: Vec<String>,
    /// Every message of every conversation.
    pub(crate) messages: Vec<Kept>,
    /// The journal as REST gives it.
    pub(crate) journal: Vec<Entry>,
    /// The journal's events as they are, where something of another shop could stand.
    pub(crate) raw: Vec<String>,
    /// What customers have got on their phones, in order.
    pub(crate) phones: Vec<Got>,
    /// What each client holds.
    pub(crate) clients: Vec<(String, Held)>,
}

/// A message as the API has it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Kept {
    pub(crate) id: String,
    /// The customer's number of its conversation.
    pub(crate) customer: String,
    pub(crate) position: i64,
    pub(crate) is_from_customer: bool,
    pub(crate) content: String,
    pub(crate) external_id: Option<String>,
    pub(crate) status: String,
    /// Whether it says that something went wrong.
    pub(crate) has_error: bool,
}

/// A message that the emulator has accepted for a customer.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Got {
    pub(crate) customer: String,
    pub(crate) text: String,
    pub(crate) status: String,
}

impl Kept {
    /// Whether it can be seen that the message is not at the customer, or that nobody knows.
    pub(crate) fn is_visibly_not_sent(&self) -> bool {
        self.status == "failed" || (self.status == "queued" && self.has_error)
    }
}

impl Evidence {
    pub(crate) async fn gather(street: &Street, shop: &Shop, watchers: &[Arc<Watcher>]) -> Self {
        let (journal, raw) = journal(street, shop).await;
        let mut evidence = Self { journal, raw, phones: phones(street, shop).await, ..Self::default() };
        for conversation in street.list(shop, "/api/v1/conversations").await {
            let id = text(&conversation["id"]);
            let customer = text(&conversation["customerNumber"]).trim_start_matches('+').to_owned();
            let messages = street.list(shop, &format!("/api/v1/conversations/{id}/messages")).await;
            evidence.messages.extend(messages.iter().map(|message| kept(message, &customer)));
            evidence.conversations.push(customer);
        }
        let own = watchers.iter().map(|watcher| (watcher.name.clone(), watcher.held().clone()));
        evidence.clients = own.collect();
        evidence
    }
}

/// Every message of every conversation with a customer.
pub(crate) async fn messages(street: &Street, shop: &Shop) -> Vec<Kept> {
    let mut messages = Vec::new();
    for (conversation, customer) in shop.conversations.iter().zip(&shop.customers) {
        let list = street.list(shop, &format!("/api/v1/conversations/{conversation}/messages")).await;
        messages.extend(list.iter().map(|message| kept(message, customer)));
    }
    messages
}

/// The journal's last position.
pub(crate) async fn head(street: &Street, shop: &Shop) -> i64 {
    let page = street.get(shop, "/api/v1/events?limit=1").await;
    page["head"].as_i64().expect("the journal has a head")
}

async fn journal(street: &Street, shop: &Shop) -> (Vec<Entry>, Vec<String>) {
    let (mut entries, mut raw) = (Vec::new(), Vec::new());
    loop {
        let after = entries.last().map_or(0, |entry: &Entry| entry.seq);
        let page = street.get(shop, &format!("/api/v1/events?after={after}&limit=500")).await;
        let events = page["events"].as_array().expect("a page has events");
        for event in events {
            entries.push(Entry::of_journal(event).unwrap_or_else(|| panic!("an event of no known kind: {event}")));
            raw.push(event.to_string());
        }
        if events.is_empty() {
            return (entries, raw);
        }
    }
}

/// What the emulator has accepted from a shop's number, in order.
pub(crate) async fn phones(street: &Street, shop: &Shop) -> Vec<Got> {
    let path = format!("messages?direction=outbound&phoneNumberId={}", shop.phone_number_id);
    let answer = street.emulate(Method::GET, &path, None).await;
    let got = |message: &Value| Got {
        customer: text(&message["user"]),
        text: text(&message["body"]["text"]["body"]),
        status: text(&message["status"]),
    };
    answer["messages"].as_array().expect("it is a list").iter().map(got).collect()
}

fn kept(message: &Value, customer: &str) -> Kept {
    Kept {
        id: text(&message["id"]),
        customer: customer.to_owned(),
        position: message["position"].as_i64().expect("a message has a position"),
        is_from_customer: message["senderType"] == "customer",
        content: text(&message["content"]),
        external_id: message["externalId"].as_str().map(str::to_owned),
        status: text(&message["status"]),
        has_error: !message["error"].is_null(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
