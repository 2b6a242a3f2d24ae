//! What webhooks say, and how they are written and signed.

use super::{
    setup::{FailedContacts, WebhookVersion},
    world::{SendStatus, User, World},
};
use crate::signature::sign;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};
use std::{borrow::Cow, fmt::Write as _};

/// One piece of news on its way to a business.
#[derive(Clone, Debug)]
pub(crate) struct Update {
    pub(crate) source: Source,
    pub(crate) field: Cow<'static, str>,
    /// The message that it tells of, if it does.
    pub(crate) wamid: Option<String>,
    contact: Option<Value>,
    part: Part,
}

/// What an update comes from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Source {
    /// The phone number with this id.
    Phone(String),
    /// The business account with this id.
    Waba(String),
}

#[derive(Clone, Debug)]
enum Part {
    /// An item of a list, with others of the same number and field in one value.
    Item { list: &'static str, item: Value },
    /// A value of its own.
    Whole(Value),
}

impl Update {
    /// A user's message with the contact it comes from.
    pub(crate) fn message(world: &mut World, phone_id: &str, user: &User, body: Value) -> Self {
        let contact = Some(contact(world, phone_id, user));
        let wamid = body["id"].as_str().map(str::to_owned);
        Self { contact, wamid, ..Self::item(phone_id, "messages", "messages", body) }
    }

    /// A message that WhatsApp itself puts into a chat: it comes without a contact.
    pub(crate) fn system(phone_id: &str, body: Value) -> Self {
        Self::item(phone_id, "messages", "messages", body)
    }

    /// What a user does besides writing, with the contact who does it.
    pub(crate) fn of_user(
        world: &mut World,
        phone_id: &str,
        user: &User,
        field: &'static str,
        list: &'static str,
        item: Value,
    ) -> Self {
        let contact = Some(contact(world, phone_id, user));
        Self { contact, ..Self::item(phone_id, field, list, item) }
    }

    /// An item of a number's field, in the list of that name.
    pub(crate) fn item(phone_id: &str, field: &'static str, list: &'static str, item: Value) -> Self {
        Self {
            source: Source::Phone(phone_id.to_owned()),
            field: field.into(),
            wamid: None,
            contact: None,
            part: Part::Item { list, item },
        }
    }

    /// A whole value of any field.
    pub(crate) fn whole(source: Source, field: impl Into<Cow<'static, str>>, value: Value) -> Self {
        Self { source, field: field.into(), wamid: None, contact: None, part: Part::Whole(value) }
    }

    /// The news that a business's message reached a status.
    pub(crate) fn status(world: &mut World, wamid: &str, status: SendStatus, at: DateTime<Utc>) -> Option<Self> {
        let message = world.message(wamid)?;
        let phone_id = message.phone_number_id.clone();
        let mut body = Map::new();
        body.insert("id".to_owned(), json!(wamid));
        body.insert("status".to_owned(), json!(status.word()));
        body.insert("timestamp".to_owned(), json!(at.timestamp().to_string()));
        if let Some(data) = &message.callback_data {
            body.insert("biz_opaque_callback_data".to_owned(), json!(data));
        }
        if let (SendStatus::Failed, Some(failure)) = (status, &message.failure) {
            body.insert(
                "errors".to_owned(),
                json!([{
                    "code": failure.code,
                    "title": failure.title,
                    "message": failure.title,
                    "error_data": {"details": failure.details},
                    "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
                }]),
            );
        }
        if matches!(status, SendStatus::Sent | SendStatus::Delivered) {
            let pricing = &message.course.pricing;
            let pricing = json!({"billable": pricing.billable, "pricing_model": "PMP",
                "type": pricing.kind(), "category": pricing.category});
            body.insert("pricing".to_owned(), pricing);
        }
        let user = message.user.as_ref().and_then(|id| world.users.get(id)).cloned();
        let recipient = message.recipient.clone();
        if world.rules.webhook_version == WebhookVersion::V23 && status != SendStatus::Failed {
            let key = user.as_ref().map(|user| &user.id).or(recipient.as_ref()).cloned().unwrap_or_default();
            body.insert("conversation".to_owned(), conversation(world, &phone_id, &key, status));
        }
        let contact = match user {
            Some(user) => {
                let contact = contact(world, &phone_id, &user);
                for (key, name) in [
                    ("recipient_id", "wa_id"),
                    ("recipient_user_id", "user_id"),
                    ("recipient_parent_user_id", "parent_user_id"),
                ] {
                    if let Some(name) = contact.get(name) {
                        body.insert(key.to_owned(), name.clone());
                    }
                }
                contact
            }
            None => {
                let digits = super::faults::plain(&recipient.unwrap_or_default());
                body.insert("recipient_id".to_owned(), json!(digits));
                json!({"wa_id": digits})
            }
        };
        let contact = match (status, world.rules.failed_contacts) {
            (SendStatus::Failed, FailedContacts::Documented) => None,
            (SendStatus::Failed, FailedContacts::Observed) => contact.get("wa_id").map(|phone| json!({"wa_id": phone})),
            _ => Some(contact),
        };
        let update = Self::item(&phone_id, "messages", "statuses", Value::Object(body));
        Some(Self { contact, wamid: Some(wamid.to_owned()), ..update })
    }
}

/// The conversation that statuses named up to v23: one for each time the window was opened.
fn conversation(world: &mut World, phone_id: &str, recipient: &str, status: SendStatus) -> Value {
    let opened_at = world.pair(phone_id, recipient).wrote_at.unwrap_or_else(|| world.now());
    let name = format!("{phone_id} {recipient} {opened_at}");
    let id = hex::encode(&sign("conversation", name.as_bytes())[..16]);
    let mut conversation = json!({"id": id, "origin": {"type": "service"}});
    if status == SendStatus::Sent {
        let expires_at = opened_at + TimeDelta::hours(24);
        conversation["expiration_timestamp"] = json!(expires_at.timestamp().to_string());
    }
    conversation
}

/// The contact object that tells a business who a user is, with the phone number only if it may be seen.
pub(crate) fn contact(world: &mut World, phone_id: &str, user: &User) -> Value {
    let mut contact = Map::new();
    let mut profile = Map::new();
    if let Some(name) = &user.name {
        profile.insert("name".to_owned(), json!(name));
    }
    if let Some(username) = &user.username {
        profile.insert("username".to_owned(), json!(username));
    }
    if !profile.is_empty() {
        contact.insert("profile".to_owned(), Value::Object(profile));
    }
    let names = world.names(phone_id, user);
    for (key, name) in [
        ("wa_id", names.phone),
        ("user_id", names.bsuid),
        ("parent_user_id", names.parent),
        ("identity_key_hash", names.identity_key),
    ] {
        if let Some(name) = name {
            contact.insert(key.to_owned(), json!(name));
        }
    }
    Value::Object(contact)
}

/// A change of an entry: what lists it may still take items for, and what it says.
struct Change<'a> {
    /// The number whose items it lists; `None` for a value of its own.
    phone_id: Option<&'a str>,
    field: &'a str,
    value: Value,
}

