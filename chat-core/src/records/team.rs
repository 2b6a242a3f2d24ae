use crate::{AgentId, ApiKeyId, ClientId, Revision, Secret, SessionId, Timestamp, text_enum::text_enum};
use std::fmt;

/// A tenant: the business whose team answers.
#[derive(Clone, PartialEq, Debug)]
pub struct Client {
    /// Its name in references.
    pub id: ClientId,
    /// What people call it, at most [`Client::NAME_MAX`] bytes.
    pub name: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}

impl Client {
    /// The longest name in bytes.
    pub const NAME_MAX: usize = 256;
}

text_enum! {
    /// What a member of the team may do.
    pub enum Role {
        /// Everything.
        Owner = "owner",
        /// Everything but what concerns the owner.
        Admin = "admin",
        /// Answers customers.
        Agent = "agent",
    }
}

/// A member of a client's team. E-mail addresses are unique over all clients.
#[derive(Clone, PartialEq, Debug)]
pub struct Agent {
    /// Its name in references.
    pub id: AgentId,
    /// Whose team it is in.
    pub client_id: ClientId,
    /// What colleagues and customers call it.
    pub name: String,
    /// Where it signs in, in lower case.
    pub email: String,
    /// What it may do.
    pub role: Role,
    /// The hash of its password in PHC format; nothing when it cannot sign in by password.
    pub password_hash: Option<Secret>,
    /// When it was created.
    pub created_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}

impl Agent {
    /// The longest name in bytes.
    pub const NAME_MAX: usize = 256;
    /// The longest e-mail address in bytes (RFC 5321).
    pub const EMAIL_MAX: usize = 254;
}

/// The SHA-256 of a bearer token: what is stored in the token's stead.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

/// A sign-in that lasts until it expires or is revoked.
#[derive(Clone, PartialEq, Debug)]
pub struct Session {
    /// Its name.
    pub id: SessionId,
    /// Whose team the agent is in.
    pub client_id: ClientId,
    /// Who signed in.
    pub agent_id: AgentId,
    /// What finds it.
    pub token_hash: TokenHash,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was ended by hand.
    pub revoked_at: Option<Timestamp>,
    /// How often it was written.
    pub revision: Revision,
}

/// A token for programs. It acts as the agent it belongs to.
#[derive(Clone, PartialEq, Debug)]
pub struct ApiKey {
    /// Its name in references.
    pub id: ApiKeyId,
    /// Whose team the agent is in.
    pub client_id: ClientId,
    /// As whom it acts.
    pub agent_id: AgentId,
    /// What people call it.
    pub name: String,
    /// What finds it.
    pub token_hash: TokenHash,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// How often it was written.
    pub revision: Revision,
}
