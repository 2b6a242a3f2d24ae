//! A template as Meta has it.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The parts of a template or of a card of one, each at most once.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) header: Option<Header>,
    pub(crate) body: Option<String>,
    pub(crate) footer: Option<String>,
    pub(crate) buttons: Vec<Button>,
    pub(crate) cards: Vec<Parts>,
    pub(crate) offer: Option<Offer>,
}

/// What stands above the body.
#[derive(Debug)]
pub(crate) struct Header {
    /// `TEXT`, `IMAGE`, `VIDEO`, `DOCUMENT`, `LOCATION`, …
    pub(crate) format: String,
    pub(crate) text: String,
}

/// A button below the body.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Button {
    /// `QUICK_REPLY`, `URL`, …
    #[serde(rename = "type", deserialize_with = "word")]
    pub(crate) kind: String,
    #[serde(deserialize_with = "or_default")]
    pub(crate) text: String,
    #[serde(deserialize_with = "or_default")]
    pub(crate) url: String,
    #[serde(deserialize_with = "or_default")]
    pub(crate) phone_number: String,
}

/// An offer that holds for a while.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Offer {
    #[serde(deserialize_with = "or_default")]
    pub(crate) text: String,
    #[serde(deserialize_with = "or_default")]
    pub(crate) has_expiration: bool,
}

/// One entry of `components`, of whatever type.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Component {
    #[serde(rename = "type", deserialize_with = "word")]
    kind: String,
    #[serde(deserialize_with = "word")]
    format: String,
    #[serde(deserialize_with = "or_default")]
    text: String,
    #[serde(deserialize_with = "or_default")]
    buttons: Vec<Button>,
    #[serde(deserialize_with = "or_default")]
    cards: Vec<Card>,
    #[serde(deserialize_with = "or_default")]
    limited_time_offer: Option<Offer>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Card {
    #[serde(deserialize_with = "or_default")]
    components: Vec<Component>,
}

impl Parts {
    /// Reads components; nothing when they are not written as Meta writes them.
    pub(crate) fn read(components: &Value) -> Option<Self> {
        Vec::<Component>::deserialize(components).ok().map(Self::of)
    }

    /// Everything that variables may stand in, buttons apart: those of an address have no names.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let above = self.header.as_ref().map(|header| header.text.as_str());
        let cards = self.cards.iter().filter_map(|card| card.body.as_deref());
        above.into_iter().chain(self.body.as_deref()).chain(cards)
    }

    fn of(components: Vec<Component>) -> Self {
        let mut parts = Self::default();
        for component in components {
            match component.kind.as_str() {
                "HEADER" => parts.header = Some(Header { format: component.format, text: component.text }),
                "BODY" => parts.body = Some(component.text),
                "FOOTER" => parts.footer = Some(component.text).filter(|text| !text.is_empty()),
                "BUTTONS" => parts.buttons = component.buttons,
                "CAROUSEL" => parts.cards = component.cards.into_iter().map(|card| Self::of(card.components)).collect(),
                "LIMITED_TIME_OFFER" => parts.offer = component.limited_time_offer,
                // What is not known has nothing to be filled in.
                _ => {}
            }
        }
        parts
    }
}

fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}

/// A word of Meta's, which it writes in either case.
fn word<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    or_default(from).map(|word: String| word.to_ascii_uppercase())
}
