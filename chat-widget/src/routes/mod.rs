//! What is served for widgets.

mod assets;

pub(crate) use assets::assets;
