//! Errors that webhooks tell of.

use super::{Reason, account, change::Change};
use crate::{
    advice,
    classify::{GraphFailure, Verdict, classify},
    lenient::text,
};
use chat_core::{AccountChange, Fault, Inbound};
use serde_json::Value;

/// An error in words: its details where it has some, else what it is called; then what to do about it.
pub(super) fn of(error: &Value, unknown: &str) -> Fault {
    let details = error.get("error_data").and_then(|data| text(data, "details"));
    let details = details.or_else(|| text(error, "details"));
    let message = details.or_else(|| text(error, "message")).or_else(|| text(error, "title"));
    let message = message.as_deref().unwrap_or(unknown);
    let code = text(error, "code");
    match code.as_deref().map(str::parse) {
        Some(Ok(code)) => advice::fault(code, None, message),
        _ => Fault::new(code.as_deref().unwrap_or("unknown"), message),
    }
}

/// What an error that goes with no message says of the account: that nothing is taken from it any more if that is what it would say
/// to a send, else that there is something to know.
pub(super) fn of_account(error: &Value, change: &Change<'_>) -> Result<Inbound, Reason> {
    if !error.is_object() {
        return Err("the error is no object");
    }
    let code = text(error, "code").and_then(|code| code.parse().ok());
    let verdict = code.map(|code| classify(&GraphFailure { http_status: 400, code: Some(code), is_transient: false }));
    let fault = of(error, "WhatsApp did not say what is wrong");
    Ok(account::news_in_list(
        change,
        match verdict {
            Some(Verdict::PauseAccount) => AccountChange::Stopped(fault),
            _ => AccountChange::Noted(fault),
        },
    ))
}
