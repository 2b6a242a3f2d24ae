//! `image`, `video`, `document`, `audio` and `sticker`: by the id of an upload, or by a link that is fetched later.

use super::{Checked, parts::Part};
use crate::emulator::{
    course::{Course, End, Link},
    graph::errors::GraphError,
    kinds::{self, Kind},
    world::World,
};
use serde_json::Value;

/// The longest caption, in characters.
const CAPTION_MAX: usize = 1_024;
/// The longest name of a document, in characters.
const FILENAME_MAX: usize = 240;
/// The longest link, in characters.
const LINK_MAX: usize = 2_048;

/// The name of a message type that is a file, with its kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<'a>(&'a str, Kind);

pub(crate) fn kind(name: &str) -> Option<Named<'_>> {
    Kind::named(name).map(|kind| Named(name, kind))
}

pub(crate) fn check(world: &World, phone_id: &str, named: Named<'_>, body: &Value) -> Result<Checked, GraphError> {
    let Named(name, kind) = named;
    let part = Part::root(name, body);
    part.object()?;
    let caption = part.at("caption");
    match kind {
        Kind::Audio | Kind::Sticker if caption.value.is_string() => {
            return Err(caption.refused("is not supported for this type."));
        }
        Kind::Audio | Kind::Sticker => {}
        _ => {
            caption.optional_words(CAPTION_MAX)?;
        }
    }
    if kind == Kind::Document {
        part.at("filename").optional_words(FILENAME_MAX)?;
    }
    let mut course = course(world, phone_id, kind, &part)?;
    if kind == Kind::Audio && body["voice"].as_bool() == Some(true) {
        let media = course.media.as_ref().and_then(|id| world.media(id));
        if media.is_some_and(|media| kinds::essence(&media.mime) != "audio/ogg") {
            return Err(part.at("voice").refused("needs a file of type audio/ogg with the codec opus."));
        }
        course.end = End::Played;
    }
    Ok(Checked { course, ..Checked::default() })
}

/// The course of a message with the file that a part names: one that the number has and that is of the kind, or a
/// link to one.
pub(crate) fn course(world: &World, phone_id: &str, kind: Kind, part: &Part<'_>) -> Result<Course, GraphError> {
    let id = match &part.at("id").value {
        Value::String(id) if !id.is_empty() => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => {
            let link = part.at("link");
            let url = link.words(LINK_MAX).map_err(|refusal| match link.value.is_null() {
                true => part.at("id").missing(),
                false => refusal,
            })?;
            if !url.starts_with("http://") && !url.starts_with("https://") {
                return Err(link.refused("must be an http or https URL."));
            }
            let link = Link { url: url.to_owned(), kind };
            return Ok(Course { link: Some(link), ..Course::default() });
        }
    };
    let media = world.media(&id).filter(|media| media.phone == phone_id);
    let media = media.ok_or_else(|| part.at("id").refused("is no file of this phone number."))?;
    match kind.takes(&media.mime) {
        true => Ok(Course { media: Some(id), ..Course::default() }),
        false => Err(GraphError {
            details: Some(format!("A file of type {} cannot be sent as {kind:?}.", media.mime)),
            ..GraphError::of(400, 131_053)
        }),
    }
}
