//! `reaction`.

use super::parts::Part;
use crate::emulator::{
    graph::{errors::GraphError, recipient::Recipient},
    world::World,
};
use chrono::TimeDelta;
use serde_json::Value;

/// How old a message may be that is reacted to.
const TARGET_AGE_MAX: TimeDelta = TimeDelta::days(30);
/// The longest emoji: several joined ones count as one.
const EMOJI_MAX: usize = 16;

/// The target is a message of the same chat; an empty emoji takes the reaction back.
pub(crate) fn check(world: &World, phone_id: &str, to: &Recipient, body: &Value) -> Result<(), GraphError> {
    let reaction = Part::root("reaction", body);
    let target = reaction.at("message_id");
    let wamid = target.words(usize::MAX)?;
    let emoji = reaction.at("emoji");
    match emoji.value {
        Value::String(text) if text.is_empty() => {}
        Value::String(text) if text.chars().count() <= EMOJI_MAX && !text.is_ascii() => {}
        Value::Null => return Err(emoji.missing()),
        _ => return Err(emoji.refused("must be an emoji or empty.")),
    }
    let message = world.message(wamid).filter(|message| {
        message.phone_number_id == phone_id
            && message.user == to.user
            && world.now() - message.created_at <= TARGET_AGE_MAX
    });
    message.map(|_| ()).ok_or_else(|| target.refused("is no message of this chat from the last 30 days."))
}
