//! What a send carries: one file per type of message, each of which says what Meta takes.

mod contacts;
mod file;
mod interactive;
mod list;
mod parts;
mod place;
mod reaction;
mod template;
mod text;

pub(crate) use parts::Part;

use super::{call::Call, errors::GraphError, recipient::Recipient};
use crate::emulator::{
    course::{Course, End},
    world::World,
};

/// What was found out about a message while it was checked.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// The code with which the message will fail later, if its fault is one that Meta finds only when it delivers.
    pub(crate) later: Option<i64>,
    pub(crate) course: Course,
}

/// Checks the part of a send that belongs to its type.
pub(crate) fn check(world: &World, call: &Call, kind: &str, to: &Recipient) -> Result<Checked, GraphError> {
    const KNOWN: [&str; 11] = [
        "text",
        "image",
        "audio",
        "video",
        "document",
        "sticker",
        "location",
        "contacts",
        "reaction",
        "interactive",
        "template",
    ];
    if !KNOWN.contains(&kind) {
        return Err(GraphError::invalid(format!("type {kind:?} is not a message type")));
    }
    let body = call.parameters.get(kind).filter(|body| !body.is_null());
    let body = body.ok_or_else(|| GraphError::missing(kind))?;
    if let Some(kind) = file::kind(kind) {
        return file::check(world, &call.object, kind, body);
    }
    let checked = match kind {
        "text" => text::check(body),
        "location" => place::check(body),
        "contacts" => contacts::check(body),
        "reaction" => {
            reaction::check(world, &call.object, to, body)?;
            let course = Course { end: End::Sent, ..Course::default() };
            return Ok(Checked { course, ..Checked::default() });
        }
        "interactive" => return interactive::check(world, &call.object, body),
        "template" => return template::check(world, call, to, body),
        _ => Err(GraphError::of(400, 131_051)),
    };
    checked.map(|()| Checked::default())
}
