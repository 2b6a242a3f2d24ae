//! Pictures, sounds, films, documents and stickers.

use crate::lenient::{flag, object, owned, text};
use base64::{Engine, engine::general_purpose};
use chat_core::RemoteFile;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// The longest id of a file in bytes. Meta's have some 16 digits.
const REFERENCE_MAX: usize = 256;

/// What a message says of its file; where the file is and what it consists of is said by [`file`].
#[derive(Serialize)]
pub(super) struct Media {
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filename: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    voice: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    animated: Option<bool>,
}

impl Media {
    pub(super) fn of(part: &Value) -> Self {
        Self {
            caption: owned(part, "caption"),
            filename: owned(part, "filename"),
            voice: flag(part, "voice"),
            animated: flag(part, "animated"),
        }
    }

    /// Sound that was recorded in the app if it says so, or if it `is_voice` by the name of its part.
    pub(super) fn recorded(part: &Value, is_voice: bool) -> Self {
        let voice = if is_voice { Some(true) } else { flag(part, "voice") };
        Self { voice, ..Self::of(part) }
    }
}

/// The part of a message that tells of its file.
fn part<'v>(kind: &str, message: &'v Value) -> Option<&'v Value> {
    match kind {
        "image" | "video" | "document" | "sticker" => object(message, kind),
        "audio" => object(message, "audio").or_else(|| object(message, "voice")),
        _ => None,
    }
}

/// The words that go with a message's file.
pub(super) fn caption<'v>(kind: &str, message: &'v Value) -> Option<Cow<'v, str>> {
    text(part(kind, message)?, "caption")
}

/// The file of a message, unless WhatsApp could not hand it over.
pub(super) fn file(kind: &str, message: &Value) -> Option<RemoteFile> {
    let part = part(kind, message)?;
    if part.get("errors").is_some_and(|errors| !errors.is_null()) {
        return None;
    }
    let reference = owned(part, "id").filter(|id| id.len() <= REFERENCE_MAX)?;
    Some(RemoteFile {
        reference,
        name: owned(part, "filename"),
        media_type: owned(part, "mime_type"),
        hash: text(part, "sha256").and_then(|hash| sha256(&hash)),
    })
}

/// A hash in base64, as webhooks have it, or in hexadecimal digits, as the rest of the API has it.
fn sha256(text: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    if hex::decode_to_slice(text, &mut hash).is_ok() {
        return Some(hash);
    }
    let bytes = general_purpose::STANDARD.decode(text).or_else(|_| general_purpose::URL_SAFE.decode(text));
    bytes.ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_hash_is_read_in_base64_and_in_hexadecimal_digits() {
        // The SHA-256 of nothing.
        let hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let expected: Option<[u8; 32]> = hex::decode(hex).unwrap().try_into().ok();

        assert_eq!(sha256(hex), expected);
        assert_eq!(sha256(&hex.to_uppercase()), expected);
        assert_eq!(sha256("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), expected);
        assert_eq!(sha256("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU="), expected);
        for odd in ["", "e3b0", "47DEQpj8", "not a hash"] {
            assert_eq!(sha256(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_file_is_what_has_an_id_and_no_errors() {
        let of = |image| file("image", &json!({"image": image})).map(|file| file.reference);

        assert_eq!(of(json!({"id": "65"})).as_deref(), Some("65"));
        assert_eq!(of(json!({"id": 65})).as_deref(), Some("65"));
        for without in [json!({}), json!({"id": ""}), json!({"id": null}), json!({"id": "6".repeat(257)}), json!("65")]
        {
            assert_eq!(of(without.clone()), None, "{without}");
        }
        assert_eq!(of(json!({"id": "65", "errors": [{"code": 131_052}]})), None);
        assert_eq!(file("text", &json!({"text": {"id": "65"}})), None);
    }
}
