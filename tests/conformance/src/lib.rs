//! The suites every adapter of the chat module must pass.
