//! News of business accounts and their numbers.

use super::{Reason, change::Change};
use crate::lenient::{list, number, object, text};
use chat_core::{AccountChange, AccountNews, Address, Fault, Inbound};
use serde_json::Value;
use std::borrow::Cow;

/// That something is new of whom a change is meant for. What is meant for a business and names a number is of that number alone.
fn news(change: &Change<'_>, what: AccountChange) -> Inbound {
    of_number(change, &["display_phone_number", "phone_number"], change.value, what)
}

/// The same of an entry of a list, which is kept without what stands beside the list.
pub(super) fn news_in_list(change: &Change<'_>, what: AccountChange) -> Inbound {
    let metadata = change.value.get("metadata").unwrap_or(&Value::Null);
    of_number(change, &["display_phone_number"], metadata, what)
}

fn of_number(change: &Change<'_>, keys: &[&str], place: &Value, what: AccountChange) -> Inbound {
    let number = match change.to {
        Address::Account(_) => None,
        Address::Business(_) | Address::Nobody => {
            keys.iter().find_map(|key| text(place, key)).map(|number| as_written(&number))
        }
    };
    Inbound::Account(AccountNews { number, change: what })
}

/// A number as people write it: webhooks leave out the `+`.
fn as_written(number: &str) -> String {
    let is_bare = number.bytes().next().is_some_and(|first| first.is_ascii_digit());
    if is_bare { format!("+{number}") } else { number.to_owned() }
}

pub(super) fn noted(change: &Change<'_>, code: &str, words: &str) -> Inbound {
    news(change, AccountChange::Noted(Fault::new(code, words)))
}

fn stopped(change: &Change<'_>, code: &str, words: &str) -> Inbound {
    news(change, AccountChange::Stopped(Fault::new(code, words)))
}

/// What happened, in WhatsApp's word.
fn event<'v>(change: &Change<'v>) -> Result<Cow<'v, str>, Reason> {
    text(change.value, "event").ok_or("the news of an account do not say what happened")
}

/// What became of a business account.
pub(super) fn update(change: &Change<'_>) -> Result<Inbound, Reason> {
    let event = event(change)?;
    let code = event.as_ref();
    Ok(match code {
        "DISABLED_UPDATE" => disabled(change, code)?,
        "ACCOUNT_RESTRICTION" => restricted(change, code),
        "ACCOUNT_VIOLATION" => noted(change, code, &violation(change.value)),
        "ACCOUNT_DELETED" => stopped(change, code, "The business account was deleted at Meta"),
        "PARTNER_REMOVED" | "PARTNER_APP_UNINSTALLED" => {
            stopped(change, code, "The business account was disconnected from our app at Meta")
        }
        "ACCOUNT_OFFBOARDED" => stopped(change, code, "The number was disconnected in the WhatsApp Business app"),
        "ACCOUNT_RECONNECTED" | "PARTNER_ADDED" | "PARTNER_APP_INSTALLED" => news(change, AccountChange::MayWork),
        "VERIFIED_ACCOUNT" => noted(change, code, "WhatsApp has verified the business account"),
        "AD_ACCOUNT_LINKED" => noted(change, code, "An advertising account was linked to the business account"),
        "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE" => {
            noted(change, code, "What authentication messages to other countries cost has changed")
        }
        "VOLUME_BASED_PRICING_TIER_UPDATE" => noted(change, code, "What messages cost has changed with their number"),
        "MM_LITE_TERMS_SIGNED" => noted(change, code, "The terms of marketing messages were signed"),
        "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE" => {
            noted(change, code, "Where the certification of the business stands has changed")
        }
        "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE" => {
            noted(change, code, "The country in which the business has its main place has changed")
        }
        _ => return Err("what happened to the account is nothing that is known"),
    })
}

fn disabled(change: &Change<'_>, code: &str) -> Result<Inbound, Reason> {
    let ban = object(change.value, "ban_info").unwrap_or(&Value::Null);
    let date = text(ban, "waba_ban_date").map(|date| format!(" ({date})")).unwrap_or_default();
    let state = text(ban, "waba_ban_state");
    Ok(match state.as_deref() {
        Some("REINSTATE") => news(change, AccountChange::MayWork),
        Some("SCHEDULE_FOR_DISABLE") => {
            noted(change, code, &format!("WhatsApp is going to disable the business account{date}"))
        }
        Some("DISABLE") | None => stopped(change, code, &format!("WhatsApp has disabled the business account{date}")),
        Some(_) => return Err("what happened to the account is nothing that is known"),
    })
}

/// Some restrictions leave customers to be answered: those are no reason to take nothing any more.
fn restricted(change: &Change<'_>, code: &str) -> Inbound {
    const WITHOUT_REPLIES: [&str; 2] = ["RESTRICTED_ADD_PHONE_NUMBER_ACTION", "RESTRICTED_BIZ_INITIATED_MESSAGING"];
    let restrictions = list(change.value, "restriction_info");
    let kinds: Vec<_> = restrictions.iter().filter_map(|one| text(one, "restriction_type")).collect();
    let leaves_replies = !kinds.is_empty() && kinds.iter().all(|kind| WITHOUT_REPLIES.contains(&kind.as_ref()));
    let said = if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) };
    let words = format!("WhatsApp has restricted the business account{said}");
    if leaves_replies { noted(change, code, &words) } else { stopped(change, code, &words) }
}

