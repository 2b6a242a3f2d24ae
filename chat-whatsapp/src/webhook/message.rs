//! A user's message in our words.

use super::{
    lenient::{cut, list, moment, text},
    placeholder::placeholder,
};
use crate::identity::identity;
use chat_core::{ContentType, Customer, ExternalId, IdentityKey, IdentityKind, InboundMessage, Message, Source};
use serde_json::Value;

/// Why a message cannot be used; says nothing of what it holds.
type Reason = &'static str;

/// The contacts that describe the author of a message: found by id, for their order means nothing.
pub(crate) fn contacts_of<'v>(message: &Value, contacts: &'v [Value]) -> Vec<&'v Value> {
    let authors: Vec<_> = ["from", "from_user_id"].iter().filter_map(|key| text(message, key)).collect();
    let is_author = |contact: &&Value| {
        ["wa_id", "user_id"].iter().filter_map(|key| text(contact, key)).any(|id| authors.contains(&id))
    };
    contacts.iter().filter(is_author).collect()
}

/// Reads a message with the contacts of its author.
pub(crate) fn read(message: &Value, contacts: &[&Value]) -> Result<InboundMessage, Reason> {
    if !message.is_object() {
        return Err("the message is no object");
    }
    let external_id = text(message, "id").and_then(|id| external_id(&id)).ok_or("the message has no usable id")?;
    let identities = identities(message, contacts);
    if identities.is_empty() {
        return Err("the message does not say who wrote it");
    }
    let number =
        identities.iter().rfind(|key| key.kind == IdentityKind::WhatsappPhone).map(|key| format!("+{}", key.value));
    let content_type = content_type(message);
    let body = message.get("text").and_then(|body| text(body, "body"));
    let (content, payload) = match body {
        Some(body) if content_type == ContentType::TEXT => {
            let payload = has_more_than_text(message).then(|| message.clone());
            (body.into_owned(), payload)
        }
        _ => (placeholder(content_type.as_str(), message), Some(message.clone())),
    };
    let reply_to = message.get("context").and_then(|context| text(context, "id")).and_then(|id| self::external_id(&id));
    Ok(InboundMessage {
        profile_name: profile_name(contacts),
        number,
        payload,
        reply_to,
        sent_at: moment(message, "timestamp"),
        ..InboundMessage::new(external_id, identities, content_type, cut(&content, Message::TEXT_MAX))
    })
}

pub(crate) fn external_id(id: &str) -> Option<ExternalId> {
    (id.len() <= ExternalId::LEN_MAX).then(|| ExternalId { source: Source::WHATSAPP, id: id.to_owned() })
}

/// Everything the author is known by: the user id first, which belongs to nobody else ever, then the phone number, then
/// the parent portfolio's id. When a user says that an id has changed, the old ones come before the new ones, for they
/// find the customer.
fn identities(message: &Value, contacts: &[&Value]) -> Vec<IdentityKey> {
    let mut found = Vec::new();
    let mut written: Vec<_> =
        ["from_user_id", "from", "from_parent_user_id"].iter().filter_map(|key| text(message, key)).collect();
    for contact in contacts {
        written.extend(["user_id", "wa_id", "parent_user_id"].iter().filter_map(|key| text(contact, key)));
    }
    collect(&written, &mut found);
    if let Some(system) = message.get("system") {
        let texts = |keys: &[&str]| -> Vec<_> { keys.iter().filter_map(|key| text(system, key)).collect::<Vec<_>>() };
        collect(&texts(&["previous_user_id", "previous_parent_user_id"]), &mut found);
        collect(&texts(&["user_id", "wa_id", "new_wa_id", "parent_user_id"]), &mut found);
    }
    found
}

fn collect(written: &[impl AsRef<str>], found: &mut Vec<IdentityKey>) {
    let rank = |key: &IdentityKey| match key.kind {
        IdentityKind::WhatsappUser => 0,
        IdentityKind::WhatsappPhone => 1,
        _ => 2,
    };
    let mut keys: Vec<IdentityKey> = written.iter().filter_map(|id| identity(id.as_ref())).collect();
    keys.sort_by_key(rank);
    for key in keys {
        if !found.contains(&key) {
            found.push(key);
        }
    }
}

fn profile_name(contacts: &[&Value]) -> Option<String> {
    let profiles = contacts.iter().filter_map(|contact| contact.get("profile"));
    let named = profiles.clone().find_map(|profile| text(profile, "name"));
    let name = named.or_else(|| profiles.clone().find_map(|profile| text(profile, "username")))?;
    let name = name.trim();
    (!name.is_empty()).then(|| cut(name, Customer::NAME_MAX).to_owned())
}

/// The message's type; where it is missing, the key that holds a known type's content names it.
fn content_type(message: &Value) -> ContentType {
    const TYPES: [&str; 11] = [
        "text",
        "image",
        "audio",
        "video",
        "document",
        "sticker",
        "location",
        "contacts",
        "reaction",
        "interactive",
        "button",
    ];
    match text(message, "type") {
        // An old name for audio that was recorded in the app.
        Some(word) if word == "voice" => ContentType::new("audio"),
        Some(word) => ContentType::new(&word),
        None => TYPES
            .into_iter()
            .find(|word| message.get(word).is_some_and(|part| !part.is_null()))
            .map_or(ContentType::UNKNOWN, ContentType::new),
    }
}

/// Whether a text message says something that its text, author, time and answered message do not: that it was forwarded,
/// came from an advertisement, was sent to a group, or whatever else there may be.
fn has_more_than_text(message: &Value) -> bool {
    const COMMON: [&str; 8] =
        ["id", "from", "from_user_id", "from_parent_user_id", "timestamp", "type", "text", "context"];
    const ANSWER: [&str; 3] = ["id", "from", "from_user_id"];
    let beyond = |value: Option<&Value>, known: &[&str]| {
        value.and_then(Value::as_object).is_some_and(|fields| fields.keys().any(|key| !known.contains(&key.as_str())))
    };
    beyond(Some(message), &COMMON)
        || beyond(message.get("context"), &ANSWER)
        || beyond(message.get("text"), &["body"])
        || !list(message, "errors").is_empty()
}
