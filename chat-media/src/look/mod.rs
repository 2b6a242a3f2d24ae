//! What a file is, by its bytes, and whether anything in it would be run.

mod archive;
mod compound;
mod film;
mod markup;
mod pdf;
mod sound;
mod text;

pub(crate) use markup::has_markup;

use crate::{
    inspection::{Inspection, refused},
    spool::{Spooled, not_taken},
    types::Type,
};
use chat_core::NotTaken;

/// How much of a file's beginning tells what it is.
const HEAD_BYTES: usize = 8 * 1024;

/// What a file is. The extension that its sender gave it decides nothing but what a text is called.
pub(crate) fn into(file: &Spooled, extension: &str) -> Result<Type, NotTaken> {
    let head = at(file, 0, HEAD_BYTES)?;
    if head.is_empty() {
        return refused("the file is empty");
    }
    let kind = infer::get(&head).map(|kind| kind.mime_type());
    match kind.unwrap_or_default() {
        "image/jpeg" => Ok(Type::Jpeg),
        "image/png" => Ok(Type::Png),
        "image/webp" => Ok(Type::WebP),
        "image/gif" => Ok(Type::Gif),
        "image/heif" | "image/avif" => refused("pictures of this kind are not taken; save it as JPEG, please"),
        "application/pdf" => pdf::look(&whole(file)?),
        "audio/mpeg" => sound::mp3(file),
        "audio/x-wav" => sound::wav(file),
        "video/webm" | "video/x-matroska" => film::webm(&at(file, 0, 16 * HEAD_BYTES)?),
        "audio/aac" => sound::aac(file),
        "audio/amr" => Ok(Type::Amr),
        _ if head.starts_with(compound::MAGIC) => compound::look(file),
        _ if head.starts_with(b"OggS") => sound::ogg(&head),
        _ if head.starts_with(b"PK") => archive::look(file),
        _ if film::is_boxed(&head) => film::boxed(file),
        // Words may begin like a file of another kind: BMW and a bitmap.
        _ if text::may_be(&head) => text::look(file, extension),
        _ => refused("files of this kind are not taken"),
    }
}

/// All of a file.
pub(crate) fn whole(file: &Spooled) -> Result<Vec<u8>, NotTaken> {
    if file.len() > Inspection::WHOLE_BYTES_MAX {
        return refused("the file is too large to be looked into");
    }
    at(file, 0, usize::MAX)
}

/// Up to `count` bytes of a file from a place on.
fn at(file: &Spooled, place: u64, count: usize) -> Result<Vec<u8>, NotTaken> {
    file.bytes_at(place, count).map_err(not_taken)
}
