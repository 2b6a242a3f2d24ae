//! `/_emu/media`: files that users send, and all files for whoever looks at the phones.

use super::{Refused, inbound::Inbound};
use crate::emulator::{
    kinds::{self, Kind},
    machine::Shared,
    world::{File, World},
};
use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The longest caption, in characters.
const CAPTION_MAX: usize = 1_024;

/// What goes with a file. The body of the request is the file itself, its content type that of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Sent {
    user: String,
    phone_number_id: Option<String>,
    caption: Option<String>,
    filename: Option<String>,
    /// Whether an audio was recorded in the chat.
    #[serde(default)]
    voice: bool,
    /// The type of the message, where it is not the one that the content type says: anything can be a document.
    #[serde(rename = "type")]
    kind: Option<String>,
    reply_to: Option<String>,
}

impl Sent {
    fn kind(&self, mime: &str) -> Result<Kind, Refused> {
        let Some(named) = &self.kind else {
            return Ok(Kind::of_mime(mime).unwrap_or(Kind::Document));
        };
        let kind = Kind::named(named).ok_or_else(|| Refused::Invalid(format!("{named:?} is no type of a file")))?;
        match kind.takes(mime) {
            true => Ok(kind),
            false => Err(Refused::Invalid(format!("{mime} cannot be sent as {named}"))),
        }
    }
}

impl World {
    fn send_file(&mut self, sent: Sent, mime: &str, bytes: Bytes) -> Result<Value, Refused> {
        let phone_id = self.written_to(sent.phone_number_id.as_deref())?;
        let kind = sent.kind(mime)?;
        if bytes.is_empty() || bytes.len() > kind.bytes_max_of(&bytes) {
            return Err(Refused::Invalid(format!("a file of this type has 1 to {} bytes", kind.bytes_max_of(&bytes))));
        }
        if sent.caption.as_ref().is_some_and(|caption| caption.chars().count() > CAPTION_MAX) {
            return Err(Refused::Invalid("caption is longer than 1024 characters".to_owned()));
        }
        let is_animated = kinds::is_animated(&bytes);
        let file = File { mime: mime.to_owned(), filename: sent.filename.clone(), bytes };
        let (id, sha256) = self.keep_user_media(&phone_id, file);
        let mut content = json!({"id": id, "mime_type": mime, "sha256": sha256});
        match kind {
            Kind::Audio => content["voice"] = json!(sent.voice),
            Kind::Sticker => content["animated"] = json!(is_animated),
            Kind::Document | Kind::Image | Kind::Video => {
                let name = sent.filename.filter(|_| kind == Kind::Document);
                for (key, text) in [("caption", sent.caption), ("filename", name)] {
                    if let Some(text) = text {
                        content[key] = json!(text);
                    }
                }
            }
        }
        let message: Map<String, Value> = [(kind.name().to_owned(), content)].into_iter().collect();
        let inbound = Inbound {
            user: sent.user,
            phone_number_id: Some(phone_id),
            message: Some(message),
            reply_to: sent.reply_to,
            ..Inbound::default()
        };
        Ok(json!({"ids": self.write(inbound)?, "mediaId": id}))
    }
}

/// `POST /_emu/media`: a user sends a file.
pub(crate) async fn put(
    State(shared): State<Arc<Shared>>,
    sent: Result<Query<Sent>, QueryRejection>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Json<Value>, Refused> {
    let Query(sent) = sent.map_err(|rejection| Refused::Invalid(rejection.body_text()))?;
    let mime = headers.get(header::CONTENT_TYPE).and_then(|mime| mime.to_str().ok()).unwrap_or_default();
    if mime.is_empty() || kinds::essence(mime) == "application/x-www-form-urlencoded" {
        return Err(Refused::Invalid("the content type of the request must be that of the file".to_owned()));
    }
    shared.change(|world| world.send_file(sent, mime, bytes)).map(Json)
}

/// `GET /_emu/media/{id}`: the bytes of a file, to be shown and never to be run.
pub(crate) async fn get(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Result<Response, Refused> {
    let world = shared.world();
    let media = world.media(&id).ok_or_else(|| Refused::NotFound(format!("there is no file {id:?}")))?;
    let headers = [
        (header::CONTENT_TYPE, media.mime.as_str()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (header::CACHE_CONTROL, "private, max-age=3600"),
    ];
    Ok((headers, media.bytes.clone()).into_response())
}
