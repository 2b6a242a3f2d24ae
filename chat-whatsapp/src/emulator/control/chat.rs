//! The emulated phones: the chats as their users see them.

use super::Refused;
use crate::emulator::{
    course::End,
    machine::Shared,
    world::{Direction, Message, SendStatus, User, World},
};
use axum::{
    Json,
    extract::{Path, Query, State, rejection::QueryRejection},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// The most recent messages of a chat that are shown.
const SHOWN_MAX: usize = 300;

/// Which business is looked at; may be left out when there is only one number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct With {
    phone_number_id: Option<String>,
}

/// A message on the user's phone.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Bubble<'a> {
    id: &'a str,
    from: Author,
    #[serde(rename = "type")]
    kind: &'a str,
    at: chrono::DateTime<chrono::Utc>,
    /// What stands under the key of the type in the webhook or in the send.
    content: &'a Value,
    /// The id of the file that it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    media: Option<&'a str>,
    /// A template with its places filled in.
    #[serde(skip_serializing_if = "Option::is_none")]
    shown: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    forwarded: bool,
    #[serde(skip_serializing_if = "is_false")]
    edited: bool,
    #[serde(skip_serializing_if = "is_false")]
    revoked: bool,
    /// The user's own: one tick, two, or two blue ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    ticks: Option<Ticks>,
    /// The business's: whether the user has not read it yet.
    #[serde(skip_serializing_if = "is_false")]
    unread: bool,
    /// An emoji for each author who reacted.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    reactions: BTreeMap<Author, &'a str>,
}

#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "camelCase")]
enum Author {
    Business,
    User,
}

/// How far the user's own message has come.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum Ticks {
    Sent,
    /// A receiver took its webhook.
    Delivered,
    /// The business marked it as read.
    Read,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

impl<'a> Bubble<'a> {
    fn of(message: &'a Message) -> Self {
        let (kind, context) = (message.kind.as_str(), &message.body["context"]);
        let is_own = message.direction == Direction::Inbound;
        let ticks = match (message.marked_read, message.heard) {
            (true, _) => Ticks::Read,
            (false, true) => Ticks::Delivered,
            (false, false) => Ticks::Sent,
        };
        Self {
            id: &message.wamid,
            from: if is_own { Author::User } else { Author::Business },
            kind,
            at: message.created_at,
            content: &message.body[kind],
            media: message.course.media.as_deref().or(message.body[kind]["id"].as_str()),
            shown: message.course.rendered.as_ref(),
            reply_to: context["id"].as_str().or(context["message_id"].as_str()),
            forwarded: context["forwarded"] == true || context["frequently_forwarded"] == true,
            edited: false,
            revoked: false,
            ticks: is_own.then_some(ticks),
            unread: message.status == Some(SendStatus::Delivered),
            reactions: BTreeMap::new(),
        }
    }

    /// Whether the message is on the user's phone: everything they wrote, and what was delivered of the business's.
    /// That a reaction was delivered is never told.
    fn is_there(message: &Message) -> bool {
        match message.status {
            None | Some(SendStatus::Delivered | SendStatus::Read | SendStatus::Played) => true,
            Some(SendStatus::Sent) => message.course.end == End::Sent,
            Some(SendStatus::Accepted | SendStatus::Failed) => false,
        }
    }
}

/// Whether the message has yet to come to the user's phone.
fn is_on_the_way(message: &Message) -> bool {
    matches!(message.status, Some(SendStatus::Accepted | SendStatus::Sent)) && message.course.end != End::Sent
}

/// The messages of a chat, with what was done to each of them later.
fn bubbles<'a>(messages: &[&'a Message]) -> Vec<Bubble<'a>> {
    let mut seen: Vec<Bubble<'a>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for message in messages.iter().filter(|message| Bubble::is_there(message)) {
        let body = &message.body;
        let about = |key: &str, id: &str| body[key][id].as_str().and_then(|id| places.get(id)).copied();
        match message.kind.as_str() {
            "reaction" => {
                let author = Bubble::of(message).from;
                if let Some(at) = about("reaction", "message_id") {
                    match body["reaction"]["emoji"].as_str() {
                        Some(emoji) if !emoji.is_empty() => seen[at].reactions.insert(author, emoji),
                        _ => seen[at].reactions.remove(&author),
                    };
                }
            }
            "edit" => {
                let edited = &body["edit"]["message"];
                if let Some(at) = about("edit", "original_message_id") {
                    seen[at].content = &edited[edited["type"].as_str().unwrap_or_default()];
                    seen[at].edited = true;
                }
            }
            "revoke" => {
                if let Some(at) = about("revoke", "original_message_id") {
                    seen[at].revoked = true;
                    seen[at].content = &Value::Null;
                }
            }
            "request_welcome" => {}
            _ => {
                places.insert(&message.wamid, seen.len());
                seen.push(Bubble::of(message));
            }
        }
    }
    seen
}

