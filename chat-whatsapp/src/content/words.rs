//! Words that stand for what is not text.

use super::system;
use crate::lenient::{flag, list, text};
use serde_json::Value;
use std::borrow::Cow;

/// What an agent reads in place of a message of this type: the words in it where it has some, else what it is.
pub(super) fn words(kind: &str, message: &Value) -> String {
    let part = message.get(kind).unwrap_or(&Value::Null);
    match kind {
        "text" => "Empty message".to_owned(),
        "image" => captioned("Image", part),
        "video" => captioned("Video", part),
        "sticker" => "Sticker".to_owned(),
        "audio" => audio(message).to_owned(),
        "document" => document(part),
        "location" => location(part),
        "contacts" => contacts(message),
        "reaction" => text(part, "emoji").map_or("Reaction removed".to_owned(), |emoji| format!("Reaction: {emoji}")),
        "interactive" => interactive(part),
        "button" => text(part, "text").or_else(|| text(part, "payload")).map_or("Button".to_owned(), Cow::into_owned),
        "order" => format!("Order: {}", counted(list(part, "product_items").len(), "item")),
        "system" => text(part, "body").map_or_else(|| system::words(part).to_owned(), Cow::into_owned),
        "edit" => edited(part),
        "revoke" => "Message deleted by its author".to_owned(),
        "request_welcome" => "Chat opened".to_owned(),
        "media_placeholder" => "File that has not come yet".to_owned(),
        "unsupported" | "unknown" | "ephemeral" | "errors" => "Unsupported message".to_owned(),
        other => format!("Unsupported message ({other})"),
    }
}

fn captioned(what: &str, part: &Value) -> String {
    match text(part, "caption") {
        Some(caption) => format!("{what}: {caption}"),
        None => what.to_owned(),
    }
}

/// Under `voice` it stands in old messages.
fn audio(message: &Value) -> &'static str {
    let recorded = message.get("audio").and_then(|audio| flag(audio, "voice"));
    if recorded == Some(true) || message.get("voice").is_some() { "Voice message" } else { "Audio" }
}

fn document(part: &Value) -> String {
    let words: Vec<_> = ["filename", "caption"].iter().filter_map(|key| text(part, key)).collect();
    if words.is_empty() { "Document".to_owned() } else { format!("Document: {}", words.join(", ")) }
}

fn location(part: &Value) -> String {
    let named: Vec<_> = ["name", "address"].iter().filter_map(|key| text(part, key)).collect();
    if !named.is_empty() {
        return format!("Location: {}", named.join(", "));
    }
    match (text(part, "latitude"), text(part, "longitude")) {
        (Some(latitude), Some(longitude)) => format!("Location: {latitude}, {longitude}"),
        _ => "Location".to_owned(),
    }
}

fn contacts(message: &Value) -> String {
    let name_of = |card: &'_ Value| -> Option<String> {
        let inside =
            card.get("name").and_then(|name| text(name, "formatted_name").or_else(|| text(name, "first_name")));
        let name = inside.or_else(|| text(card, "name"));
        let phone = || list(card, "phones").iter().find_map(|phone| text(phone, "phone"));
        name.or_else(phone).map(Cow::into_owned)
    };
    let names: Vec<String> = list(message, "contacts").iter().filter_map(name_of).collect();
    match names.len() {
        0 => "Contact".to_owned(),
        1 => format!("Contact: {}", names[0]),
        _ => format!("Contacts: {}", names.join(", ")),
    }
}

fn interactive(part: &Value) -> String {
    for reply in ["button_reply", "list_reply"] {
        let title = part.get(reply).and_then(|reply| text(reply, "title").or_else(|| text(reply, "id")));
        if let Some(title) = title {
            return title.into_owned();
        }
    }
    if let Some(form) = part.get("nfm_reply") {
        let is_address = text(form, "name").is_some_and(|name| name == "address_message");
        return if is_address { "Address given" } else { "Form answered" }.to_owned();
    }
    let permission = part.get("call_permission_reply").and_then(|reply| text(reply, "response"));
    match permission.as_deref() {
        Some("accept") => "Calls allowed".to_owned(),
        Some(_) => "Calls not allowed".to_owned(),
        None => "Interactive reply".to_owned(),
    }
}

fn edited(part: &Value) -> String {
    let message = part.get("message").unwrap_or(&Value::Null);
    let kind = text(message, "type").unwrap_or(Cow::Borrowed("text"));
    let words = match message.get("text").and_then(|body| text(body, "body")) {
        Some(body) => body.into_owned(),
        // An edit within an edit says nothing more.
        None if kind == "edit" || message.is_null() => return "Edited message".to_owned(),
        None => self::words(&kind, message),
    };
    format!("Edited: {words}")
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
