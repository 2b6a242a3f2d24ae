//! Whose records a read or a write may touch.

use crate::{Account, Attachment, Blob, Client, ClientId, Conversation, ReceivedCall, Webhook, Widget};
use std::fmt;

/// The right to touch one client's records, and only those.
///
/// Every read but the [`Directory`](crate::Directory)'s asks for one. It can be neither parsed nor deserialised:
/// a [`Desk`](crate::Desk) gives it after sign-in, and what arrives by webhook gets it from the account it was addressed to.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TenantScope(ClientId);

impl TenantScope {
    /// Takes for granted that the caller may act for `client`.
    ///
    /// For adapters and tests: at each use a comment has to say where the right comes from. Never call it with
    /// an id that a request named.
    pub const fn assume(client: ClientId) -> Self {
        Self(client)
    }

    /// The client whose records may be touched.
    pub const fn client_id(self) -> ClientId {
        self.0
    }
}

impl fmt::Debug for TenantScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TenantScope({})", self.0)
    }
}

/// The scope in which records of `client` may be written when the client itself is being created.
impl From<&Client> for TenantScope {
    fn from(client: &Client) -> Self {
        // Whoever holds the record of a client has read it from the directory or has just made it.
        Self::assume(client.id)
    }
}

/// Where a received call is taken up again: within the client it was authenticated for.
impl From<&ReceivedCall> for TenantScope {
    fn from(call: &ReceivedCall) -> Self {
        // The record was written in this client's scope.
        Self::assume(call.client_id)
    }
}

/// Where a visit goes: to the client whose widget it is made in.
impl From<&Widget> for TenantScope {
    fn from(widget: &Widget) -> Self {
        // The record was written in this client's scope.
        Self::assume(widget.client_id)
    }
}

/// Where what becomes of an attachment is written down: within the client whose it is.
impl From<&Attachment> for TenantScope {
    fn from(attachment: &Attachment) -> Self {
        // The record was written in this client's scope.
        Self::assume(attachment.client_id)
    }
}

/// Where a conversation is brought back that was put off.
impl From<&Conversation> for TenantScope {
    fn from(conversation: &Conversation) -> Self {
        // The record was written in this client's scope.
        Self::assume(conversation.client_id)
    }
}

/// Where what becomes of bytes is written down: within the client whose they are.
impl From<&Blob> for TenantScope {
    fn from(blob: &Blob) -> Self {
        // The record was written in this client's scope.
        Self::assume(blob.client_id)
    }
}

/// Where a client's own webhook is worked on: within the client whose it is.
impl From<&Webhook> for TenantScope {
    fn from(webhook: &Webhook) -> Self {
        // The record was written in this client's scope.
        Self::assume(webhook.client_id)
    }
}

/// Where a webhook's items go: to the client whose account's secret signed them.
impl From<&Account> for TenantScope {
    fn from(account: &Account) -> Self {
        // The record was written in this client's scope.
        Self::assume(account.client_id)
    }
}
