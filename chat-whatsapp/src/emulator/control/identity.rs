//! Users who become known by something else: another phone number, another business-scoped id.

use super::{Refused, body::Body};
use crate::emulator::{
    machine::Shared,
    webhook::Update,
    world::{Direction, Message, World},
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// The number a user has from now on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewNumber {
    phone: String,
}

impl World {
    /// The numbers that the user has exchanged anything with.
    fn acquainted(&self, user_id: &str) -> Vec<String> {
        let mut phones: Vec<String> =
            self.pairs.keys().filter(|(_, user)| user == user_id).map(|(phone, _)| phone.clone()).collect();
        phones.sort();
        phones
    }

    /// Puts a system message into the user's chat with a number.
    fn announce(&mut self, phone_id: &str, user_id: &str, mut body: Value) {
        let wamid = self.random.wamid();
        let now = self.now();
        body["id"] = json!(wamid);
        body["timestamp"] = json!(now.timestamp().to_string());
        body["type"] = json!("system");
        let update = Update::system(phone_id, body.clone());
        self.keep_message(Message {
            wamid,
            direction: Direction::Inbound,
            phone_number_id: phone_id.to_owned(),
            user: Some(user_id.to_owned()),
            recipient: None,
            kind: "system".to_owned(),
            body,
            callback_data: None,
            created_at: now,
            status: None,
            reached: Default::default(),
            failure: None,
            marked_read: false,
            heard: false,
            course: Default::default(),
        });
        self.enqueue(vec![update]);
    }

    /// Gives the user another id towards every portfolio, and tells the numbers that know the old one.
    fn rotate_bsuids(&mut self, user_id: &str) {
        let Some(user) = self.users.get_mut(user_id) else {
            return;
        };
        let old_ids = std::mem::take(&mut user.bsuids);
        let user = user.clone();
        let body = format!("{} has a new id", user.name.as_deref().unwrap_or("The user"));
        for phone_id in self.acquainted(user_id) {
            let names = self.names(&phone_id, &user);
            let business = self.business_of(&phone_id);
            let parent = business.and_then(|business| self.parents.get(business)).and_then(|id| old_ids.get(id));
            let Some(old_id) = business.and_then(|business| old_ids.get(business)) else {
                continue;
            };
            let mut system = json!({"type": "user_changed_user_id", "body": body,
                "user_id": names.bsuid, "previous_user_id": old_id});
            if let (Some(new), Some(old)) = (names.parent, parent) {
                (system["parent_user_id"], system["previous_parent_user_id"]) = (json!(new), json!(old));
            }
            self.announce(&phone_id, user_id, json!({"system": system}));
        }
    }

    /// Gives the user another phone number, which also makes their ids new.
    fn change_number(&mut self, user_id: &str, written: &str) -> Result<(), Refused> {
        let new = super::users::phone_digits(written)?;
        if self.user_by_phone(&new).is_some() {
            return Err(Refused::Conflict("the phone number is somebody's already".to_owned()));
        }
        let user = self.users.get_mut(user_id).ok_or_else(|| Refused::NotFound("there is no such user".to_owned()))?;
        let old = user.phone.replace(new.clone());
        let name = user.name.clone();
        if let Some(old) = old {
            for phone_id in self.acquainted(user_id) {
                let body = format!("{} changed from {old} to {new}", name.as_deref().unwrap_or("The user"));
                let system = json!({"type": "user_changed_number", "body": body, "wa_id": new});
                self.announce(&phone_id, user_id, json!({"from": old, "system": system}));
            }
        }
        self.rotate_bsuids(user_id);
        Ok(())
    }

    /// Gives the user another identity key, and tells the numbers that want to know.
    fn change_identity(&mut self, user_id: &str) {
        let now = self.now();
        let Some(user) = self.users.get_mut(user_id) else {
            return;
        };
        user.identity_changes += 1;
        let user = user.clone();
        let body = format!("The security code of {} changed", user.name.as_deref().unwrap_or("the user"));
        for phone_id in self.acquainted(user_id).into_iter().filter(|id| self.checks_identities(id)).collect::<Vec<_>>()
        {
            let names = self.names(&phone_id, &user);
            let mut told = json!({
                "system": {"type": "customer_identity_changed", "body": body},
                "identity": {"acknowledged": true, "created_timestamp": now.timestamp().to_string(),
                    "hash": user.identity_key()},
            });
            for (key, name) in [("from", names.phone), ("from_user_id", names.bsuid)] {
                if let Some(name) = name {
                    told[key] = json!(name);
                }
            }
            self.announce(&phone_id, user_id, told);
        }
    }
}

/// `POST /_emu/user/{id}/change_number`.
pub(crate) async fn change_number(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
    Body(NewNumber { phone }): Body<NewNumber>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| {
        let user = world.user_id(&key)?;
        world.change_number(&user, &phone)?;
        Ok(Json(world.user_json(&user)))
    })
}

/// `POST /_emu/user/{id}/rotate_bsuid`.
pub(crate) async fn rotate_bsuid(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| {
        let user = world.user_id(&key)?;
        world.rotate_bsuids(&user);
        Ok(Json(world.user_json(&user)))
    })
}

/// `POST /_emu/user/{id}/change_identity`: the user has WhatsApp on another device.
pub(crate) async fn change_identity(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| {
        let user = world.user_id(&key)?;
        world.change_identity(&user);
        Ok(Json(world.user_json(&user)))
    })
}
