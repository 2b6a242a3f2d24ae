//! Sending: first the files, then the message that shows them.

use super::body::{self, Outgoing};
use crate::{
    WhatsApp,
    graph::{Failed, Request},
};
use chat_core::{Account, ExternalId, Fault, Outcome, Reacting, Sending, Source};
use serde_json::{Value, json};

impl WhatsApp {
    /// Uploads what the message shows and hands it over. An upload may be repeated: only the message itself can be ambiguous.
    pub(crate) async fn deliver(&self, account: &Account, sending: &Sending) -> Outcome {
        let outgoing = match Outgoing::of(sending) {
            Ok(outgoing) => outgoing,
            Err(fault) => return Outcome::Refused(fault),
        };
        let mut uploaded = Vec::new();
        for file in &sending.files {
            match self.upload(account, file).await {
                Ok(file) => uploaded.push(file),
                Err(outcome) => return outcome,
            }
        }
        match self.post_message(account, &outgoing.with(&uploaded)).await {
            Ok(answer) => match wamid(&answer) {
                Some(id) => Outcome::Done(Some(id)),
                // It was a success, so the message is on its way, under a name that its statuses will tell.
                None => Outcome::Ambiguous(Fault::new("unanswered", "WhatsApp did not name the message")),
            },
            Err(failed) => failed.outcome(),
        }
    }

    /// Gives a sign, or takes it back; twice is the same as once.
    pub(crate) async fn give_reaction(&self, account: &Account, reaction: &Reacting<'_>) -> Outcome {
        let body = match body::reaction(reaction) {
            Ok(body) => body,
            Err(fault) => return Outcome::Refused(fault),
        };
        match self.post_message(account, &body).await {
            Ok(answer) => Outcome::Done(wamid(&answer)),
            Err(failed) => failed.repeatable_outcome(),
        }
    }

    /// Tells that a message of the customer was read, and with it that somebody is writing.
    pub(crate) async fn note(&self, account: &Account, external_id: &str, is_typing: IsTyping) -> Outcome {
        let mut body = json!({"messaging_product": "whatsapp", "status": "read", "message_id": external_id});
        if is_typing == IsTyping::Yes {
            body["typing_indicator"] = json!({"type": "text"});
        }
        match self.post_message(account, &body).await {
            Ok(_) => Outcome::Done(None),
            Err(failed) => failed.repeatable_outcome(),
        }
    }

    async fn post_message(&self, account: &Account, body: &Value) -> Result<Value, Failed> {
        self.graph.ask(account, Request::post(&[&account.address, "messages"], body)).await
    }
}

/// Whether somebody is writing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum IsTyping {
    Yes,
    No,
}

fn wamid(answer: &Value) -> Option<ExternalId> {
    let id = answer.get("messages")?.get(0)?.get("id")?.as_str()?;
    let is_usable = (1..=ExternalId::LEN_MAX).contains(&id.len());
    is_usable.then(|| ExternalId { source: Source::WHATSAPP, id: id.to_owned() })
}
