//! People's cards.

use crate::lenient::{list, object, owned};
use serde::Serialize;
use serde_json::Value;

/// Somebody's card.
#[derive(Serialize)]
pub(super) struct Card {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Name>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    phones: Vec<Phone>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    emails: Vec<Email>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    addresses: Vec<Postal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    org: Option<Organisation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    urls: Vec<Link>,
    #[serde(skip_serializing_if = "Option::is_none")]
    birthday: Option<String>,
    /// Why it was sent: of its own accord, or because its number was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vcard: Option<String>,
}

/// The cards of a message; what is no object is none.
pub(super) fn cards(message: &Value) -> Vec<Card> {
    list(message, "contacts").iter().filter(|card| card.is_object()).map(Card::of).collect()
}

impl Card {
    fn of(card: &Value) -> Self {
        Self {
            name: Name::of_card(card),
            phones: entries(card, "phones", Phone::of),
            emails: entries(card, "emails", Email::of),
            addresses: entries(card, "addresses", Postal::of),
            org: object(card, "org").map(Organisation::of),
            urls: entries(card, "urls", Link::of),
            birthday: owned(card, "birthday"),
            origin: owned(card, "origin"),
            vcard: owned(card, "vcard"),
        }
    }
}

fn entries<T>(card: &Value, key: &str, of: fn(&Value) -> T) -> Vec<T> {
    list(card, key).iter().filter(|entry| entry.is_object()).map(of).collect()
}

/// A struct of texts, each of which may be missing.
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident = $key:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Serialize)]
        struct $name {
            $(
                $(#[$attribute])*
                #[serde(rename = $key, skip_serializing_if = "Option::is_none")]
                $field: Option<String>,
            )+
        }

        impl $name {
            fn of(value: &Value) -> Self {
                Self { $($field: owned(value, $key)),+ }
            }
        }
    };
}

texts! {
    /// What somebody is called.
    Name {
        formatted = "formatted_name",
        first = "first_name",
        middle = "middle_name",
        last = "last_name",
        prefix = "prefix",
        suffix = "suffix",
    }
}

impl Name {
    /// The name on a card; one that is a mere text is the whole of it.
    fn of_card(card: &Value) -> Option<Self> {
        match card.get("name")? {
            name @ Value::Object(_) => Some(Self::of(name)),
            _ => Some(Self { formatted: Some(owned(card, "name")?), ..Self::of(&Value::Null) }),
        }
    }
}

texts! {
    /// A number to call somebody at.
    Phone { phone = "phone", wa_id = "wa_id", user_id = "user_id", kind = "type" }
}

texts! {
    /// An e-mail address.
    Email { email = "email", kind = "type" }
}

texts! {
    /// Where somebody lives or works.
    Postal {
        street = "street",
        city = "city",
        state = "state",
        zip = "zip",
        country = "country",
        country_code = "country_code",
        kind = "type",
    }
}

texts! {
    /// Where somebody works.
    Organisation { company = "company", department = "department", title = "title" }
}

texts! {
    /// A page on the web.
    Link { url = "url", kind = "type" }
}
