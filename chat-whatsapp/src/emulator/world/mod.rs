//! What exists: apps, tokens, business accounts, numbers, users and what passed between them.

mod keep;
mod media;
mod object;
mod records;
mod templates;

pub use templates::{Quality, TemplateStatus};

pub(crate) use {
    keep::World,
    media::{File, Media},
    object::Object,
    records::{App, Direction, Message, Pair, Phone, Request, SendStatus, Subscription, Token, User, Waba},
    templates::{Format, Template, Templates},
};
