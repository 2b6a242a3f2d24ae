//! What the gateway knows of a signed-in socket.

use chat_core::{Desk, Secret, Timestamp};
use uuid::Uuid;

/// A signed-in socket.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) desk: Desk,
    /// Kept to ask again from time to time whether it still holds.
    pub(crate) token: Secret,
    /// When it came in, and its place among those who came in at the same moment.
    pub(crate) since: Timestamp,
    pub(crate) number: Uuid,
}

impl Session {
    pub(crate) fn new(desk: Desk, token: Secret) -> Self {
        let env = desk.chat().env();
        let (since, number) = (env.now(), env.id());
        Self { desk, token, since, number }
    }

    /// Whether it has to sign in again.
    pub(crate) fn is_expired(&self, now: Timestamp) -> bool {
        self.desk.sign_in().expires_at.is_some_and(|at| at <= now)
    }
}
