//! `POST /{phone}/messages` with a status: a business marks what it read, and shows that it types.

use super::{call::Call, errors::GraphError, send};
use crate::emulator::world::{Direction, World};
use chrono::TimeDelta;
use serde_json::{Value, json};

/// How old a message may be that is marked.
const MARKED_AGE_MAX: TimeDelta = TimeDelta::days(30);
/// How long typing is shown unless a message comes first.
const TYPING: TimeDelta = TimeDelta::seconds(25);

/// Marks a user's message and all earlier ones of the chat as read; with `typing_indicator` it shows typing as well.
pub(crate) fn mark(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    send::check_product(call)?;
    if call.text("status").as_deref() != Some("read") {
        return Err(GraphError::invalid("status must be read"));
    }
    let wamid = call.text("message_id").ok_or_else(|| GraphError::missing("message_id"))?;
    let types = match call.parameters.get("typing_indicator") {
        None | Some(Value::Null) => false,
        Some(indicator) if indicator["type"] == "text" => true,
        Some(_) => return Err(GraphError::invalid("typing_indicator['type'] must be text")),
    };
    let known = world.message(&wamid).filter(|message| {
        message.direction == Direction::Inbound
            && message.phone_number_id == call.object
            && world.now() - message.created_at <= MARKED_AGE_MAX
    });
    let Some(user) = known.and_then(|message| message.user.clone()) else {
        return Err(GraphError::invalid("message_id is no message that this number received"));
    };
    let last = world.numbers.get(&wamid).copied().unwrap_or_default();
    let mut earlier: Vec<String> = world
        .messages
        .iter()
        .filter(|(number, message)| {
            *number <= last
                && message.direction == Direction::Inbound
                && message.phone_number_id == call.object
                && message.user.as_deref() == Some(&user)
        })
        .map(|(_, message)| message.wamid.clone())
        .collect();
    for wamid in earlier.drain(..) {
        if let Some(message) = world.message_mut(&wamid) {
            message.marked_read = true;
        }
    }
    let until = types.then(|| world.now() + TYPING);
    let pair = world.pair(&call.object, &user);
    pair.typing_until = until.or(pair.typing_until);
    Ok(json!({"success": true}))
}
