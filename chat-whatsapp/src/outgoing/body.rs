//! The body of a send.

use super::recipient::Recipient;
use crate::{WhatsApp, kinds::Kind, media::Uploaded};
use chat_core::{Fault, Message, Reacting, Sending};
use serde_json::{Map, Value, json};

/// What is sent. Its files have no ids yet.
#[derive(Debug)]
pub(crate) struct Outgoing {
    body: Map<String, Value>,
    kind: String,
}

impl Outgoing {
    /// The body of a message, or why there can be none.
    pub(crate) fn of(sending: &Sending) -> Result<Self, Fault> {
        let message = &sending.message;
        if message.attachments.len() != sending.files.len() {
            return Err(Fault::new("gone", "a file of the message is not there any more"));
        }
        let (kind, part) = part(message)?;
        let mut body = Recipient::of(&sending.to)?.body();
        body.insert("type".to_owned(), json!(kind));
        body.insert(kind.to_owned(), part);
        body.insert("biz_opaque_callback_data".to_owned(), json!(sending.reference));
        if let Some(answered) = &sending.reply_to {
            body.insert("context".to_owned(), json!({"message_id": answered.id}));
        }
        Ok(Self { body, kind: kind.to_owned() })
    }

    /// The body with the ids that its files have got.
    pub(crate) fn with(mut self, uploaded: &[Uploaded]) -> Value {
        if let Some(part) = self.body.get_mut(&self.kind) {
            fill(part, uploaded);
        }
        Value::Object(self.body)
    }
}

/// The body of a reaction.
pub(crate) fn reaction(reaction: &Reacting<'_>) -> Result<Value, Fault> {
    let mut body = Recipient::of(reaction.to)?.body();
    body.insert("type".to_owned(), json!("reaction"));
    let emoji = reaction.emoji.unwrap_or_default();
    body.insert("reaction".to_owned(), json!({"message_id": reaction.target, "emoji": emoji}));
    Ok(Value::Object(body))
}

/// The type of a message, and its part of the body.
fn part(message: &Message) -> Result<(&str, Value), Fault> {
    match message.content_type.as_str() {
        "text" if message.attachments.is_empty() => text(&message.content).map(|part| ("text", part)),
        "text" => {
            let facts = &message.attachments[0];
            let kind = super::files::kind(facts).map_err(|problem| Fault::new("unsupported", &problem))?;
            file(kind, message).map(|part| (kind.name(), part))
        }
        name @ ("location" | "contacts" | "interactive" | "template") => {
            let part = message.payload.as_ref().and_then(|payload| payload.get(name)).cloned();
            part.map(|part| (name, part))
                .ok_or_else(|| Fault::new("unsupported", "the message lacks what it consists of"))
        }
        name => {
            let unsupported = || Fault::new("unsupported", "this type of message cannot be sent over WhatsApp");
            let kind = Kind::named(name).ok_or_else(unsupported)?;
            file(kind, message).map(|part| (kind.name(), part))
        }
    }
}

fn text(content: &str) -> Result<Value, Fault> {
    if content.trim().is_empty() {
        return Err(Fault::new("empty", "a text is needed"));
    }
    if content.chars().count() > WhatsApp::TEXT_MAX {
        return Err(Fault::new("too_long", "WhatsApp takes texts of up to 4,096 characters"));
    }
    let has_link = content.contains("https://") || content.contains("http://");
    Ok(json!({"body": content, "preview_url": has_link}))
}

/// The one file of a message, with its caption.
fn file(kind: Kind, message: &Message) -> Result<Value, Fault> {
    let [facts] = &message.attachments[..] else {
        return Err(Fault::new("unsupported", "a WhatsApp message of this type has exactly one file"));
    };
    let mut part = json!({"file": 0});
    if !message.content.trim().is_empty() {
        if !kind.has_caption() {
            return Err(Fault::new("unsupported", "no text can stand below such a file"));
        }
        part["caption"] = json!(message.content);
    }
    if kind == Kind::Document {
        part["filename"] = json!(facts.name);
    }
    let is_voice = message.payload.as_ref().and_then(|payload| payload.pointer("/audio/voice"));
    if kind == Kind::Audio && is_voice == Some(&json!(true)) {
        part["voice"] = json!(true);
    }
    Ok(part)
}

/// Puts the id of a file wherever `{"file": number}` stands for it.
fn fill(value: &mut Value, uploaded: &[Uploaded]) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, uploaded)),
        Value::Object(fields) => {
            let number = fields.get("file").and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
            if let Some(file) = number.and_then(|number| uploaded.get(number)) {
                fields.remove("file");
                fields.insert("id".to_owned(), json!(file.id));
                return;
            }
            fields.values_mut().for_each(|field| fill(field, uploaded));
        }
        _ => {}
    }
}
