use crate::range::Wanted;
use axum::{
    Extension, Router,
    body::Body,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use chat_core::{
    AskedFile, AttachmentId, Caller, Chat, FileKind, FileLinks, FilePart, Limited, MediaError, NoFile, ServedFile, Whom,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use std::{error::Error as StdError, fmt::Write as _, time::Duration};

/// Serves files to whoever has their address ([`FileLinks`]), at `/files/{id}/{name}` relative to where the host nests it. Agents and
/// website visitors get theirs alike.
///
/// Browsers run nothing of what they get: whatever is no picture, sound or film is saved, and all of it is what it is said to be.
pub fn router(chat: Chat) -> Router {
    Router::new().route("/files/{id}/{name}", get(serve)).with_state(chat)
}

/// What an address says besides its path.
#[derive(Deserialize)]
struct Signed {
    v: Option<String>,
    e: i64,
    s: String,
}

async fn serve(
    State(chat): State<Chat>,
    Path((id, _)): Path<(String, String)>,
    signed: Result<Query<Signed>, axum::extract::rejection::QueryRejection>,
    caller: Option<Extension<Caller>>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    if let Some(Extension(Caller(address))) = caller {
        chat.allow(Limited::Read, Whom::Ip(address.into())).await.map_err(Refused::TooMany)?;
    }
    let Query(Signed { v, e, s }) = signed.map_err(|_| Refused::NotFound)?;
    let part = match v.as_deref() {
        None => FilePart::Whole,
        Some(FileLinks::THUMBNAIL) => FilePart::Thumbnail,
        Some(_) => return Err(Refused::NotFound),
    };
    let id: AttachmentId = id.parse().map_err(|_| Refused::NotFound)?;
    let file = chat.file(&AskedFile { id, part, expires: e, signature: &s }).await?;
    answer(&file, &headers).await
}

async fn answer(file: &ServedFile, asked: &HeaderMap) -> Result<Response, Refused> {
    let etag = etag(file);
    let text = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    let is_known = |known: &str| known.split(',').any(|known| matches!(known.trim(), "*") || known.trim() == etag);
    if text(header::IF_NONE_MATCH).is_some_and(is_known) {
        return Ok((StatusCode::NOT_MODIFIED, lasting(file, &etag)).into_response());
    }
    // Who has a part of another file gets all of this one.
    let is_same = text(header::IF_RANGE).is_none_or(|known| known.trim() == etag);
    let wanted = Wanted::of(text(header::RANGE).filter(|_| is_same), file.size);
    let (status, range) = match wanted {
        Wanted::All => (StatusCode::OK, 0..file.size),
        Wanted::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Wanted::Nothing => {
            let size = value(format!("bytes */{}", file.size));
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, size)]).into_response());
        }
    };
    let mut headers = lasting(file, &etag);
    headers.extend(described(file));
    headers.insert(header::CONTENT_LENGTH, (range.end - range.start).into());
    if status == StatusCode::PARTIAL_CONTENT {
        let place = format!("bytes {}-{}/{}", range.start, range.end - 1, file.size);
        headers.insert(header::CONTENT_RANGE, value(place));
    }
    let body = if range.is_empty() { Body::empty() } else { Body::from_stream(file.read(range).await?) };
    Ok((status, headers, body).into_response())
}

/// What tells a browser how long it may keep what it has.
fn lasting(file: &ServedFile, etag: &str) -> HeaderMap {
    let seconds = file.good_for.as_secs();
    HeaderMap::from_iter([
        (header::ETAG, value(etag.to_owned())),
        (header::CACHE_CONTROL, value(format!("private, max-age={seconds}, immutable"))),
        (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
    ])
}

/// What a browser has to know of a file to do it no more than justice.
fn described(file: &ServedFile) -> HeaderMap {
    let kind = file.media_type.kind();
    let charset = if file.media_type.as_str().starts_with("text/") { "; charset=utf-8" } else { "" };
    let fixed = HeaderValue::from_static;
    HeaderMap::from_iter([
        (header::CONTENT_TYPE, value(format!("{}{charset}", file.media_type))),
        (header::CONTENT_DISPOSITION, value(disposition(&file.name, kind))),
        (header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff")),
        (header::CONTENT_SECURITY_POLICY, fixed("sandbox; default-src 'none'")),
        (HeaderName::from_static("cross-origin-resource-policy"), fixed("same-site")),
        (header::REFERRER_POLICY, fixed("no-referrer")),
    ])
}

/// Equal bytes have equal tags.
fn etag(file: &ServedFile) -> String {
    match file.part {
        FilePart::Whole => format!("\"{}\"", file.hash),
        FilePart::Thumbnail => format!("\"{}-{}\"", file.hash, FileLinks::THUMBNAIL),
    }
}

/// What is written otherwise in a name (RFC 8187).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Whether a file is shown or saved, and under which name (RFC 6266).
fn disposition(name: &str, kind: FileKind) -> String {
    let how = match kind {
        FileKind::Image | FileKind::Audio | FileKind::Video => "inline",
        FileKind::Document => "attachment",
    };
    let is_plain = |c: char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\' | '%');
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let mut disposition = format!("{how}; filename=\"{plain}\"");
    if plain != name {
        let _ = write!(disposition, "; filename*=UTF-8''{}", utf8_percent_encode(name, RESERVED));
    }
    disposition
}

fn value(text: String) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Why a file is not served.
enum Refused {
    NotFound,
    TooMany(Duration),
    Unavailable,
}

impl From<NoFile> for Refused {
    fn from(reason: NoFile) -> Self {
        match reason {
            NoFile::NotFound => Self::NotFound,
            NoFile::Unavailable(error) => {
                let error: &(dyn StdError + 'static) = &error;
                tracing::error!(
                    error,
                    cause = error.source(),
                    "a file could not be served: the store is not available"
                );
                Self::Unavailable
            }
        }
    }
}

impl From<MediaError> for Refused {
    fn from(error: MediaError) -> Self {
        let error: &(dyn StdError + 'static) = &error;
        tracing::error!(error, cause = error.source(), "the bytes of a file cannot be had");
        match error.downcast_ref() {
            Some(MediaError::Absent) => Self::NotFound,
            _ => Self::Unavailable,
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut headers = HeaderMap::from_iter([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))]);
        let status = match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::TooMany(wait) => {
                // Rounded up: whoever comes back a moment too early has to wait again.
                headers.insert(header::RETRY_AFTER, (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).into());
                StatusCode::TOO_MANY_REQUESTS
            }
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        };
        (status, headers).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_within_its_quotes() {
        for (name, kind, expected) in [
            ("a b.png", FileKind::Image, "inline; filename=\"a b.png\""),
            ("x.pdf", FileKind::Document, "attachment; filename=\"x.pdf\""),
            ("a\"b.png", FileKind::Image, "inline; filename=\"a_b.png\"; filename*=UTF-8''a%22b.png"),
            ("é.txt", FileKind::Document, "attachment; filename=\"_.txt\"; filename*=UTF-8''%C3%A9.txt"),
            ("a\r\nb", FileKind::Audio, "inline; filename=\"a__b\"; filename*=UTF-8''a%0D%0Ab"),
        ] {
            assert_eq!(disposition(name, kind), expected);
        }
    }
}
