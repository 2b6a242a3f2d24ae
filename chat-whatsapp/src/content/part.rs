//! The payload of a message, put together of its parts.

use super::{
    around::{Context, Group, Identity, Referral, Trouble},
    card::{self, Card},
    media::Media,
    order::Order,
    place::Place,
    system::System,
    tapped::{Button, Interactive},
};
use crate::lenient::{object, owned};
use serde::Serialize;
use serde_json::Value;

/// What only a message of one type says.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    Image(Media),
    Video(Media),
    Audio(Media),
    Document(Media),
    Sticker(Media),
    Location(Place),
    Contacts(Vec<Card>),
    Reaction(Sign),
    Interactive(Interactive),
    Button(Button),
    Order(Order),
    System(System),
    Edit(Change),
    Revoke(Change),
    Unsupported(Kind),
}

/// A sign that is an answer to a message.
#[derive(Serialize)]
pub(super) struct Sign {
    #[serde(skip_serializing_if = "Option::is_none")]
    message_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emoji: Option<String>,
}

/// Which message was changed.
#[derive(Serialize)]
pub(super) struct Change {
    #[serde(skip_serializing_if = "Option::is_none")]
    original_message_id: Option<String>,
}

/// What WhatsApp calls something that it does not hand over.
#[derive(Serialize)]
pub(super) struct Kind {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
}

impl Part {
    /// The types whose content stands under their own name.
    pub(super) const TYPES: [&str; 15] = [
        "text",
        "image",
        "audio",
        "video",
        "document",
        "sticker",
        "location",
        "contacts",
        "reaction",
        "interactive",
        "button",
        "order",
        "system",
        "edit",
        "revoke",
    ];

    /// Reads the part of a message of a type; a type that is not known has none, nor has a message that lacks it.
    fn of(kind: &str, message: &Value) -> Option<Self> {
        if kind == "contacts" {
            let cards = card::cards(message);
            return (!cards.is_empty()).then_some(Self::Contacts(cards));
        }
        let key = if kind == "audio" && message.get("audio").is_none() { "voice" } else { kind };
        let part = object(message, key)?;
        Some(match kind {
            "image" => Self::Image(Media::of(part)),
            "video" => Self::Video(Media::of(part)),
            "audio" => Self::Audio(Media::recorded(part, key == "voice")),
            "document" => Self::Document(Media::of(part)),
            "sticker" => Self::Sticker(Media::of(part)),
            "location" => Self::Location(Place::of(part)),
            "reaction" => Self::Reaction(Sign { message_id: owned(part, "message_id"), emoji: owned(part, "emoji") }),
            "interactive" => Self::Interactive(Interactive::of(part)),
            "button" => Self::Button(Button::of(part)),
            "order" => Self::Order(Order::of(part)),
            "system" => Self::System(System::of(part)),
            "edit" => Self::Edit(Change { original_message_id: owned(part, "original_message_id") }),
            "revoke" => Self::Revoke(Change { original_message_id: owned(part, "original_message_id") }),
            "unsupported" => Self::Unsupported(Kind { kind: owned(part, "type") }),
            _ => return None,
        })
    }
}

/// What a message says beyond its text.
#[derive(Serialize)]
pub(super) struct Payload<'v> {
    #[serde(rename = "type")]
    kind: &'v str,
    #[serde(flatten)]
    part: Option<Part>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Context>,
    #[serde(skip_serializing_if = "Option::is_none")]
    referral: Option<Referral>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<Group>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<Identity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Trouble>,
    raw: &'v Value,
}

impl<'v> Payload<'v> {
    pub(super) fn of(kind: &'v str, said: &Value, whole: &'v Value) -> Self {
        Self {
            kind,
            part: Part::of(kind, said),
            context: Context::of(said),
            referral: Referral::of(said),
            group: Group::of(whole),
            identity: Identity::of(whole),
            error: Trouble::of(said).or_else(|| Trouble::of(whole)),
            raw: whole,
        }
    }

    pub(super) fn into_json(self) -> Value {
        serde_json::to_value(self).expect("texts and numbers are JSON")
    }
}