impl World {
    /// The messages of a number, by user.
    fn by_user(&self, phone_id: &str) -> BTreeMap<&str, Vec<&Message>> {
        let mut chats: BTreeMap<&str, Vec<&Message>> = BTreeMap::new();
        for (_, message) in self.messages.iter().filter(|(_, message)| message.phone_number_id == phone_id) {
            if let Some(user) = &message.user {
                chats.entry(user).or_default().push(message);
            }
        }
        chats
    }

    fn person(&self, user: &User, messages: &[&Message]) -> Value {
        let seen = bubbles(messages);
        let mut person = json!(user);
        person["unread"] = json!(seen.iter().filter(|bubble| bubble.unread).count());
        person["last"] = json!(seen.last());
        person
    }
}

/// `GET /_emu/numbers`: the numbers of businesses.
pub(crate) async fn numbers(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let world = shared.world();
    let numbers = world.phones.iter().map(|(id, phone)| {
        json!({"phoneNumberId": id, "businessAccountId": phone.waba, "name": phone.verified_name,
            "number": phone.display, "registered": phone.registered})
    });
    Json(json!({"numbers": numbers.collect::<Vec<_>>()}))
}

/// `GET /_emu/people`: the users, each with the last message of the chat with the business and the count of unread ones.
pub(crate) async fn people(
    State(shared): State<Arc<Shared>>,
    with: Result<Query<With>, QueryRejection>,
) -> Result<Json<Value>, Refused> {
    let Query(with) = with.map_err(|rejection| Refused::Invalid(rejection.body_text()))?;
    let world = shared.world();
    let phone_id = world.written_to(with.phone_number_id.as_deref())?;
    let chats = world.by_user(&phone_id);
    let messages = |user: &User| chats.get(user.id.as_str()).map_or(&[][..], Vec::as_slice);
    let people: Vec<Value> = world.users.values().map(|user| world.person(user, messages(user))).collect();
    Ok(Json(json!({"phoneNumberId": phone_id, "people": people})))
}

/// `GET /_emu/user/{id}/chat`: the chat with the business as it is on the user's phone.
pub(crate) async fn chat(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
    with: Result<Query<With>, QueryRejection>,
) -> Result<Json<Value>, Refused> {
    let Query(with) = with.map_err(|rejection| Refused::Invalid(rejection.body_text()))?;
    let world = shared.world();
    let phone_id = world.written_to(with.phone_number_id.as_deref())?;
    let user_id = world.user_id(&key)?;
    let messages = world.by_user(&phone_id).remove(user_id.as_str()).unwrap_or_default();
    let seen = bubbles(&messages);
    let now = world.now();
    let pair = world.pairs.get(&(phone_id.clone(), user_id.clone()));
    let phone = world.phones.get(&phone_id);
    Ok(Json(json!({
        "user": world.users.get(&user_id),
        "business": {"phoneNumberId": phone_id, "name": phone.map(|phone| &phone.verified_name),
            "number": phone.map(|phone| &phone.display)},
        "now": now,
        "typing": pair.is_some_and(|pair| pair.typing_until.is_some_and(|until| until > now)),
        "typingUntil": pair.and_then(|pair| pair.typing_until).filter(|until| *until > now),
        "optedOut": pair.is_some_and(|pair| pair.opted_out),
        "wroteAt": pair.and_then(|pair| pair.wrote_at),
        "waiting": messages.iter().filter(|message| is_on_the_way(message)).count(),
        "messages": &seen[seen.len().saturating_sub(SHOWN_MAX)..],
    })))
}
