//! `POST /_emu/inbound`: a user writes to a business.

use super::{Refused, body::Body, users::UserChange};
use crate::emulator::{
    machine::Shared,
    webhook::Update,
    world::{Direction, Message, User, World},
};
use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// What a user writes to a business: one message, or several that arrive in one webhook.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Inbound {
    /// The user's id, phone number or BSUID. A phone number that nobody has becomes a new user.
    pub user: String,
    /// The number that is written to; may be left out when there is only one.
    pub phone_number_id: Option<String>,
    /// A text message.
    pub text: Option<String>,
    /// A message of any type as it stands in a webhook; `type`, `id`, `from`, `timestamp` and the like are filled in
    /// where they are missing. A key that is `null` is left out of the webhook.
    pub message: Option<Map<String, Value>>,
    /// The id of the message this one answers.
    pub reply_to: Option<String>,
    /// More messages of the same user in the same webhook: each with `text` or `message`, and perhaps `replyTo`.
    pub batch: Vec<Item>,
}

/// One message of a batch.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Item {
    /// A text message.
    pub text: Option<String>,
    /// A message of any type as it stands in a webhook.
    pub message: Option<Map<String, Value>>,
    /// The id of the message this one answers.
    pub reply_to: Option<String>,
}

impl Inbound {
    /// A text message.
    pub fn text(user: &str, phone_number_id: &str, text: &str) -> Self {
        Self {
            user: user.to_owned(),
            phone_number_id: Some(phone_number_id.to_owned()),
            text: Some(text.to_owned()),
            ..Self::default()
        }
    }

    fn items(self) -> Vec<Item> {
        let mut items = self.batch;
        if self.text.is_some() || self.message.is_some() {
            let first = Item { text: self.text, message: self.message, reply_to: self.reply_to };
            items.insert(0, first);
        }
        items
    }
}

impl Item {
    /// What is said.
    pub(crate) fn content(self) -> Result<Map<String, Value>, Refused> {
        match (self.text, self.message) {
            (Some(text), None) => {
                let mut body = Map::new();
                body.insert("type".to_owned(), json!("text"));
                body.insert("text".to_owned(), json!({"body": text}));
                Ok(body)
            }
            (None, Some(message)) => Ok(message),
            (Some(_), Some(_)) => Err(Refused::Invalid("text and message exclude each other".to_owned())),
            (None, None) => Err(Refused::Invalid("a text or a message is needed".to_owned())),
        }
    }
}

/// The types of messages whose content stands under a key of the same name.
pub(crate) const TYPES: [&str; 17] = [
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
    "order",
    "edit",
    "revoke",
    "system",
    "unsupported",
    "voice",
];

/// Whether a message opens the customer service window: what takes back or corrects another does not.
fn opens_window(body: &Value) -> bool {
    !matches!(body["type"].as_str(), Some("edit" | "revoke" | "system"))
}

impl World {
    /// Takes a user's messages, sends them on their way in one webhook and gives their ids.
    pub(crate) fn write(&mut self, inbound: Inbound) -> Result<Vec<String>, Refused> {
        let phone_id = self.written_to(inbound.phone_number_id.as_deref())?;
        let user = self.writer(&inbound.user)?;
        let items = inbound.items();
        if items.is_empty() {
            return Err(Refused::Invalid("a text, a message or a batch is needed".to_owned()));
        }
        let mut bodies = Vec::new();
        for item in items {
            bodies.push(self.inbound_body(&phone_id, &user, item)?);
        }
        let now = self.now();
        if bodies.iter().any(opens_window) {
            self.pair(&phone_id, &user.id).wrote_at = Some(now);
        }
        let (mut ids, mut updates) = (Vec::new(), Vec::new());
        for body in bodies {
            let wamid = body["id"].as_str().unwrap_or_default().to_owned();
            updates.push(Update::message(self, &phone_id, &user, body.clone()));
            self.keep_message(Message {
                wamid: wamid.clone(),
                direction: Direction::Inbound,
                phone_number_id: phone_id.clone(),
                user: Some(user.id.clone()),
                recipient: None,
                kind: body["type"].as_str().unwrap_or("unknown").to_owned(),
                body,
                callback_data: None,
                created_at: now,
                status: None,
                reached: Default::default(),
                failure: None,
                marked_read: false,
                course: Default::default(),
                heard: false,
            });
            ids.push(wamid);
        }
        // What a user whom the business blocks writes never reaches it.
        if self.phones.get(&phone_id).is_none_or(|phone| !phone.blocks(&user.id)) {
            self.enqueue(updates);
        }
        Ok(ids)
    }

    pub(crate) fn written_to(&self, phone_id: Option<&str>) -> Result<String, Refused> {
        match phone_id {
            Some(id) if self.phones.contains_key(id) => Ok(id.to_owned()),
            Some(id) => Err(Refused::NotFound(format!("there is no phone number {id:?}"))),
            None if self.phones.len() == 1 => Ok(self.phones.keys().cloned().collect()),
            None => Err(Refused::Invalid("phoneNumberId is needed: there are several".to_owned())),
        }
    }

    fn writer(&mut self, key: &str) -> Result<User, Refused> {
        if key.is_empty() {
            return Err(Refused::Invalid("user is needed".to_owned()));
        }
        if let Some(user) = self.find_user(key) {
            return Ok(user.clone());
        }
        let unknown = || Refused::NotFound(format!("there is no user {key:?}"));
        let phone = Some(Some(key.to_owned()));
        let id = self.put_user(UserChange { phone, ..UserChange::default() }).map_err(|_| unknown())?;
        self.users.get(&id).cloned().ok_or_else(unknown)
    }

    fn inbound_body(&mut self, phone_id: &str, user: &User, item: Item) -> Result<Value, Refused> {
        let reply_to = item.reply_to.clone();
        let mut body = item.content()?;
        let kind = TYPES.into_iter().find(|kind| body.contains_key(*kind));
        let mut fill = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                body.entry(key).or_insert(value);
            }
        };
        let names = self.names(phone_id, user);
        fill("type", kind.map(Value::from));
        fill("from", names.phone.map(Value::from));
        fill("from_user_id", names.bsuid.map(Value::from));
        fill("from_parent_user_id", names.parent.map(Value::from));
        fill("id", Some(json!(self.random.wamid())));
        fill("timestamp", Some(json!(self.now().timestamp().to_string())));
        if let Some(wamid) = reply_to {
            let phone = self.phones.get(phone_id);
            let author = match self.message(&wamid).map(|message| message.direction) {
                Some(Direction::Inbound) => user.phone.clone(),
                _ => phone.map(|phone| phone.display.chars().filter(char::is_ascii_digit).collect()),
            };
            let mut context = json!({"id": wamid});
            if let Some(author) = author {
                context["from"] = json!(author);
            }
            fill("context", Some(context));
        }
        body.retain(|_, value| !value.is_null());
        if !body.get("id").is_some_and(Value::is_string) {
            return Err(Refused::Invalid("a message's id must be a text".to_owned()));
        }
        Ok(Value::Object(body))
    }
}

/// Takes a user's messages.
pub(crate) async fn put(
    State(shared): State<Arc<Shared>>,
    Body(inbound): Body<Inbound>,
) -> Result<Json<Value>, Refused> {
    let ids = shared.change(|world| world.write(inbound))?;
    Ok(Json(json!({"ids": ids})))
}
