//! The WhatsApp Business Cloud API as a channel of the chat module.

#[cfg(feature = "emulator")]
pub mod emulator;
mod http;
