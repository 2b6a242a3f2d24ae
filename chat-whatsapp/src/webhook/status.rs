//! News of a message of ours.

use super::{Reason, fault, message::external_id};
use crate::lenient::{flag, list, moment, object, text};
use chat_core::{Fault, Inbound, InboundReceipt, MessageStatus};
use serde_json::Value;
use std::borrow::Cow;

/// The longest reference that is one of ours, in bytes.
const REFERENCE_MAX: usize = 128;

/// Reads a status. Of a message to a group there is one for each member: any of them counts as the message's.
pub(super) fn read(status: &Value) -> Result<Inbound, Reason> {
    if text(status, "type").is_some_and(|kind| kind == "call") {
        return Err("calls are not taken yet");
    }
    let external_id = external_id(status, "id").ok_or("the status has no usable id")?;
    let reached = match text(status, "status").as_deref() {
        Some("sent") => MessageStatus::Sent,
        Some("delivered") => MessageStatus::Delivered,
        // A voice message that was played was seen.
        Some("read" | "played") => MessageStatus::Read,
        Some("failed") => MessageStatus::Failed,
        // The recipient removed it for itself; Meta has something to say of it besides. Neither changes how far it came.
        Some("deleted" | "warning") => return Ok(Inbound::Ignored),
        _ => return Err("the status is none that is known"),
    };
    let reference = text(status, "biz_opaque_callback_data").filter(|data| data.len() <= REFERENCE_MAX);
    Ok(Inbound::Receipt(InboundReceipt {
        external_id,
        reference: reference.map(Cow::into_owned),
        status: reached,
        at: moment(status, "timestamp"),
        error: (reached == MessageStatus::Failed).then(|| why_failed(status)),
        billable: billable(status),
    }))
}

fn why_failed(status: &Value) -> Fault {
    let error = list(status, "errors").first().unwrap_or(&Value::Null);
    fault::of(error, "WhatsApp did not say why the message failed")
}

/// Whether it costs money. Of messages to groups that is told inside the conversation.
fn billable(status: &Value) -> Option<bool> {
    let of = |value: &Value| object(value, "pricing").and_then(|pricing| flag(pricing, "billable"));
    of(status).or_else(|| object(status, "conversation").and_then(of))
}
