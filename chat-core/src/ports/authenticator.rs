use crate::{Actor, ApiKeyId, SessionId, StoreError, Timestamp};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What an actor signed in with, so that it can be told when that is taken back. Never the token itself.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct CredentialId(pub String);

impl CredentialId {
    const KEY: &str = "key:";
    const SESSION: &str = "session:";

    /// Names an API key.
    pub(crate) fn of_key(key: ApiKeyId) -> Self {
        Self(format!("{}{key}", Self::KEY))
    }

    /// Names a session of our own login.
    pub(crate) fn of_session(session: SessionId) -> Self {
        Self(format!("{}{session}", Self::SESSION))
    }

    /// The session of our own login that it names; nothing when it is an API key or a token of the host's.
    pub fn session(&self) -> Option<SessionId> {
        self.0.strip_prefix(Self::SESSION)?.parse().ok()
    }

    /// The API key that it names; nothing when it is a session or a token of the host's.
    pub fn api_key(&self) -> Option<ApiKeyId> {
        self.0.strip_prefix(Self::KEY)?.parse().ok()
    }
}

/// A successful sign-in.
#[derive(Clone, PartialEq, Debug)]
pub struct SignIn {
    /// Who it is.
    pub actor: Actor,
    /// What it signed in with.
    pub credential: CredentialId,
    /// When it has to sign in again.
    pub expires_at: Option<Timestamp>,
}

/// Why a token was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It is not a token of ours, or it was taken back.
    #[error("the token is not valid")]
    Invalid,
    /// It was valid once.
    #[error("the token has expired")]
    Expired,
    /// It could not be looked up.
    #[error("the token could not be checked")]
    Store(#[from] StoreError),
}

/// Turns a bearer token into an actor.
#[async_trait]
pub trait Authenticator: fmt::Debug + Send + Sync + 'static {
    /// Who holds `token`. Called for every request and again from time to time for open sockets, so that a token which was
    /// taken back stops working.
    async fn authenticate(&self, token: &str) -> Result<SignIn, Refusal>;
}
