//! What Meta's calls say.

mod account;
mod amendment;
mod body;
mod change;
mod consent;
mod contacts;
mod fault;
mod fields;
mod history;
mod items;
mod message;
mod messages;
mod party;
mod split;
mod status;
mod sync;
mod template;

pub(crate) use body::parse;
pub(crate) use split::read;

/// Why something cannot be used; says nothing of what it holds.
type Reason = &'static str;
