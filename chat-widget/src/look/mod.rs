//! A widget as one visitor gets to see it: its settings, in that visitor's language.

mod frame;
mod language;
mod loader;
mod view;
mod words;

pub(crate) use frame::FrameLook;
pub(crate) use language::Wanted;
pub(crate) use loader::LoaderLook;
pub(crate) use view::View;
