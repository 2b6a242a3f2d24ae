//! What the gateway knows of a signed-in socket.

use chat_core::{Desk, Secret, Timestamp};

/// A signed-in socket.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) desk: Desk,
    /// Kept to ask again from time to time whether it still holds.
    pub(crate) token: Secret,
}

impl Session {
    pub(crate) fn new(desk: Desk, token: Secret) -> Self {
        Self { desk, token }
    }

    /// Whether it has to sign in again.
    pub(crate) fn is_expired(&self, now: Timestamp) -> bool {
        self.desk.sign_in().expires_at.is_some_and(|at| at <= now)
    }
}