/// Writes the body of one webhook: an entry per business account, in it a change per number and field.
pub(crate) fn body(world: &World, updates: &[&Update]) -> Vec<u8> {
    let mut entries: Vec<(&str, Vec<Change<'_>>)> = Vec::new();
    for update in updates {
        let Some(waba) = world.waba_of(&update.source) else {
            continue;
        };
        let at = entries.iter().position(|(known, _)| *known == waba).unwrap_or_else(|| {
            entries.push((waba, Vec::new()));
            entries.len() - 1
        });
        add(world, &mut entries[at].1, update);
    }
    let now = world.now().timestamp();
    let entries: Vec<Value> = entries
        .into_iter()
        .map(|(waba, changes)| {
            let of_account = changes.iter().any(|change| change.phone_id.is_none());
            let changes: Vec<Value> =
                changes.into_iter().map(|change| json!({"field": change.field, "value": change.value})).collect();
            match of_account {
                true => json!({"id": waba, "time": now, "changes": changes}),
                false => json!({"id": waba, "changes": changes}),
            }
        })
        .collect();
    let text = json!({"object": "whatsapp_business_account", "entry": entries}).to_string();
    match world.rules.escape_unicode {
        true => escape(&text).into_bytes(),
        false => text.into_bytes(),
    }
}

/// Adds an update to the changes of its business account.
fn add<'a>(world: &World, changes: &mut Vec<Change<'a>>, update: &'a Update) {
    let (list, item, phone_id) = match (&update.part, &update.source) {
        (Part::Item { list, item }, Source::Phone(phone_id)) => (*list, item, phone_id.as_str()),
        (Part::Item { item: value, .. } | Part::Whole(value), _) => {
            changes.push(Change { phone_id: None, field: &update.field, value: value.clone() });
            return;
        }
    };
    let is_open = |change: &Change<'_>| change.phone_id == Some(phone_id) && change.field == update.field;
    let at = changes.iter().position(is_open).unwrap_or_else(|| {
        let display = world.phones.get(phone_id).map_or("", |phone| phone.display.as_str());
        let display: String = display.chars().filter(char::is_ascii_digit).collect();
        let value = json!({"messaging_product": "whatsapp",
            "metadata": {"display_phone_number": display, "phone_number_id": phone_id}});
        changes.push(Change { phone_id: Some(phone_id), field: &update.field, value });
        changes.len() - 1
    });
    let value = &mut changes[at].value;
    if let Some(contact) = &update.contact {
        append_new(value, "contacts", contact);
    }
    append(value, list, item);
}

fn append(value: &mut Value, key: &str, item: &Value) {
    match value.get_mut(key).and_then(Value::as_array_mut) {
        Some(items) => items.push(item.clone()),
        None => value[key] = json!([item]),
    }
}

fn append_new(value: &mut Value, key: &str, item: &Value) {
    let known = value.get(key).and_then(Value::as_array).is_some_and(|items| items.contains(item));
    if !known {
        append(value, key, item);
    }
}

/// Writes everything that is not ASCII as `\uXXXX` in lower case, as Meta does.
fn escape(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            escaped.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            write!(escaped, "\\u{unit:04x}").expect("writing to a string succeeds");
        }
    }
    escaped
}

/// The value of `X-Hub-Signature-256`.
pub(crate) fn signature(secret: &str, body: &[u8]) -> String {
    format!("sha256={}", hex::encode(sign(secret, body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_ascii_is_escaped_in_utf_16() {
        assert_eq!(escape(r#""Grüße 👋""#), r#""Gr\u00fc\u00dfe \ud83d\udc4b""#);
    }

    #[test]
    fn the_signature_is_the_hmac_of_the_raw_bytes() {
        // Computed with `printf hello | openssl dgst -sha256 -hmac key`.
        let expected = "sha256=9307b3b915efb5171ff14d8cb55fbcc798c6c0ef1456d66ded1a6aa723a58b7b";

        assert_eq!(signature("key", b"hello"), expected);
    }
}
