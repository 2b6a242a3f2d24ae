//! `/{phone}/username`: the name by which users find a business.

use super::{of, of_mut, success};
use crate::emulator::{
    graph::{call::Call, errors::GraphError},
    world::World,
};
use serde_json::{Value, json};

/// How long a name is, in characters.
const MIN: usize = 3;
const MAX: usize = 35;
/// Meta's codes of a name that is not well-formed, and of one that another number has.
const MALFORMED: i64 = 147_001;
const TAKEN: i64 = 147_002;

/// Shows the name.
pub(crate) fn username(world: &World, call: &Call) -> Result<Value, GraphError> {
    Ok(match &of(world, call)?.username {
        Some(name) => json!({"username": name, "status": "approved"}),
        None => json!({}),
    })
}

/// Gives the number a name.
pub(crate) fn set_username(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let name = call.text("username").ok_or_else(|| GraphError::malformed("The parameter username is required."))?;
    let name = name.trim_start_matches('@').to_ascii_lowercase();
    let is_plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'.' | b'_');
    if !(MIN..=MAX).contains(&name.len()) || !name.bytes().all(is_plain) || !name.contains(|c: char| c.is_alphabetic())
    {
        return Err(GraphError::of(400, MALFORMED));
    }
    let holder = world.phones.iter().find(|(_, phone)| phone.username.as_ref() == Some(&name));
    let holder = holder.map(|(id, _)| id.clone()).filter(|id| *id != call.object);
    if let Some(holder) = holder {
        let is_own = world.business_of(&holder) == world.business_of(&call.object);
        if !is_own || call.text("transfer_action").as_deref() != Some("force_transfer") {
            return Err(GraphError::of(400, TAKEN));
        }
        if let Some(phone) = world.phones.get_mut(&holder) {
            phone.username = None;
        }
    }
    of_mut(world, call)?.username = Some(name.clone());
    let value = json!({"username": name, "status": "approved"});
    world.tell_of_phone(&call.object, "business_username_updates", value);
    Ok(json!({"status": "approved"}))
}

/// Takes the name from the number.
pub(crate) fn delete_username(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    if of_mut(world, call)?.username.take().is_some() {
        world.tell_of_phone(&call.object, "business_username_updates", json!({"status": "deleted"}));
    }
    Ok(success())
}

/// `GET /{phone}/username_suggestions`: names made of the business's own.
pub(crate) fn suggestions(world: &World, call: &Call) -> Result<Value, GraphError> {
    let name = &of(world, call)?.verified_name;
    let plain: String = name.to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).take(MAX).collect();
    let names: Vec<String> = (plain.len() >= MIN).then_some(plain).into_iter().collect();
    Ok(json!({"data": [{"username_suggestions": names}]}))
}
