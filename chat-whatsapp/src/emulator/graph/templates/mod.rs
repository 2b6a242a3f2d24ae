//! Message templates: `/{waba}/message_templates` and `/{template}`.

mod buttons;
mod change;
mod components;
mod create;
mod list;
mod placeholders;

pub(crate) use {
    change::{archive, delete, edit, unpause},
    create::{create, upsert},
    list::{get, list},
    placeholders::Placeholders,
};
