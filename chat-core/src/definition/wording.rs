//! Texts with places for what is known of a conversation.

use crate::{Actor, Conversation, Customer};
use serde_json::Value;

/// What the places of a text can be filled with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) conversation: &'a Conversation,
    pub(crate) customer: Option<&'a Customer>,
}

/// Fills the places of a text: `{{customer.name|there}}` becomes the customer's name, or what follows the bar when it is not known,
/// or nothing. What is no place stays as it is.
pub(crate) fn fill(text: &str, known: Known<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((place, after_place)) = after.split_once("}}") else { break };
        filled.push_str(before);
        let (name, otherwise) = place.split_once('|').unwrap_or((place, ""));
        match known.value(name.trim()) {
            Some(Some(value)) => filled.push_str(&value),
            Some(None) => filled.push_str(otherwise.trim()),
            None => {
                filled.push_str("{{");
                filled.push_str(place);
                filled.push_str("}}");
            }
        }
        rest = after_place;
    }
    filled.push_str(rest);
    filled
}

impl Known<'_> {
    /// What stands for a name: nothing when there is no such place, nothing within when it is not known.
    fn value(self, name: &str) -> Option<Option<String>> {
        let Self { actor, conversation, customer } = self;
        let told = |text: Option<&str>| Some(text.filter(|text| !text.is_empty()).map(ToOwned::to_owned));
        let (of, what) = name.split_once('.')?;
        match (of, what) {
            ("agent", "name") => told(Some(&actor.name)),
            ("customer", "name") => told(customer.and_then(|customer| customer.name.as_deref())),
            ("customer", "email") => told(customer.and_then(|customer| customer.email.as_deref())),
            ("customer", "phone") => told(customer.and_then(|customer| customer.phone.as_deref())),
            ("customer", attribute) if is_word(attribute) => {
                Some(customer.and_then(|customer| customer.attributes.get(attribute)).map(plain))
            }
            ("conversation", "id") => Some(Some(conversation.id.to_string())),
            ("conversation", "subject") => told(conversation.subject.as_deref()),
            ("conversation", attribute) if is_word(attribute) => {
                Some(conversation.attributes.get(attribute).map(plain))
            }
            _ => None,
        }
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}
