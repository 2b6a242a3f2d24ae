//! The WhatsApp Business Cloud API as a channel of the chat module.
//!
//! ```
//! use chat_whatsapp::{Config, WhatsApp};
//!
//! let whatsapp = WhatsApp::new(Config::default());
//! assert_eq!(chat_core::Channel::source(&whatsapp), chat_core::Source::WHATSAPP);
//! ```
//!
//! Calls come in through [`chat_core::Channel::receive`] item by item: messages of every type with what they say in one shape
//! (`docs/WHATSAPP.md`) and their files, statuses, reactions, edits and deletions, what the team wrote on its phone and what was said
//! before, what customers want to hear of, and news of accounts and templates. What this version has no use for stays raw, and so
//! does whatever cannot be read: one bad item never fails another.
//!
//! # What can be sent
//!
//! [`chat_core::Channel::compose`] makes of a wish the messages that go out. Texts and files need no payload: each file is a message
//! of its own, and the text stands below the first of them or goes before it. Everything else is told by its content type and a
//! payload in the shape of the Cloud API:
//!
//! | content type | payload |
//! |---|---|
//! | `location` | `{"location": {"latitude": 37.46, "longitude": -122.21, "name": "…", "address": "…"}}` |
//! | `contacts` | `{"contacts": [{"name": {"formatted_name": "…", "first_name": "…"}, "phones": [{"phone": "…"}]}]}` |
//! | `interactive` | `{"interactive": {"type": "button", "body": {"text": "…"}, "action": {…}}}`, of any type that the API has |
//! | `audio` | `{"audio": {"voice": true}}` has an Ogg Opus file played as a voice message |
//!
//! Where a file is shown within a message, it is a [`MediaSource`]. What goes into a template is a [`TemplateParameters`].

mod administration;
mod advice;
mod channel;
mod classify;
mod config;
mod content;
#[cfg(feature = "emulator")]
pub mod emulator;
mod graph;
mod handshake;
mod http;
mod identity;
mod inspection;
mod kinds;
mod lenient;
mod media;
mod outgoing;
mod signature;
mod template;
mod webhook;

pub use channel::WhatsApp;
pub use classify::{GraphFailure, Verdict, classify};
pub use config::{AppSecretProof, BadBaseUrl, Config};
pub use inspection::{AccountInspection, Reached, SubscribedApp};
pub use outgoing::{Location, MediaSource};
pub use template::{
    ButtonParameters, CardParameters, Currency, DateTime, OfferParameters, Parameter, Product, TemplateParameters,
    Values,
};