fn violation(value: &Value) -> String {
    let kind = object(value, "violation_info").and_then(|info| text(info, "violation_type"));
    let said = kind.map(|kind| format!(": {kind}")).unwrap_or_default();
    format!("WhatsApp says that the business account breaks its rules{said}")
}

/// What came of the examination of a business account.
pub(super) fn review(change: &Change<'_>) -> Result<Inbound, Reason> {
    let decision = text(change.value, "decision").ok_or("the review does not say what was decided")?;
    Ok(match decision.as_ref() {
        "APPROVED" => news(change, AccountChange::MayWork),
        "REJECTED" => stopped(change, "account_review", "WhatsApp has examined the business account and rejected it"),
        other => noted(change, "account_review", &format!("WhatsApp examines the business account: {other}")),
    })
}

/// Something that the business is to do or to know. Newer alerts have it one level deeper.
pub(super) fn alert(change: &Change<'_>) -> Result<Inbound, Reason> {
    let alert = object(change.value, "alert_info").unwrap_or(change.value);
    let kind = text(alert, "alert_type");
    let words = text(alert, "alert_description");
    if kind.is_none() && words.is_none() {
        return Err("the alert does not say what it is about");
    }
    let code = kind.unwrap_or(Cow::Borrowed("account_alert"));
    let words = words.unwrap_or_else(|| Cow::Owned(format!("WhatsApp has an alert for the business account: {code}")));
    Ok(noted(change, &code, &words))
}

/// How a number is set up.
pub(super) fn settings(change: &Change<'_>) -> Result<Inbound, Reason> {
    if !change.value.is_object() {
        return Err("the settings are no object");
    }
    Ok(noted(change, "account_settings", "The settings of the number were changed at Meta"))
}

/// The most that is said to be allowed within a day.
fn limit(value: &Value) -> Option<Cow<'_, str>> {
    const KEYS: [&str; 3] =
        ["max_daily_conversations_per_business", "max_daily_conversation_per_phone", "current_limit"];
    KEYS.iter().find_map(|key| text(value, key))
}

/// What a business account may do.
pub(super) fn capability(change: &Change<'_>) -> Result<Inbound, Reason> {
    const NUMBERS: [&str; 2] = ["max_phone_numbers_per_business", "max_phone_numbers_per_waba"];
    if let Some(limit) = limit(change.value) {
        return Ok(news(change, AccountChange::Limit(limit.into_owned())));
    }
    let numbers = NUMBERS.iter().find_map(|key| number(change.value, key));
    let numbers = numbers.ok_or("what the account may do is nothing that is known")?;
    Ok(noted(change, "business_capability", &format!("The business may have up to {numbers} phone numbers")))
}

/// How satisfied recipients are with a number, or how much it may send since.
pub(super) fn quality(change: &Change<'_>) -> Result<Inbound, Reason> {
    let event = event(change)?;
    Ok(match (event.as_ref(), limit(change.value)) {
        ("FLAGGED" | "UNFLAGGED", _) => news(change, AccountChange::Quality(event.into_owned())),
        ("THROUGHPUT_UPGRADE", _) => noted(change, &event, "The number may send more messages a second than before"),
        (_, Some(limit)) => news(change, AccountChange::Limit(limit.into_owned())),
        (_, None) => return Err("what is new of the number is nothing that is known"),
    })
}

/// The name that customers see.
pub(super) fn name(change: &Change<'_>) -> Result<Inbound, Reason> {
    let decision = text(change.value, "decision").ok_or("the news of a name do not say what was decided")?;
    let name = text(change.value, "requested_verified_name").unwrap_or_default().into_owned();
    let why = text(change.value, "rejection_reason").filter(|reason| reason != "NONE");
    let decision = why.map_or_else(|| decision.to_string(), |why| format!("{decision}: {why}"));
    Ok(news(change, AccountChange::Name { name, decision }))
}

/// The name under which customers find the business.
pub(super) fn username(change: &Change<'_>) -> Result<Inbound, Reason> {
    let status = text(change.value, "status").ok_or("the news of a username do not say what became of it")?;
    let name = text(change.value, "username");
    let name = name.map(|name| format!(" @{}", name.trim_start_matches('@'))).unwrap_or_default();
    Ok(noted(change, "business_username", &format!("The username{name} of the business: {status}")))
}

/// Who may register a number.
pub(super) fn security(change: &Change<'_>) -> Result<Inbound, Reason> {
    let event = event(change)?;
    let words = match event.as_ref() {
        "PIN_CHANGED" => "The PIN of the number's two-step verification was changed",
        "PIN_RESET_REQUEST" => "Somebody asked to have the number's two-step verification turned off",
        "PIN_RESET_SUCCESS" => "The number's two-step verification was turned off",
        _ => return Err("what happened to the number's security is nothing that is known"),
    };
    Ok(noted(change, &event, words))
}
