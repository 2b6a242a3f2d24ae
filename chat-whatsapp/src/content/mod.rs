//! What a message says, in one shape however it came: numbers are numbers, ids are texts, and what is missing, empty or odd
//! is left out.
//!
//! What stands under the name of a message's type is spelled as WhatsApp spells it; what goes with any type (`context`,
//! `referral`, `group`, `identity`, `error`) is spelled as the rest of our JSON. `raw` is the message as it came.

mod around;
mod card;
mod media;
mod order;
mod part;
mod place;
mod system;
mod tapped;
mod words;

use crate::lenient::{cut, list, text};
use chat_core::{ContentType, Message, RemoteFile};
use part::{Part, Payload};
use serde_json::Value;

/// What a message says.
#[derive(Debug)]
pub(crate) struct Content {
    /// What it consists of.
    pub(crate) content_type: ContentType,
    /// Its text, or words that stand for what is not text.
    pub(crate) words: String,
    /// What it says beyond its text.
    pub(crate) payload: Option<Value>,
    /// Its files.
    pub(crate) files: Vec<RemoteFile>,
}

impl Content {
    /// Reads what `said` says. Of an edited message that is a part of `whole`; of any other both are the same.
    pub(crate) fn of(said: &Value, whole: &Value) -> Self {
        let content_type = content_type(said);
        let kind = content_type.as_str();
        let body = said.get("text").filter(|_| kind == "text").and_then(|body| text(body, "body"));
        let has_errors = [said, whole].iter().any(|value| !list(value, "errors").is_empty());
        let files: Vec<_> = if has_errors { Vec::new() } else { media::file(kind, said).into_iter().collect() };
        let is_edited = !std::ptr::eq(said, whole);
        let caption = media::caption(kind, said).filter(|_| !files.is_empty() || is_edited);
        let has_payload = body.is_none() || is_edited || around::says_more_than_text(whole);
        let payload = has_payload.then(|| Payload::of(kind, said, whole).into_json());
        let words = match body.or(caption) {
            Some(words) => words.into_owned(),
            None => words::words(kind, said),
        };
        let words = cut(&words, Message::TEXT_MAX).to_owned();
        Self { content_type, words, payload, files }
    }
}

/// The message's type; where it is missing, the key that holds a known type's content names it.
pub(crate) fn content_type(message: &Value) -> ContentType {
    match text(message, "type") {
        // An old name for audio that was recorded in the app.
        Some(word) if word == "voice" => ContentType::new("audio"),
        Some(word) => ContentType::new(&word),
        None => Part::TYPES
            .into_iter()
            .find(|word| message.get(word).is_some_and(|part| !part.is_null()))
            .map_or(ContentType::UNKNOWN, ContentType::new),
    }
}
