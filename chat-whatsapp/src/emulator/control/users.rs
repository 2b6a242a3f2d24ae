//! The WhatsApp users: who they are, and what they do besides writing.

use super::{Refused, body::Body};
use crate::emulator::{
    faults::plain,
    machine::Shared,
    world::{User, World},
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use std::sync::Arc;

/// A new WhatsApp user, or a change of one: of the user with this id or, without an id, with this phone number.
///
/// What is `None` stays as it is. A new user is online, has read receipts on and hides nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct UserChange {
    /// The emulator's id of the user, as the test likes it.
    pub id: Option<String>,
    /// The profile name; `Some(None)` removes it.
    #[serde(deserialize_with = "given")]
    pub name: Option<Option<String>>,
    /// The phone number in any spelling; `Some(None)` removes it: a user whom businesses know by BSUID only.
    #[serde(deserialize_with = "given")]
    pub phone: Option<Option<String>>,
    /// The username without `@`; `Some(None)` removes it.
    #[serde(deserialize_with = "given")]
    pub username: Option<Option<String>>,
    /// Whether businesses see the phone number only if they used it themselves within 30 days.
    pub hide_phone: Option<bool>,
    /// Whether messages reach the user's phone now.
    pub online: Option<bool>,
    /// Whether the user lets others know what was read.
    pub read_receipts: Option<bool>,
    /// Whether the user blocks all businesses.
    pub blocked: Option<bool>,
}

impl UserChange {
    /// A user with a name and a phone number.
    pub fn named(name: &str, phone: &str) -> Self {
        Self { name: Some(Some(name.to_owned())), phone: Some(Some(phone.to_owned())), ..Self::default() }
    }
}

/// Tells a field that is null from one that is not there.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl World {
    /// Adds or changes a user and gives the user's id.
    pub(crate) fn put_user(&mut self, change: UserChange) -> Result<String, Refused> {
        let phone = match &change.phone {
            Some(Some(written)) => Some(Some(phone_digits(written)?)),
            Some(None) => Some(None),
            None => None,
        };
        let holder = phone
            .as_ref()
            .and_then(Option::as_deref)
            .and_then(|digits| self.user_by_phone(digits))
            .map(|user| user.id.clone());
        let id = match (change.id, holder) {
            (Some(id), Some(holder)) if id != holder => {
                return Err(Refused::Conflict(format!("the phone number belongs to user {holder}")));
            }
            (Some(id), _) | (None, Some(id)) => id,
            (None, None) => self.random.digits(12),
        };
        if id.is_empty() || id.contains('/') {
            return Err(Refused::Invalid("an id must not be empty or have a slash".to_owned()));
        }
        let user = self.users.entry(id.clone()).or_insert_with(|| User {
            id: id.clone(),
            name: None,
            phone: None,
            username: None,
            hide_phone: false,
            online: true,
            read_receipts: true,
            blocked: false,
            identity_changes: 0,
            bsuids: Default::default(),
        });
        let was_online = user.online;
        if let Some(name) = change.name {
            user.name = name;
        }
        if let Some(phone) = phone {
            user.phone = phone;
        }
        if let Some(username) = change.username {
            user.username = username.map(|name| name.trim_start_matches('@').to_owned());
        }
        user.hide_phone = change.hide_phone.unwrap_or(user.hide_phone);
        user.online = change.online.unwrap_or(user.online);
        user.read_receipts = change.read_receipts.unwrap_or(user.read_receipts);
        user.blocked = change.blocked.unwrap_or(user.blocked);
        if user.online && !was_online {
            self.deliver_waiting(&id);
        }
        Ok(id)
    }

    /// The user with this id, phone number or BSUID.
    pub(crate) fn find_user(&self, key: &str) -> Option<&User> {
        self.users
            .get(key)
            .or_else(|| self.user_by_phone(&plain(key)))
            .or_else(|| self.users.values().find(|user| user.bsuids.values().any(|id| id == key)))
    }

    pub(crate) fn user_json(&mut self, id: &str) -> Value {
        let businesses: Vec<String> = self.wabas.values().map(|waba| waba.business.clone()).collect();
        for business in businesses {
            self.bsuid(id, &business);
        }
        json!(self.users.get(id))
    }
}

pub(crate) fn phone_digits(written: &str) -> Result<String, Refused> {
    let digits = plain(written);
    let is_number = (5..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    match is_number {
        true => Ok(digits),
        false => Err(Refused::Invalid(format!("{written:?} is not a phone number"))),
    }
}

/// `POST /_emu/users`.
pub(crate) async fn put(
    State(shared): State<Arc<Shared>>,
    Body(change): Body<UserChange>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| {
        let id = world.put_user(change)?;
        Ok(Json(world.user_json(&id)))
    })
}

/// `GET /_emu/users`.
pub(crate) async fn list(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let mut world = shared.world();
    let ids: Vec<String> = world.users.keys().cloned().collect();
    let users: Vec<Value> = ids.iter().map(|id| world.user_json(id)).collect();
    Json(json!({"users": users}))
}

/// Which chats the user opens.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Read {
    phone_number_id: Option<String>,
}

/// `POST /_emu/user/{id}/read`: the user opens the chats and reads what has come.
pub(crate) async fn read(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
    Body(read): Body<Read>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| {
        let user = world
            .find_user(&key)
            .map(|user| user.id.clone())
            .ok_or_else(|| Refused::NotFound(format!("there is no user {key:?}")))?;
        let ids = world.read_by(&user, read.phone_number_id.as_deref());
        Ok(Json(json!({"read": ids})))
    })
}
