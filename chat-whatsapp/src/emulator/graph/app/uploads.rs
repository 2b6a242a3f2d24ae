//! `POST /{app}/uploads` and `/upload:…`: files in pieces, for templates and profiles.

use crate::emulator::{
    graph::{call::Call, errors::GraphError},
    kinds::Kind,
    world::{UploadSession, World},
};
use bytes::BytesMut;
use serde_json::{Value, json};

const TYPES: [&str; 5] = ["application/pdf", "image/jpeg", "image/jpg", "image/png", "video/mp4"];

/// Begins an upload.
pub(crate) fn begin(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let length = call.text("file_length").and_then(|length| length.parse().ok());
    let length = length.filter(|length| (1..=Kind::BYTES_MAX).contains(length));
    let length = length.ok_or_else(|| GraphError::malformed("Param file_length must be a number of bytes"))?;
    match call.text("file_type") {
        Some(kind) if TYPES.contains(&kind.as_str()) => {}
        _ => return Err(GraphError::malformed(&format!("Param file_type must be one of {}", TYPES.join(", ")))),
    }
    let session = UploadSession { app: call.object.clone(), length, bytes: BytesMut::new() };
    Ok(json!({"id": world.begin_upload(session)}))
}

/// Takes a piece. The last one gives the handle of the file.
pub(crate) fn upload(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let session = world.uploads.sessions.get_mut(&call.object).ok_or_else(|| call.no_object())?;
    let offset: Option<usize> = call.text("file_offset").and_then(|offset| offset.parse().ok());
    if offset != Some(session.bytes.len()) {
        let expected = session.bytes.len();
        return Err(GraphError::malformed(&format!("Header file_offset must be {expected}")));
    }
    if call.raw.len() > session.length - session.bytes.len() {
        return Err(GraphError::malformed("The file is longer than file_length"));
    }
    session.bytes.extend_from_slice(&call.raw);
    match session.bytes.len() == session.length {
        true => Ok(json!({"h": world.end_upload(&call.object)})),
        false => offset_of(&call.object, session.bytes.len()),
    }
}

/// Tells how far an upload has come.
pub(crate) fn offset(world: &World, call: &Call) -> Result<Value, GraphError> {
    let session = world.uploads.sessions.get(&call.object).ok_or_else(|| call.no_object())?;
    offset_of(&call.object, session.bytes.len())
}

fn offset_of(id: &str, offset: usize) -> Result<Value, GraphError> {
    Ok(json!({"id": id, "file_offset": offset}))
}
