//! `contacts`: cards of an address book.

use super::faults::Faults;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The most cards of one message.
const CARDS_MAX: usize = 257;

/// A card of an address book, as far as it is looked at.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Card {
    name: Name,
    #[serde(default)]
    phones: Vec<Phone>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Name {
    formatted_name: String,
    #[serde(flatten)]
    parts: Map<String, Value>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Phone {
    phone: String,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// What a card can have besides its name and phones.
const PARTS: [&str; 5] = ["addresses", "birthday", "emails", "org", "urls"];
/// What a name can have besides its whole.
const NAME_PARTS: [&str; 5] = ["first_name", "last_name", "middle_name", "prefix", "suffix"];

pub(super) fn check(cards: &[Card], field: &str, faults: &mut Faults) {
    faults.count(field, cards.len(), 1, CARDS_MAX);
    for (place, card) in cards.iter().enumerate() {
        let field = format!("{field}[{place}]");
        faults.words(&format!("{field}.name.formatted_name"), &card.name.formatted_name, 1_024);
        let is_part = |name: &str| card.name.parts.get(name).and_then(Value::as_str).is_some_and(|it| !it.is_empty());
        if !NAME_PARTS.into_iter().any(is_part) {
            faults.add(format!("{field}.name"), "one more part of the name is needed, such as first_name");
        }
        for name in card.name.parts.keys().filter(|name| !NAME_PARTS.contains(&name.as_str())) {
            faults.add(format!("{field}.name.{name}"), "is not known here");
        }
        for name in card.more.keys().filter(|name| !PARTS.contains(&name.as_str())) {
            faults.add(format!("{field}.{name}"), "is not known here");
        }
        for (number, phone) in card.phones.iter().enumerate() {
            faults.words(&format!("{field}.phones[{number}].phone"), &phone.phone, 64);
        }
    }
}

/// The cards in words: the first of them, and how many more there are.
pub(super) fn words(cards: &[Card]) -> String {
    const TOLD_MAX: usize = 10;
    let told: Vec<String> = cards
        .iter()
        .take(TOLD_MAX)
        .map(|card| match card.phones.first() {
            Some(phone) => format!("{} ({})", card.name.formatted_name, phone.phone),
            None => card.name.formatted_name.clone(),
        })
        .collect();
    let told = told.join(", ");
    match cards.len().saturating_sub(TOLD_MAX) {
        0 => format!("Contact: {told}"),
        more => format!("Contact: {told} and {more} more"),
    }
}
