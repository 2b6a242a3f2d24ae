//! Why a request was not answered with success.

use super::delivery::HandedOver;
use crate::{
    advice,
    classify::{GraphFailure, Verdict, classify},
};
use chat_core::{Fault, Outcome};
use reqwest::{Response, StatusCode, header};
use serde_json::Value;
use std::time::Duration;

/// The longest wait that an answer may ask for.
const AFTER_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// Why a request was not answered with success.
#[derive(Debug)]
pub(crate) enum Failed {
    /// It never left: nothing of its body was taken by the connection.
    Unsent(Fault),
    /// It left, or may have left, and no answer that can be understood came.
    Unanswered(Fault),
    /// It was refused.
    Refused { failure: GraphFailure, fault: Fault, after: Option<Duration> },
}

impl Failed {
    /// What went wrong.
    pub(crate) fn fault(self) -> Fault {
        match self {
            Self::Unsent(fault) | Self::Unanswered(fault) | Self::Refused { fault, .. } => fault,
        }
    }

    /// What the outbox is to do about a message that may not be sent twice.
    pub(crate) fn outcome(self) -> Outcome {
        match self {
            Self::Unsent(fault) => Outcome::retry(fault),
            Self::Unanswered(fault) => Outcome::Ambiguous(fault),
            Self::Refused { failure, fault, after } => match classify(&failure) {
                Verdict::Retry => Outcome::Retry { fault, after, tries_max: None },
                Verdict::RetryAtMost(tries) => Outcome::Retry { fault, after, tries_max: Some(tries) },
                Verdict::Later(wait, tries) => {
                    Outcome::Retry { fault, after: Some(after.unwrap_or(wait).max(wait)), tries_max: Some(tries) }
                }
                Verdict::RecipientWaits => Outcome::WaitForRecipient { fault, after },
                Verdict::AccountWaits => Outcome::WaitForAccount { fault, after },
                Verdict::AccountWaitsFor(wait) => {
                    Outcome::WaitForAccount { fault, after: Some(after.unwrap_or(wait).max(wait)) }
                }
                Verdict::Ambiguous => Outcome::Ambiguous(fault),
                Verdict::NeedsTemplate => Outcome::NeedsTemplate(fault),
                Verdict::Never => Outcome::Refused(fault),
                Verdict::PauseAccount => Outcome::PauseAccount(fault),
            },
        }
    }

    /// What the outbox is to do about something that may be done twice.
    pub(crate) fn repeatable_outcome(self) -> Outcome {
        match self.outcome() {
            Outcome::Ambiguous(fault) => Outcome::retry(fault),
            other => other,
        }
    }
}

/// A request without an answer. What errors say of URLs stays here.
pub(super) fn lost(error: &reqwest::Error, body: Option<&HandedOver>) -> Failed {
    let is_unsent = body.is_some_and(|body| !body.has_begun());
    if is_unsent || error.is_builder() || error.is_connect() {
        return Failed::Unsent(Fault::new("unreachable", "WhatsApp could not be reached"));
    }
    if error.is_timeout() {
        return unanswered("WhatsApp did not answer in time");
    }
    unanswered("the connection to WhatsApp broke off")
}

pub(crate) fn unanswered(reason: &str) -> Failed {
    Failed::Unanswered(Fault::new("unanswered", reason))
}

pub(super) fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(AFTER_MAX))
}

pub(super) fn refusal(status: StatusCode, body: Option<&Value>, after: Option<Duration>) -> Failed {
    let http_status = status.as_u16();
    let error = body.and_then(|body| body.get("error"));
    let code = error.and_then(|error| error.get("code")).and_then(number);
    let is_transient = error.and_then(|error| error.get("is_transient")).and_then(Value::as_bool).unwrap_or(false);
    let words = |error: &Value| {
        let details = error.get("error_data").and_then(|data| data.get("details"));
        let told = [details, error.get("error_user_msg"), error.get("message")];
        told.into_iter().flatten().find_map(Value::as_str).map(str::to_owned)
    };
    let message = error.and_then(words).unwrap_or_else(|| format!("WhatsApp answered with HTTP status {http_status}"));
    let subcode = error.and_then(|error| error.get("error_subcode")).and_then(number);
    let fault = match code {
        Some(code) => advice::fault(code, subcode, &message),
        None => Fault::new(format_args!("http_{http_status}"), &message),
    };
    Failed::Refused { failure: GraphFailure { http_status, code, is_transient }, fault, after }
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
