//! Texts and files: each file is a message of its own.

use super::faults::Faults;
use crate::WhatsApp;
use crate::kinds::{Kind, STICKER_SIDE};
use chat_core::{AttachedFile, Composed, ContentType, Dimensions, FieldError, Wish};
use serde_json::{Value, json};

/// The field that names files.
const FIELD: &str = "attachmentIds";
/// The longest text below a file, in characters.
pub(crate) const CAPTION_MAX: usize = 1_024;
const STICKER: Dimensions = Dimensions { width: STICKER_SIDE, height: STICKER_SIDE };

/// What a file goes out as, or why it does not. Nothing is converted.
pub(crate) fn kind(file: &AttachedFile) -> Result<Kind, String> {
    let name = &file.name;
    let Some(kind) = Kind::of_mime(file.media_type.as_str()) else {
        return Err(match file.media_type.as_str().split('/').next() {
            Some("image") => format!("\"{name}\": WhatsApp does not take such pictures; convert it to JPEG or PNG"),
            Some("video") => format!("\"{name}\": WhatsApp does not take such videos; convert it to MP4"),
            Some("audio") => {
                format!("\"{name}\": WhatsApp does not take such sounds; convert it to MP3, AAC or Ogg Opus")
            }
            _ => format!("\"{name}\": WhatsApp takes PDF, Office and plain text files alone; convert it to PDF"),
        });
    };
    if kind == Kind::Sticker && file.dimensions != Some(STICKER) {
        return Err(format!(
            "\"{name}\": WhatsApp takes WebP for stickers of 512 by 512 alone; convert it to JPEG or PNG"
        ));
    }
    let max = kind.bytes_max();
    if usize::try_from(file.size).map_or(true, |size| size > max) {
        return Err(format!("\"{name}\" is too large: WhatsApp takes {} of up to {}", plural(kind), size(max)));
    }
    Ok(kind)
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Audio => "sounds",
        Kind::Document => "documents",
        Kind::Image => "pictures",
        Kind::Sticker => "stickers",
        Kind::Video => "videos",
    }
}

fn size(bytes: usize) -> String {
    if bytes >= 1 << 20 { format!("{} MB", bytes >> 20) } else { format!("{} KB", bytes >> 10) }
}

/// A text and files. The text stands below the first file where it can, and is a message before it where not.
pub(super) fn compose(wish: &Wish<'_>) -> Result<Vec<Composed>, Vec<FieldError>> {
    let mut faults = Faults::default();
    let kinds: Vec<Kind> =
        wish.files.iter().filter_map(|file| kind(file).map_err(|problem| faults.add(FIELD, problem)).ok()).collect();
    let has_text = !wish.content.trim().is_empty();
    if !has_text && wish.files.is_empty() {
        faults.add("content", "a text or a file is needed");
    }
    faults.length("content", wish.content, WhatsApp::TEXT_MAX);
    let payload = wish.payload.and_then(|payload| voice(payload, &kinds, wish, &mut faults));
    let is_of = |wanted: &ContentType| !kinds.is_empty() && kinds.iter().all(|kind| kind.name() == wanted.as_str());
    if wish.content_type.is_some_and(|wanted| *wanted != ContentType::TEXT && !is_of(wanted)) {
        faults.add("contentType", "is not what the files are; leave it out");
    }
    if !faults.is_empty() {
        return faults.or(Vec::new());
    }
    let is_caption =
        kinds.first().is_some_and(|kind| kind.has_caption()) && wish.content.chars().count() <= CAPTION_MAX;
    let mut messages = Vec::new();
    if has_text && !is_caption {
        messages.push(text(wish.content));
    }
    messages.extend(kinds.iter().enumerate().map(|(place, kind)| Composed {
        content_type: ContentType::new(kind.name()),
        content: if place == 0 && is_caption && has_text { wish.content.to_owned() } else { String::new() },
        payload: payload.clone(),
        file_count: 1,
    }));
    Ok(messages)
}

/// A message of text alone.
pub(super) fn text(content: &str) -> Composed {
    Composed { content_type: ContentType::TEXT, content: content.to_owned(), payload: None, file_count: 0 }
}

/// `{"audio": {"voice": true}}` has Ogg Opus played as if it was recorded just now.
fn voice(payload: &Value, kinds: &[Kind], wish: &Wish<'_>, faults: &mut Faults) -> Option<Value> {
    let Some(is_voice) = payload.pointer("/audio/voice").and_then(Value::as_bool) else {
        faults.add("payload", "text and files have none, but for {\"audio\": {\"voice\": true}}");
        return None;
    };
    let is_ogg = wish.files.iter().all(|file| file.media_type.as_str() == "audio/ogg");
    if is_voice && (kinds.is_empty() || !is_ogg) {
        faults.add("payload.audio.voice", "only Ogg Opus can be sent as a voice message");
    }
    is_voice.then(|| json!({"audio": {"voice": true}}))
}
