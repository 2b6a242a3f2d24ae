//! What Meta's calls say.

mod body;
mod lenient;
mod message;
mod placeholder;
mod split;
mod status;

pub(crate) use split::read;
