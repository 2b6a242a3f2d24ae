//! WhatsApp as a channel.

use crate::{
    config::Config,
    graph::{Failed, Graph, Request},
    handshake, signature, webhook,
};
use async_trait::async_trait;
use chat_core::{
    Account, AccountCheck, Addressed, CallRefused, Channel, ContentType, ExternalId, Fault, IdentityKey, IdentityKind,
    IncomingCall, Outcome, Pace, Quota, Sending, Source,
};
use reqwest::Method;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// The WhatsApp Business Cloud API. One serves any number of accounts of any number of clients.
///
/// An account's address is its `phone_number_id` and its business is the WhatsApp business account (WABA).
#[derive(Debug)]
pub struct WhatsApp {
    pub(crate) graph: Graph,
}

impl WhatsApp {
    /// The longest text of a message in characters.
    pub const TEXT_MAX: usize = 4_096;

    /// Makes the channel. Reads the system's root certificates.
    pub fn new(config: Config) -> Self {
        Self { graph: Graph::new(config) }
    }

    async fn post_message(&self, account: &Account, body: &Value) -> Result<Value, Failed> {
        let path = [account.address.as_str(), "messages"];
        self.graph.ask(account, &Request { method: Method::POST, path: &path, fields: None, body: Some(body) }).await
    }

    /// How many messages a second a number sends of which nothing else is known.
    pub const MESSAGES_PER_SECOND: u32 = 80;

    /// Whether the token may use the number; gives what it says of itself.
    pub(crate) async fn look_up(&self, account: &Account) -> Result<Value, Failed> {
        let fields = Some("id,display_phone_number,verified_name,status,throughput");
        let request = Request { method: Method::GET, path: &[&account.address], fields, body: None };
        self.graph.ask(account, &request).await
    }

    /// Has the business account's webhooks sent to the token's app: without this nothing arrives.
    async fn subscribe(&self, account: &Account) -> Result<(), Failed> {
        let (path, body) = ([account.business_id.as_str(), "subscribed_apps"], json!({}));
        let request = Request { method: Method::POST, path: &path, fields: None, body: Some(&body) };
        self.graph.ask(account, &request).await.map(drop)
    }
}

#[async_trait]
impl Channel for WhatsApp {
    fn source(&self) -> Source {
        Source::WHATSAPP
    }

    fn handshake(&self, query: &[(String, String)], account: &Account) -> Option<String> {
        handshake::answer(query, &account.verify_token)
    }

    fn receive(&self, call: &IncomingCall) -> Result<Vec<Addressed>, CallRefused> {
        webhook::read(&call.body)
    }

    fn authenticate(&self, call: &IncomingCall, account: &Account) -> Result<(), CallRefused> {
        signature::check(call, [&account.app_secret].into_iter().chain(&account.previous_app_secret))
    }

    /// A quarter of a second's messages go out at once, so that jitter on the way never adds up to more than the number may send
    /// within a second; a user gets 45 at once and then one in six seconds.
    fn pace(&self, account: &Account) -> Pace {
        let rate = account.messages_per_second().unwrap_or(Self::MESSAGES_PER_SECOND);
        Pace {
            account: Some(Quota::per_second(rate).at_once(rate / 4)),
            recipient: Some(Quota::new(45, Duration::from_secs(6))),
        }
    }

    fn carries_files(&self) -> bool {
        false
    }

    async fn send(&self, account: &Account, sending: &Sending) -> Outcome {
        let body = match text_body(sending) {
            Ok(body) => body,
            Err(fault) => return Outcome::Refused(fault),
        };
        match self.post_message(account, &body).await {
            Ok(answer) => match wamid(&answer) {
                Some(id) => Outcome::Done(Some(ExternalId { source: Source::WHATSAPP, id })),
                // It was a success, so the message is on its way, under a name that its statuses will tell.
                None => Outcome::Ambiguous(Fault::new("unanswered", "WhatsApp did not name the message")),
            },
            Err(failed) => failed.outcome(),
        }
    }

