//! Socket.IO engine and the real-time gateway of the chat module.

pub mod engine;
