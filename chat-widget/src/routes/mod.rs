//! What is served for widgets.

mod assets;
mod attachments;
mod boot;
mod frame;
mod html;
mod objection;
mod preview;
mod refusal;
mod session;

pub(crate) use assets::assets;
pub(crate) use attachments::attach;
pub(crate) use boot::boot;
pub(crate) use frame::frame;
pub(crate) use preview::{preview, preview_style};
pub(crate) use session::session;
