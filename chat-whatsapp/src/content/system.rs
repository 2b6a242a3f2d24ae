//! What WhatsApp itself tells in a conversation.

use crate::lenient::{owned, text};
use serde::Serialize;
use serde_json::Value;

/// Something about the customer that is not as it was.
#[derive(Serialize)]
pub(super) struct System {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wa_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_parent_user_id: Option<String>,
}

impl System {
    pub(super) fn of(part: &Value) -> Self {
        Self {
            kind: text(part, "type").map(|kind| current(&kind).to_owned()),
            body: owned(part, "body"),
            wa_id: owned(part, "wa_id").or_else(|| owned(part, "new_wa_id")),
            user_id: owned(part, "user_id"),
            parent_user_id: owned(part, "parent_user_id"),
            previous_user_id: owned(part, "previous_user_id"),
            previous_parent_user_id: owned(part, "previous_parent_user_id"),
        }
    }
}

/// What a kind of news is called today.
fn current(kind: &str) -> &str {
    match kind {
        "customer_changed_number" => "user_changed_number",
        other => other,
    }
}

/// Words for news that come without any.
pub(super) fn words(part: &Value) -> &'static str {
    match text(part, "type").as_deref().map(current) {
        Some("user_changed_number") => "The customer has a new number",
        Some("user_changed_user_id") => "The customer has a new user id",
        Some("customer_identity_changed") => "The customer's device or security code has changed",
        _ => "System message",
    }
}
