//! What goes out for what an agent wants to send.

use super::{
    contacts,
    faults::Faults,
    files,
    interactive::{self, Interactive},
    place::Location,
};
use crate::template;
use chat_core::{Composed, ContentType, FieldError, Wish};
use serde_json::{Value, json};

/// The messages for a wish, or what is wrong with it.
pub(crate) fn compose(wish: &Wish<'_>) -> Result<Vec<Composed>, Vec<FieldError>> {
    if let Some((template, parameters)) = wish.template {
        return template::compose(wish, template, parameters).map(|message| vec![message]);
    }
    let Some(kind) = wish.content_type else {
        return match wish.payload {
            Some(_) => Err(vec![FieldError::new("contentType", "is needed for a payload")]),
            None => files::compose(wish),
        };
    };
    match kind.as_str() {
        "text" | "audio" | "document" | "image" | "sticker" | "video" => files::compose(wish),
        "location" => alone(wish, "location", |part, faults| {
            let location: Location = faults.read("payload.location", part)?;
            location.check("payload.location", faults);
            Some((location.words(), json!(location)))
        }),
        "contacts" => alone(wish, "contacts", |part, faults| {
            let cards: Vec<contacts::Card> = faults.read("payload.contacts", part)?;
            contacts::check(&cards, "payload.contacts", faults);
            Some((contacts::words(&cards), part.clone()))
        }),
        "interactive" => interactive(wish),
        "reaction" => Err(vec![FieldError::new("contentType", "a reaction is given to a message, not sent by itself")]),
        "template" => Err(vec![FieldError::new("template", "is missing")]),
        _ => Err(vec![FieldError::new(
            "contentType",
            "expected one of text, image, video, audio, document, sticker, location, contacts, interactive",
        )]),
    }
}

/// A message that has no files. A text goes before it.
fn alone(
    wish: &Wish<'_>,
    name: &'static str,
    read: impl FnOnce(&Value, &mut Faults) -> Option<(String, Value)>,
) -> Result<Vec<Composed>, Vec<FieldError>> {
    let mut faults = Faults::default();
    faults.length("content", wish.content, crate::WhatsApp::TEXT_MAX);
    if !wish.files.is_empty() {
        faults.add("attachmentIds", "this type of message has no files; send them by themselves");
    }
    let made = part(wish, name, &mut faults).and_then(|part| read(part, &mut faults));
    let Some((content, part)) = made else { return Err(faults.into()) };
    let payload = Some(json!({ name: part }));
    let message = Composed { content_type: ContentType::new(name), content, payload, file_count: 0 };
    let text = (!wish.content.trim().is_empty()).then(|| files::text(wish.content));
    faults.or(text.into_iter().chain([message]).collect())
}

/// A message that one answers by a tap. The text is its body, unless it has one.
fn interactive(wish: &Wish<'_>) -> Result<Vec<Composed>, Vec<FieldError>> {
    let mut faults = Faults::default();
    let read = part(wish, "interactive", &mut faults);
    let read = read.and_then(|part| faults.read::<Interactive>("payload.interactive", part));
    let Some(mut read) = read else { return Err(faults.into()) };
    let file_count = interactive::complete(&mut read, wish, &mut faults);
    let message = Composed {
        content_type: ContentType::new("interactive"),
        content: read.words(),
        payload: Some(json!({ "interactive": read })),
        file_count,
    };
    faults.or(vec![message])
}

/// The one part of a payload.
fn part<'a>(wish: &Wish<'a>, name: &str, faults: &mut Faults) -> Option<&'a Value> {
    let Some(payload) = wish.payload.and_then(Value::as_object) else {
        faults.add("payload", FieldError::OBJECT);
        return None;
    };
    for other in payload.keys().filter(|key| *key != name) {
        faults.add(format!("payload.{other}"), "is not known here");
    }
    let part = payload.get(name);
    if part.is_none() {
        faults.add(format!("payload.{name}"), "is missing");
    }
    part
}
