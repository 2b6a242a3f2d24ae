//! The Graph API: one file per kind of object or edge.

mod call;
mod errors;
mod phone;
mod read;
mod recipient;
mod send;
mod serve;
mod subscription;
mod waba;

pub(crate) use serve::serve;
pub(crate) use subscription::handshake;
