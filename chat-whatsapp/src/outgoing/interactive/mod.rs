//! `interactive`: what one answers by a tap.

mod actions;
mod lists;
mod products;

use super::{
    faults::Faults,
    source::{Files, MediaSource},
};
use crate::kinds::Kind;
use chat_core::Wish;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The longest texts in characters.
const HEADER_MAX: usize = 60;
const BODY_MAX: usize = 1_024;
const FOOTER_MAX: usize = 60;
const CARD_BODY_MAX: usize = 160;
/// How many cards a carousel has.
const CARDS: (usize, usize) = (2, 10);

/// A message of type `interactive`, in the shape of the Cloud API. What an action has beyond what is looked at goes out as it is.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Interactive {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    header: Option<Header>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Words>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    footer: Option<Words>,
    #[serde(default)]
    action: Map<String, Value>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Words {
    text: String,
}

/// What stands above the body: a text or a file.
#[derive(Debug, Deserialize, Serialize)]
struct Header {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    image: Option<MediaSource>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    video: Option<MediaSource>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    document: Option<MediaSource>,
}

/// One card of a carousel.
#[derive(Debug, Deserialize, Serialize)]
struct Card {
    card_index: usize,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    header: Option<Header>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Words>,
    action: Map<String, Value>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// Fills in what is missing and has one right value, and says what is wrong. Gives how many files go with it.
pub(super) fn complete(interactive: &mut Interactive, wish: &Wish<'_>, faults: &mut Faults) -> usize {
    const FIELD: &str = "payload.interactive";
    if !wish.content.trim().is_empty() {
        match interactive.body {
            None => interactive.body = Some(Words { text: wish.content.to_owned() }),
            Some(_) => faults.add("content", "the text stands in payload.interactive.body.text already"),
        }
    }
    let mut files = Files::new(wish.files);
    match &interactive.body {
        Some(body) => faults.words(&format!("{FIELD}.body.text"), &body.text, BODY_MAX),
        None if interactive.kind == "product" => {}
        None => faults.add(format!("{FIELD}.body.text"), "is missing"),
    }
    if let Some(footer) = &interactive.footer {
        faults.words(&format!("{FIELD}.footer.text"), &footer.text, FOOTER_MAX);
    }
    above(interactive, FIELD, &mut files, faults);
    let field = format!("{FIELD}.action");
    match interactive.kind.as_str() {
        "carousel" => cards(&mut interactive.action, &field, &mut files, faults),
        kind => actions::complete(kind, &mut interactive.action, FIELD, faults),
    }
    files.count(faults)
}

fn above(interactive: &mut Interactive, field: &str, files: &mut Files<'_>, faults: &mut Faults) {
    let Some(header) = &mut interactive.header else {
        if interactive.kind == "product_list" {
            faults.add(format!("{field}.header"), "is missing: a list of products has a text above it");
        }
        return;
    };
    let is_text_alone = matches!(interactive.kind.as_str(), "list" | "product_list");
    if is_text_alone && header.kind != "text" {
        faults.add(format!("{field}.header.type"), "expected text for this type of message");
    }
    if matches!(interactive.kind.as_str(), "product" | "catalog_message" | "carousel") {
        faults.add(format!("{field}.header"), "this type of message has none");
    }
    header.complete(&format!("{field}.header"), files, faults);
}

impl Header {
    fn complete(&mut self, field: &str, files: &mut Files<'_>, faults: &mut Faults) {
        if self.kind == "text" {
            let text = self.text.as_deref().unwrap_or_default();
            return faults.words(&format!("{field}.text"), text, HEADER_MAX);
        }
        let (kind, source) = match self.kind.as_str() {
            "image" => (Kind::Image, &mut self.image),
            "video" => (Kind::Video, &mut self.video),
            "document" => (Kind::Document, &mut self.document),
            _ => return faults.add(format!("{field}.type"), "expected one of text, image, video, document"),
        };
        if source.is_none() {
            *source = files.only();
        }
        let field = format!("{field}.{}", kind.name());
        match source {
            Some(source) => source.check(&field, kind, files, faults),
            None => faults.add(field, "is missing"),
        }
    }
}

/// The cards of a carousel, which do the same all.
fn cards(action: &mut Map<String, Value>, field: &str, files: &mut Files<'_>, faults: &mut Faults) {
    let field = format!("{field}.cards");
    let read: Option<Vec<Card>> = match action.get("cards") {
        Some(cards) => faults.read(&field, cards),
        None => return faults.add(field, "is missing"),
    };
    let Some(mut cards) = read else { return };
    faults.count(&field, cards.len(), CARDS.0, CARDS.1);
    let first = cards.first().map(|card| card.kind.clone());
    for (place, card) in cards.iter_mut().enumerate() {
        let field = format!("{field}[{place}]");
        if card.card_index != place {
            faults.add(format!("{field}.card_index"), format!("expected {place}: cards count from 0"));
        }
        if Some(&card.kind) != first.as_ref() {
            faults.add(format!("{field}.type"), "all cards have to be of one type");
        }
        if let Some(body) = &card.body {
            faults.words(&format!("{field}.body.text"), &body.text, CARD_BODY_MAX);
        }
        if let Some(header) = &mut card.header {
            header.complete(&format!("{field}.header"), files, faults);
        }
        match (card.kind.as_str(), card.action.contains_key("buttons")) {
            // What a card does is told by its action: with quick replies its type is cta_url as well.
            ("cta_url", true) | ("button", _) => actions::complete("button", &mut card.action, &field, faults),
            (kind @ ("cta_url" | "product"), _) => actions::complete(kind, &mut card.action, &field, faults),
            _ => faults.add(format!("{field}.type"), "expected cta_url, button or product"),
        }
    }
    action.insert("cards".to_owned(), json!(cards));
}

impl Interactive {
    /// It in words.
    pub(super) fn words(&self) -> String {
        let above = self.header.as_ref().and_then(|header| header.text.as_deref());
        let texts =
            [above, self.body.as_ref().map(|it| it.text.as_str()), self.footer.as_ref().map(|it| it.text.as_str())];
        let told: Vec<&str> = texts.into_iter().flatten().collect();
        if told.is_empty() { "Product".to_owned() } else { told.join("\n") }
    }
}
