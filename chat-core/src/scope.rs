//! Whose records a read or a write may touch.

use crate::ClientId;
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
