//! The buttons below a business's message, and what a user says by tapping one.

use super::Refused;
use crate::emulator::world::{Direction, Message};
use serde::Deserialize;
use serde_json::{Value, json};

/// Which button is tapped.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Tap {
    pub(crate) message_id: String,
    /// The button's id, payload or title.
    button: String,
}

/// The message that tapping a button makes.
pub(crate) fn tapped(message: &Message, tap: &Tap) -> Result<Value, Refused> {
    if message.direction != Direction::Outbound {
        return Err(Refused::Conflict("the message is not the business's".to_owned()));
    }
    let wanted = tap.button.as_str();
    let found = match message.kind.as_str() {
        "interactive" => tapped_reply(&message.body["interactive"], wanted),
        "template" => message.course.rendered.as_ref().and_then(|shown| tapped_quick_reply(shown, wanted)),
        _ => None,
    };
    found.ok_or_else(|| Refused::NotFound(format!("the message has no button {wanted:?} that answers")))
}

fn tapped_reply(interactive: &Value, wanted: &str) -> Option<Value> {
    let action = &interactive["action"];
    let is_wanted = |choice: &&Value| choice["id"] == wanted || choice["title"] == wanted;
    match interactive["type"].as_str()? {
        "button" => {
            let replies = action["buttons"].as_array()?.iter().map(|button| &button["reply"]);
            let reply = replies.into_iter().find(is_wanted)?;
            let reply = json!({"id": reply["id"], "title": reply["title"]});
            Some(json!({"interactive": {"type": "button_reply", "button_reply": reply}}))
        }
        "list" => {
            let sections = action["sections"].as_array()?;
            let row = sections.iter().filter_map(|section| section["rows"].as_array()).flatten().find(is_wanted)?;
            let mut reply = json!({"id": row["id"], "title": row["title"]});
            if let Some(description) = row.get("description") {
                reply["description"] = description.clone();
            }
            Some(json!({"interactive": {"type": "list_reply", "list_reply": reply}}))
        }
        _ => None,
    }
}

/// A quick reply of a template, or of one of its cards.
fn tapped_quick_reply(shown: &Value, wanted: &str) -> Option<Value> {
    let is_wanted =
        |button: &&Value| button["type"] == "quick_reply" && (button["payload"] == wanted || button["text"] == wanted);
    let own = shown["buttons"].as_array().and_then(|buttons| buttons.iter().find(is_wanted));
    match own {
        Some(button) => Some(json!({"button": {"payload": button["payload"], "text": button["text"]}})),
        None => shown["carousel"].as_array()?.iter().find_map(|card| tapped_quick_reply(card, wanted)),
    }
}
