//! Where a message goes.

use chat_core::{Fault, IdentityKey, IdentityKind};
use serde_json::{Map, Value, json};

/// Whom a message goes to, as the Graph API names it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Recipient {
    /// A phone number, with `+`.
    Phone(String),
    /// A business-scoped user id.
    User(String),
    /// A group.
    Group(String),
}

impl Recipient {
    /// The group, if it is one; else the number learned last, else the user id learned last, for both change over time. A parent
    /// portfolio's id is no address.
    pub(crate) fn of(identities: &[IdentityKey]) -> Result<Self, Fault> {
        let last = |kind| identities.iter().rfind(|identity| identity.kind == kind).map(|identity| &identity.value);
        if let Some(group) = last(IdentityKind::WhatsappGroup) {
            return Ok(Self::Group(group.clone()));
        }
        if let Some(phone) = last(IdentityKind::WhatsappPhone) {
            return Ok(Self::Phone(format!("+{phone}")));
        }
        last(IdentityKind::WhatsappUser)
            .map(|user| Self::User(user.clone()))
            .ok_or_else(|| Fault::new("no_recipient", "the customer has neither a WhatsApp number nor a user id"))
    }

    /// The start of a message's body.
    pub(crate) fn body(&self) -> Map<String, Value> {
        let (kind, key, value) = match self {
            Self::Phone(phone) => ("individual", "to", phone),
            Self::User(user) => ("individual", "recipient", user),
            Self::Group(group) => ("group", "to", group),
        };
        let mut body = Map::new();
        body.insert("messaging_product".to_owned(), json!("whatsapp"));
        body.insert("recipient_type".to_owned(), json!(kind));
        body.insert(key.to_owned(), json!(value));
        body
    }
}
