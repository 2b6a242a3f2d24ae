//! An app, `/{app}`: its tokens, its webhooks and its uploads.

mod oauth;
mod subscriptions;
mod uploads;

pub(crate) use {
    oauth::{access_token, debug_token},
    subscriptions::{subscribe, subscriptions, unsubscribe},
    uploads::{begin, offset, upload},
};
