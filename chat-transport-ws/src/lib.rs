//! Socket.IO engine and the real-time gateway of the chat module.
//!
//! [`engine`] is a Socket.IO server that knows nothing of chat. [`Gateway`] serves agents with it.

pub mod engine;
mod gateway;

pub use gateway::{Gateway, fuzz};
