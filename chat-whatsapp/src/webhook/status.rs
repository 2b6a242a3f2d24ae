//! News of a message of ours.

use super::{
    lenient::{list, moment, text},
    message::external_id,
};
use chat_core::{Fault, InboundReceipt, MessageStatus};
use serde_json::Value;
use std::borrow::Cow;

/// The longest reference that is one of ours, in bytes.
const REFERENCE_MAX: usize = 128;

/// Reads a status; the reason, if it cannot be used, says nothing of what it holds.
pub(crate) fn read(status: &Value) -> Result<InboundReceipt, &'static str> {
    let id = text(status, "id").and_then(|id| external_id(&id)).ok_or("the status has no usable id")?;
    let reached = match text(status, "status").as_deref() {
        Some("sent") => MessageStatus::Sent,
        Some("delivered") => MessageStatus::Delivered,
        // A voice message that was played was seen.
        Some("read" | "played") => MessageStatus::Read,
        Some("failed") => MessageStatus::Failed,
        _ => return Err("the status is none that is known"),
    };
    let reference = text(status, "biz_opaque_callback_data").filter(|data| data.len() <= REFERENCE_MAX);
    let reference = reference.map(Cow::into_owned);
    let error = (reached == MessageStatus::Failed).then(|| fault(list(status, "errors")));
    let billable = status.get("pricing").and_then(|pricing| pricing.get("billable")).and_then(Value::as_bool);
    Ok(InboundReceipt { external_id: id, reference, status: reached, at: moment(status, "timestamp"), error, billable })
}

fn fault(errors: &[Value]) -> Fault {
    let Some(error) = errors.first() else {
        return Fault::new("unknown", "WhatsApp did not say why the message failed");
    };
    let details = error.get("error_data").and_then(|data| text(data, "details"));
    let message = details.or_else(|| text(error, "message")).or_else(|| text(error, "title"));
    let code = text(error, "code");
    Fault::new(
        code.as_deref().unwrap_or("unknown"),
        message.as_deref().unwrap_or("WhatsApp did not say why the message failed"),
    )
}
