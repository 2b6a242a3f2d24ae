//! Files: `POST /{phone}/media`, `GET` and `DELETE /{media}`, and the URL that a file is fetched from.

use super::{call::Call, errors::GraphError, send};
use crate::emulator::{
    kinds::{self, Kind},
    world::{File, Media, World},
};
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use serde_json::{Value, json};

/// Takes a file of a business.
pub(crate) fn upload(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    send::check_product(call)?;
    let file = call.file.clone().ok_or_else(|| GraphError::malformed("The parameter file is required."))?;
    let mime = match file.mime.is_empty() {
        true => call.text("type").ok_or_else(|| GraphError::malformed("The parameter type is required."))?,
        false => file.mime,
    };
    let kind = Kind::of_mime(&mime).ok_or_else(|| wrong_type(&mime))?;
    check_size(kind, &file.bytes)?;
    let valid = match call.text("ttl_minutes").map(|minutes| minutes.parse::<u32>()) {
        None => Media::UPLOADED,
        Some(Ok(minutes)) if minutes > 0 => TimeDelta::minutes(minutes.into()).min(Media::UPLOADED),
        Some(_) => return Err(GraphError::malformed("Param ttl_minutes must be a positive integer")),
    };
    let id = world.keep_media(&call.object, File { mime, ..file }, valid);
    Ok(json!({"id": id}))
}

/// Tells of a file and where it can be fetched.
pub(crate) fn get(world: &World, call: &Call) -> Result<Value, GraphError> {
    let media = of_phone(world, call)?;
    Ok(json!({
        "messaging_product": "whatsapp",
        "url": world.media_url(&call.base_url(world), &call.object),
        "mime_type": media.mime,
        "sha256": hex::encode(media.sha256),
        "file_size": media.bytes.len(),
        "id": call.object,
    }))
}

/// Forgets a file.
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    of_phone(world, call)?;
    world.forget_media(&call.object);
    Ok(json!({"success": true}))
}

/// Gives the bytes of a file to whom its URL was given, and as long as the URL is valid. What is wrong is not told.
pub(crate) fn fetch(world: &World, call: &Call) -> Response {
    let Some(media) = fetched(world, call) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let disposition = match &media.filename {
        Some(name) => format!("attachment; filename=\"{}\"", plain(name)),
        None => "attachment".to_owned(),
    };
    let headers = [(header::CONTENT_TYPE, media.mime.clone()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, media.bytes.clone()).into_response()
}

fn fetched<'a>(world: &'a World, call: &Call) -> Option<&'a Media> {
    let token = call.token(world).ok()?;
    let id = call.text("mid")?;
    let ext: i64 = call.text("ext")?.parse().ok()?;
    let is_given = call.text("hash")? == world.media_hash(&id, ext);
    let is_valid = ext > world.now().timestamp();
    let media = world.media(&id)?;
    let phone = world.phones.get(&media.phone)?;
    (is_given && is_valid && token.wabas.contains(&phone.waba)).then_some(media)
}

/// The file that is asked for, if it is of the number that the call names, or the call names none.
fn of_phone<'a>(world: &'a World, call: &Call) -> Result<&'a Media, GraphError> {
    let media = world.media(&call.object).ok_or_else(|| call.no_object())?;
    match call.text("phone_number_id") {
        Some(phone) if phone != media.phone => Err(call.no_object()),
        _ => Ok(media),
    }
}

fn check_size(kind: Kind, bytes: &[u8]) -> Result<(), GraphError> {
    let max = kind.bytes_max_of(bytes);
    let details = match bytes.len() {
        0 => "The file is empty.".to_owned(),
        size if size > max => format!("The file has {size} bytes, more than the {max} that are allowed."),
        _ => return Ok(()),
    };
    Err(GraphError { details: Some(details), ..GraphError::of(400, 131_053) })
}

fn wrong_type(mime: &str) -> GraphError {
    let types: Vec<&str> = kinds::TYPES.iter().map(|(name, _)| *name).collect();
    GraphError::malformed(&format!(
        "Param file must be a file with one of the following types: {}. Received file of type '{}'.",
        types.join(", "),
        kinds::essence(mime)
    ))
}

/// A name as it can stand between quotes in a header.
fn plain(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            '"' | '\\' => '_',
            c if c.is_ascii_graphic() || c == ' ' => c,
            _ => '_',
        })
        .collect()
}
