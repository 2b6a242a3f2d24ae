//! What goes out: from what an agent wants to send to what the Graph API takes.

mod body;
mod compose;
mod contacts;
mod faults;
mod files;
mod interactive;
mod place;
mod recipient;
mod send;
mod source;
#[cfg(test)]
mod tests;

pub(crate) use compose::compose;
pub(crate) use faults::Faults;
pub(crate) use send::IsTyping;
pub(crate) use source::Files;
pub use {place::Location, source::MediaSource};