    async fn mark_read(&self, account: &Account, external_id: &str) -> Outcome {
        let body = json!({"messaging_product": "whatsapp", "status": "read", "message_id": external_id});
        match self.post_message(account, &body).await {
            Ok(_) => Outcome::Done(None),
            Err(failed) => failed.repeatable_outcome(),
        }
    }

    async fn check(&self, account: &Account) -> AccountCheck {
        let number = match self.look_up(account).await {
            Ok(number) => number,
            Err(failed) => return verdict(failed),
        };
        match self.subscribe(account).await {
            Ok(()) => AccountCheck::Fine {
                display_number: number.get("display_phone_number").and_then(Value::as_str).map(str::to_owned),
                throughput: throughput(&number),
            },
            Err(failed) => verdict(failed),
        }
    }
}

/// How many messages a second a number takes by its level. One that is not known yet says nothing.
fn throughput(number: &Value) -> Option<u32> {
    match number.get("throughput")?.get("level")?.as_str()? {
        "STANDARD" => Some(80),
        "HIGH" => Some(1_000),
        _ => None,
    }
}

/// The body of a send, or why there can be none.
fn text_body(sending: &Sending) -> Result<Value, Fault> {
    let message = &sending.message;
    if message.content_type != ContentType::TEXT {
        return Err(Fault::new("unsupported", "only text can be sent over WhatsApp"));
    }
    if message.content.trim().is_empty() {
        return Err(Fault::new("empty", "a text is needed"));
    }
    if message.content.chars().count() > WhatsApp::TEXT_MAX {
        return Err(Fault::new("too_long", "WhatsApp takes texts of up to 4,096 characters"));
    }
    let (key, recipient) = recipient(&sending.to)
        .ok_or_else(|| Fault::new("no_recipient", "the customer has neither a WhatsApp number nor a user id"))?;
    let mut body = Map::new();
    let mut put = |key: &str, value: Value| body.insert(key.to_owned(), value);
    put("messaging_product", json!("whatsapp"));
    put("recipient_type", json!("individual"));
    put(key, json!(recipient));
    put("type", json!("text"));
    let has_link = message.content.contains("https://") || message.content.contains("http://");
    put("text", json!({"body": message.content, "preview_url": has_link}));
    put("biz_opaque_callback_data", json!(sending.reference));
    if let Some(answered) = &sending.reply_to {
        put("context", json!({"message_id": answered.id}));
    }
    Ok(Value::Object(body))
}

/// Where a message goes: to the number learned last, else to the user id learned last, for both change over time. A
/// parent portfolio's id is no address.
fn recipient(identities: &[IdentityKey]) -> Option<(&'static str, String)> {
    let last = |kind| identities.iter().rfind(|identity| identity.kind == kind).map(|identity| &identity.value);
    if let Some(phone) = last(IdentityKind::WhatsappPhone) {
        return Some(("to", format!("+{phone}")));
    }
    last(IdentityKind::WhatsappUser).map(|user| ("recipient", user.clone()))
}

fn wamid(answer: &Value) -> Option<String> {
    let id = answer.get("messages")?.get(0)?.get("id")?.as_str()?;
    (1..=ExternalId::LEN_MAX).contains(&id.len()).then(|| id.to_owned())
}

fn verdict(failed: Failed) -> AccountCheck {
    match failed.repeatable_outcome() {
        Outcome::PauseAccount(fault) | Outcome::Refused(fault) | Outcome::NeedsTemplate(fault) => {
            AccountCheck::Wrong(fault)
        }
        Outcome::Retry { fault, .. }
        | Outcome::WaitForRecipient { fault, .. }
        | Outcome::WaitForAccount { fault, .. }
        | Outcome::Ambiguous(fault) => AccountCheck::Unknown(fault),
        Outcome::Done(_) => AccountCheck::Fine { display_number: None, throughput: None },
    }
}
