//! What exists: apps, tokens, business accounts, numbers, users and what passed between them.

mod keep;
mod media;
mod names;
mod object;
mod phone;
mod reach;
mod records;
mod templates;
mod tokens;
mod uploads;
mod usage;

pub(crate) use {
    keep::World,
    media::{File, Media},
    object::Object,
    phone::{NameStatus, NewName, Phone, QrCode},
    reach::Tier,
    records::{App, Direction, Message, Pair, Request, SendStatus, Subscription, User, Waba},
    templates::{Format, Quality, Template, TemplateStatus, Templates},
    tokens::{Scope, SignupCode, Token},
    uploads::{UploadSession, Uploads},
    usage::{Asker, Usage},
};
