//! The WhatsApp Business Cloud API as a channel of the chat module.
