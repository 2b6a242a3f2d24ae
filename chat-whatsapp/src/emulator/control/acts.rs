//! What a user does with messages that are already there: react, edit, revoke, play, tap a button.

use super::{
    Refused,
    body::Body,
    inbound::{Inbound, Item},
    tap::{Tap, tapped},
};
use crate::emulator::{
    machine::Shared,
    world::{Direction, Message, SendStatus, World},
};
use axum::{
    Json,
    extract::{Path, State},
};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// How long a message can be edited.
const EDITED_MAX: TimeDelta = TimeDelta::minutes(15);
/// How long a message can be taken back.
const REVOKED_MAX: TimeDelta = TimeDelta::hours(48);

/// A reaction to a message of the chat; an empty emoji takes it back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Reaction {
    message_id: String,
    emoji: String,
}

/// The new words of a message: its text, or the caption of its file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Edit {
    message_id: String,
    text: String,
}

/// A message of the chat.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Which {
    message_id: String,
}

impl World {
    /// The id of the user with this id, phone number or BSUID.
    pub(crate) fn user_id(&self, key: &str) -> Result<String, Refused> {
        let user = self.find_user(key).ok_or_else(|| Refused::NotFound(format!("there is no user {key:?}")))?;
        Ok(user.id.clone())
    }

    /// A message that the user wrote or got.
    pub(crate) fn message_of(&self, user_id: &str, wamid: &str) -> Result<&Message, Refused> {
        self.message(wamid)
            .filter(|message| message.user.as_deref() == Some(user_id))
            .ok_or_else(|| Refused::NotFound(format!("the user has no message {wamid:?}")))
    }

    /// A message that the user wrote not longer ago than `max`.
    fn own_message(&self, user_id: &str, wamid: &str, max: TimeDelta) -> Result<&Message, Refused> {
        let message = self.message_of(user_id, wamid)?;
        if message.direction != Direction::Inbound {
            return Err(Refused::Conflict("the message is not the user's own".to_owned()));
        }
        match self.now() - message.created_at <= max {
            true => Ok(message),
            false => {
                Err(Refused::Conflict(format!("it is too late: that can be done for {} minutes", max.num_minutes())))
            }
        }
    }

    /// Lets the user say something that belongs to a message that is there.
    fn write_about(&mut self, user_id: &str, wamid: &str, mut item: Item) -> Result<Vec<String>, Refused> {
        let phone_number_id = Some(self.message_of(user_id, wamid)?.phone_number_id.clone());
        let (message, reply_to) = (item.message.take(), item.reply_to.take());
        self.write(Inbound { user: user_id.to_owned(), phone_number_id, message, reply_to, ..Inbound::default() })
    }
}

fn item(message: Value) -> Item {
    let message = match message {
        Value::Object(message) => Some(message),
        _ => None,
    };
    Item { message, ..Item::default() }
}

/// `POST /_emu/user/{id}/react`.
pub(crate) async fn react(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
    Body(reaction): Body<Reaction>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| {
        let user = world.user_id(&key)?;
        let Reaction { message_id, emoji } = reaction;
        let said = item(json!({"reaction": {"message_id": message_id, "emoji": emoji}}));
        Ok(Json(json!({"ids": world.write_about(&user, &message_id, said)?})))
    })
}

/// `POST /_emu/user/{id}/edit`: for 15 minutes, as on a phone.
pub(crate) async fn edit(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
    Body(edit): Body<Edit>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| {
        let user = world.user_id(&key)?;
        let message = world.own_message(&user, &edit.message_id, EDITED_MAX)?;
        let content = edited(message, &edit.text)?;
        let said = item(json!({"edit": {"original_message_id": edit.message_id, "message": content}}));
        Ok(Json(json!({"ids": world.write_about(&user, &edit.message_id, said)?})))
    })
}

/// The content of a message with other words.
fn edited(message: &Message, text: &str) -> Result<Value, Refused> {
    if text.trim().is_empty() {
        return Err(Refused::Invalid("text must not be empty".to_owned()));
    }
    let kind = message.kind.as_str();
    let mut content = match kind {
        "text" => json!({"body": text}),
        "image" | "video" | "document" => message.body[kind].clone(),
        _ => return Err(Refused::Conflict(format!("a message of type {kind} cannot be edited"))),
    };
    if kind != "text" {
        content["caption"] = json!(text);
    }
    let mut edited = Map::new();
    edited.insert("type".to_owned(), json!(kind));
    edited.insert(kind.to_owned(), content);
    if let Some(context) = message.body.get("context") {
        edited.insert("context".to_owned(), context.clone());
    }
    Ok(Value::Object(edited))
}

/// `POST /_emu/user/{id}/revoke`: the user deletes a message for everyone, within two days.
pub(crate) async fn revoke(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
    Body(Which { message_id }): Body<Which>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| {
        let user = world.user_id(&key)?;
        world.own_message(&user, &message_id, REVOKED_MAX)?;
        let said = item(json!({"revoke": {"original_message_id": message_id}}));
        Ok(Json(json!({"ids": world.write_about(&user, &message_id, said)?})))
    })
}

/// `POST /_emu/user/{id}/play`: the user listens to an audio of the business; the first time with a voice message, a status says so.
pub(crate) async fn play(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
    Body(Which { message_id }): Body<Which>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| {
        let user = world.user_id(&key)?;
        let message = world.message_of(&user, &message_id)?;
        if message.direction != Direction::Outbound || message.kind != "audio" {
            return Err(Refused::Conflict("the message is no audio of the business".to_owned()));
        }
        world.play(&message_id);
        let played = world.message(&message_id).and_then(|message| message.status) == Some(SendStatus::Played);
        Ok(Json(json!({"played": played})))
    })
}

/// `POST /_emu/user/{id}/tap`: the user taps a reply button, a row of a list, or a quick reply of a template.
pub(crate) async fn tap(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
    Body(tap): Body<Tap>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| {
        let user = world.user_id(&key)?;
        let message = world.message_of(&user, &tap.message_id)?;
        let said = tapped(message, &tap)?;
        let said = Item { reply_to: Some(tap.message_id.clone()), ..item(said) };
        Ok(Json(json!({"ids": world.write_about(&user, &tap.message_id, said)?})))
    })
}
