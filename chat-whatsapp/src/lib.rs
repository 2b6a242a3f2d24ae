//! The WhatsApp Business Cloud API as a channel of the chat module.
//!
//! ```
//! use chat_whatsapp::{Config, WhatsApp};
//!
//! let whatsapp = WhatsApp::new(Config::default());
//! assert_eq!(chat_core::Channel::source(&whatsapp), chat_core::Source::WHATSAPP);
//! ```
//!
//! Calls come in through [`chat_core::Channel::receive`] item by item: text messages and statuses in full, every other
//! type of message with words that stand for it and its JSON as payload. What this version has no use for stays raw.

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
