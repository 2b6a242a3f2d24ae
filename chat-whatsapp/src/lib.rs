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
mod lenient;
mod signature;
mod webhook;

pub use channel::WhatsApp;
pub use classify::{GraphFailure, Verdict, classify};
pub use config::{AppSecretProof, BadBaseUrl, Config};
pub use inspection::{AccountInspection, Reached, SubscribedApp};
