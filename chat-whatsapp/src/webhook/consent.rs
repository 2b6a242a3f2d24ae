//! What customers want to be written to about.

use super::{
    Reason,
    change::Change,
    contacts::Contacts,
    items::{Items, TooMany},
    party::{Party, WHO, named},
};
use crate::lenient::{moment, text};
use chat_core::{Inbound, InboundConsent};
use serde_json::Value;

/// That a customer wants to be advertised to, or does not.
pub(super) fn preference<'v>(
    change: &Change<'v>,
    contacts: &Contacts<'v>,
    item: &'v Value,
    items: &mut Items,
) -> Result<(), TooMany> {
    let concerned = contacts.with(named(item, WHO));
    items.push(change.item("user_preferences", item.clone(), &concerned, read(item, &concerned)))
}

fn read(preference: &Value, contacts: &[&Value]) -> Result<Inbound, Reason> {
    if !preference.is_object() {
        return Err("the preference is no object");
    }
    if text(preference, "category").is_none_or(|category| category != "marketing_messages") {
        return Err("the preference is about nothing that is known");
    }
    let wants_marketing = match text(preference, "value").as_deref() {
        Some("stop") => false,
        Some("resume" | "signup") => true,
        _ => return Err("the preference is none that is known"),
    };
    let mut places = vec![preference];
    places.extend(contacts);
    let Party { identities, .. } = Party::named_in(&places);
    if identities.is_empty() {
        return Err("the preference does not say whose it is");
    }
    Ok(Inbound::Consent(InboundConsent { identities, wants_marketing, at: moment(preference, "timestamp") }))
}
