//! The agents' REST API of the chat module.
