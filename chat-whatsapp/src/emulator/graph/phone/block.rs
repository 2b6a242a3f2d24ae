//! `/{phone}/block_users`: whose messages a business does not want.

use super::{of, of_mut};
use crate::emulator::{
    graph::{call::Call, errors::GraphError, paging, send},
    world::World,
};
use serde_json::{Value, json};

/// How many users one call takes.
const USERS_MAX: usize = 1_000;

/// Blocks users. Those who are not on WhatsApp are told apart.
pub(crate) fn block(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let (mut added, mut failed) = (Vec::new(), Vec::new());
    for given in users(call)? {
        match found(world, call, &given) {
            Some(user) => {
                let phone = of_mut(world, call)?;
                let place = phone.blocked.last_key_value().map_or(0, |(last, _)| *last) + 1;
                if !phone.blocks(&user) {
                    phone.blocked.insert(place, user);
                }
                added.push(shown(&given));
            }
            None => failed
                .push(json!({"input": given.input(), "errors": [{"message": "(#139100) Failed to block user",
                "code": 139_100, "error_data": {"details": "The user is not on WhatsApp."}}]})),
        }
    }
    let mut outcome = json!({"added_users": added});
    if !failed.is_empty() {
        outcome["failed_users"] = json!(failed);
    }
    Ok(json!({"messaging_product": "whatsapp", "block_users": outcome}))
}

/// Lets users write again.
pub(crate) fn unblock(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let mut removed = Vec::new();
    for given in users(call)? {
        if let Some(user) = found(world, call, &given) {
            of_mut(world, call)?.blocked.retain(|_, blocked| *blocked != user);
        }
        removed.push(shown(&given));
    }
    Ok(json!({"messaging_product": "whatsapp", "block_users": {"removed_users": removed}}))
}

/// Lists those who are blocked.
pub(crate) fn blocked(world: &World, call: &Call) -> Result<Value, GraphError> {
    let phone = of(world, call)?;
    let show = |user: &String| {
        let user = world.users.get(user)?;
        let mut shown = json!({"messaging_product": "whatsapp"});
        if let Some(bsuid) = world.business_of(&call.object).and_then(|business| user.bsuids.get(business)) {
            shown["user_id"] = json!(bsuid);
            shown["input"] = json!(bsuid);
        }
        if let Some(digits) = world.visible_phone(&call.object, user) {
            shown["wa_id"] = json!(digits);
            shown["input"] = json!(digits);
        }
        Some(shown)
    };
    let users = phone.blocked.iter().filter_map(|(place, user)| Some((*place, show(user)?))).collect();
    paging::page(world, call, users)
}

/// A user as a business names one.
enum Given {
    Phone(String),
    Bsuid(String),
}

impl Given {
    fn input(&self) -> &str {
        match self {
            Self::Phone(input) | Self::Bsuid(input) => input,
        }
    }
}

fn users(call: &Call) -> Result<Vec<Given>, GraphError> {
    send::check_product(call)?;
    let list = call.parameters.get("block_users").and_then(Value::as_array);
    let list = list.filter(|list| (1..=USERS_MAX).contains(&list.len()));
    let list = list.ok_or_else(|| GraphError::malformed("Param block_users must have 1 to 1000 users."))?;
    list.iter()
        .map(|user| match (user["user"].as_str(), user["user_id"].as_str()) {
            (Some(phone), _) => Ok(Given::Phone(phone.to_owned())),
            (None, Some(bsuid)) => Ok(Given::Bsuid(bsuid.to_owned())),
            (None, None) => Err(GraphError::malformed("Each of block_users needs a user or a user_id.")),
        })
        .collect()
}

fn found(world: &World, call: &Call, given: &Given) -> Option<String> {
    let user = match given {
        Given::Phone(phone) => world.user_by_phone(&digits(phone)),
        Given::Bsuid(bsuid) => world.user_by_bsuid(world.business_of(&call.object)?, bsuid),
    };
    user.map(|user| user.id.clone())
}

fn shown(given: &Given) -> Value {
    match given {
        Given::Phone(phone) => json!({"input": phone, "wa_id": digits(phone)}),
        Given::Bsuid(bsuid) => json!({"input": bsuid, "user_id": bsuid}),
    }
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}
