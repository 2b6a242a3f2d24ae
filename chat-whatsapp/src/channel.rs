//! WhatsApp as a channel.

use crate::{
    config::Config,
    graph::{Failed, Graph, Request},
    handshake,
    outgoing::{self, IsTyping},
    signature, webhook,
};
use async_trait::async_trait;
use chat_core::{
    Account, AccountCheck, Addressed, Administration, CallRefused, Channel, Composed, FieldError, Incoming,
    IncomingCall, NotFetched, Outcome, Pace, Quota, Reacting, RemoteFile, Sending, Source, Wish,
};
use serde_json::{Value, json};
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
    /// For how long a customer may be answered freely after it has written.
    pub const REPLY_WINDOW: Duration = Duration::from_secs(24 * 60 * 60);

    /// Makes the channel. Reads the system's root certificates.
    pub fn new(config: Config) -> Self {
        Self { graph: Graph::new(config) }
    }

    /// How many messages a second a number sends of which nothing else is known.
    pub const MESSAGES_PER_SECOND: u32 = 80;

    /// Whether the token may use the number; gives what it says of itself.
    pub(crate) async fn look_up(&self, account: &Account) -> Result<Value, Failed> {
        let fields = [("fields", "id,display_phone_number,verified_name,status,throughput")];
        self.graph.ask(account, Request::get(&[&account.address]).with(&fields)).await
    }

    /// Has the business account's webhooks sent to the token's app: without this nothing arrives.
    async fn subscribe(&self, account: &Account) -> Result<(), Failed> {
        let (path, body) = ([account.business_id.as_str(), "subscribed_apps"], json!({}));
        self.graph.ask(account, Request::post(&path, &body)).await.map(drop)
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

    /// A day: what a customer writes opens it anew.
    fn reply_window(&self) -> Option<Duration> {
        Some(Self::REPLY_WINDOW)
    }

    fn carries_files(&self) -> bool {
        true
    }

    /// What a payload may be, and what goes into a template, is told at [the crate](crate#what-can-be-sent).
    fn compose(&self, wish: &Wish<'_>) -> Result<Vec<Composed>, Vec<FieldError>> {
        outgoing::compose(wish)
    }

    async fn send(&self, account: &Account, sending: &Sending) -> Outcome {
        self.deliver(account, sending).await
    }

    async fn mark_read(&self, account: &Account, external_id: &str) -> Outcome {
        self.note(account, external_id, IsTyping::No).await
    }

    async fn react(&self, account: &Account, reaction: &Reacting<'_>) -> Outcome {
        self.give_reaction(account, reaction).await
    }

    /// For 25 seconds, or until something is sent. The customer's message counts as read then.
    async fn show_typing(&self, account: &Account, last_external_id: &str) {
        self.note(account, last_external_id, IsTyping::Yes).await;
    }

    async fn fetch(&self, account: &Account, file: &RemoteFile) -> Result<Box<dyn Incoming>, NotFetched> {
        self.open(account, file).await
    }

    fn administration(&self) -> Option<&dyn Administration> {
        Some(self)
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
