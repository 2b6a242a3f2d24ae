//! What webhooks say, and how they are written and signed.

use super::world::{SendStatus, User, World};
use crate::signature::sign;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// One message or status on its way to a business.
#[derive(Clone, Debug)]
pub(crate) struct Update {
    pub(crate) phone_id: String,
    contact: Option<Value>,
    part: Part,
}

#[derive(Clone, Debug)]
enum Part {
    Message(Value),
    Status(Value),
}

impl Update {
    /// A user's message with the contact it comes from.
    pub(crate) fn message(world: &mut World, phone_id: &str, user: &User, body: Value) -> Self {
        let contact = Some(contact(world, phone_id, user));
        Self { phone_id: phone_id.to_owned(), contact, part: Part::Message(body) }
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
        let contact = match user {
            Some(user) => {
                let contact = contact(world, &phone_id, &user);
                if let Some(phone) = contact.get("wa_id") {
                    body.insert("recipient_id".to_owned(), phone.clone());
                }
                if let Some(bsuid) = contact.get("user_id") {
                    body.insert("recipient_user_id".to_owned(), bsuid.clone());
                }
                contact
            }
            None => {
                let digits = super::faults::plain(&recipient.unwrap_or_default());
                body.insert("recipient_id".to_owned(), json!(digits));
                json!({"wa_id": digits})
            }
        };
        Some(Self { phone_id, contact: Some(contact), part: Part::Status(Value::Object(body)) })
    }
}

/// The contact object that tells a business who a user is, with the phone number only if it may be seen.
fn contact(world: &mut World, phone_id: &str, user: &User) -> Value {
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
    if let Some(phone) = world.visible_phone(phone_id, user) {
        contact.insert("wa_id".to_owned(), json!(phone));
    }
    let business = world.business_of(phone_id).map(str::to_owned);
    if let Some(bsuid) = business.and_then(|business| world.bsuid(&user.id, &business)) {
        contact.insert("user_id".to_owned(), json!(bsuid));
    }
    Value::Object(contact)
}

/// Writes the body of one webhook: an entry per business account, in it a change per number.
pub(crate) fn body(world: &World, updates: &[&Update]) -> Vec<u8> {
    let mut entries: Vec<(&str, Vec<(&str, Value)>)> = Vec::new();
    for update in updates {
        let Some(phone) = world.phones.get(&update.phone_id) else {
            continue;
        };
        let entry = position(&mut entries, phone.waba.as_str(), Vec::new);
        let change = position(&mut entries[entry].1, update.phone_id.as_str(), || {
            let display: String = phone.display.chars().filter(char::is_ascii_digit).collect();
            json!({"messaging_product": "whatsapp",
                "metadata": {"display_phone_number": display, "phone_number_id": update.phone_id}})
        });
        let value = &mut entries[entry].1[change].1;
        if let Some(contact) = &update.contact {
            append_new(value, "contacts", contact);
        }
        match &update.part {
            Part::Message(message) => append(value, "messages", message),
            Part::Status(status) => append(value, "statuses", status),
        }
    }
    let entries: Vec<Value> = entries
        .into_iter()
        .map(|(waba, changes)| {
            let changes: Vec<Value> =
                changes.into_iter().map(|(_, value)| json!({"field": "messages", "value": value})).collect();
            json!({"id": waba, "changes": changes})
        })
        .collect();
    let text = json!({"object": "whatsapp_business_account", "entry": entries}).to_string();
    match world.rules.escape_unicode {
        true => escape(&text).into_bytes(),
        false => text.into_bytes(),
    }
}

/// Where `key` is in the list; it is added at the end if it is new.
fn position<'a, T>(list: &mut Vec<(&'a str, T)>, key: &'a str, new: impl FnOnce() -> T) -> usize {
    list.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
        list.push((key, new()));
        list.len() - 1
    })
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
