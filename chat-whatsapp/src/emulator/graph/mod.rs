//! The Graph API: one file per kind of object or edge.

mod access;
mod app;
mod body;
mod business;
mod call;
mod content;
mod errors;
mod media;
mod paging;
mod phone;
mod read;
mod recipient;
mod route;
mod send;
mod serve;
mod subscription;
mod templates;
mod waba;

pub(crate) use serve::serve;
pub(crate) use subscription::handshake;
