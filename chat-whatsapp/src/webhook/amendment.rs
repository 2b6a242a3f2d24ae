//! Messages that say that another one is not as it was.

use super::message::external_id;
use crate::{
    content::{Content, content_type},
    lenient::object,
};
use chat_core::{AmendmentKind, ExternalId};
use serde_json::Value;

/// What was done to a message, and what it says since.
pub(super) struct Amended {
    pub(super) target: ExternalId,
    pub(super) change: AmendmentKind,
    pub(super) content: Content,
    pub(super) reply_to: Option<ExternalId>,
}

/// What a message of this type says of another one, if it says of which and, of one that was edited, what it says since.
pub(super) fn of(message: &Value, kind: &str) -> Option<Amended> {
    let change = match kind {
        "edit" => AmendmentKind::Edited,
        "revoke" => AmendmentKind::TakenBack,
        _ => return None,
    };
    let part = object(message, kind)?;
    let target = external_id(part, "original_message_id")?;
    if change == AmendmentKind::TakenBack {
        return Some(Amended { target, change, content: Content::of(message, message), reply_to: None });
    }
    let said = object(part, "message").filter(|said| says_something(said))?;
    let reply_to = object(said, "context").and_then(|context| external_id(context, "id"));
    Some(Amended { target, change, content: Content::of(said, message), reply_to })
}

/// Whether a message may stand in place of another one.
fn says_something(said: &Value) -> bool {
    const NOTHING: [&str; 7] = ["edit", "revoke", "reaction", "system", "request_welcome", "unsupported", "unknown"];
    !NOTHING.contains(&content_type(said).as_str())
}
