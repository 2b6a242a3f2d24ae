//! A visitor who says something.

use std::net::{Ipv4Addr, SocketAddr};

use serde_json::json;

use super::dial::{Dialect, Line};
use crate::Result;

/// A visitor with the chat open.
#[derive(Debug)]
pub struct Visitor(Line);

impl Visitor {
    /// Lets a visitor in.
    ///
    /// # Errors
    /// When the server does not.
    pub async fn connect(to: SocketAddr, token: &str) -> Result<Self> {
        let dialect = Dialect::Visitor { tokens: [token.to_owned()].into() };
        Line::connect(to, Ipv4Addr::LOCALHOST, &dialect, 0).await.map(Self)
    }

    /// Says something, and waits until the server has it.
    ///
    /// # Errors
    /// When the server does not take it.
    pub async fn say(&mut self, name: &str, text: &str) -> Result {
        let draft = json!({ "conversationId": null, "content": text, "clientMessageId": name });
        self.0.ask("sendMessage", &draft).await.map(drop)
    }
}
