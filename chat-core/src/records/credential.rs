use crate::{AgentId, ApiKeyId, ClientId, Permissions, Revision, Secret, SessionId, Timestamp};
use std::{fmt, time::Duration};

/// The SHA-256 of a token or a code: what is stored in its stead.
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
    /// What the program called itself that signed in, at most [`Session::DEVICE_MAX`] bytes.
    pub device: Option<String>,
    /// From where it signed in.
    pub address: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to within [`USE_NOTED_EVERY`].
    pub used_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was ended by hand.
    pub revoked_at: Option<Timestamp>,
    /// How often it was written.
    pub revision: Revision,
}

impl Session {
    /// The longest name of a program in bytes.
    pub const DEVICE_MAX: usize = 256;
    /// The most sessions that an agent may have at a time: another one ends the oldest.
    pub const COUNT_MAX: usize = 500;
    /// The most sessions of an agent that are read at once: some may begin at the same moment as the last that fits.
    pub const READ_MAX: usize = Self::COUNT_MAX + 100;
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
    /// What people call it, at most [`ApiKey::NAME_MAX`] bytes.
    pub name: String,
    /// What finds it.
    pub token_hash: TokenHash,
    /// What it may do at most; nothing when it may do whatever its agent may.
    pub scopes: Option<Permissions>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to within [`USE_NOTED_EVERY`].
    pub used_at: Option<Timestamp>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// How often it was written.
    pub revision: Revision,
}

impl ApiKey {
    /// The longest name in bytes.
    pub const NAME_MAX: usize = 256;
    /// The most keys that an agent may have at a time.
    pub const COUNT_MAX: usize = 50;
}

/// How exactly it is noted when a session or a key was last used: a write for each use would be many.
pub const USE_NOTED_EVERY: Duration = Duration::from_secs(600);

/// What an agent proves who it is by besides its password: codes of an app (TOTP, RFC 6238), and some for when that is lost.
#[derive(Clone, PartialEq, Debug)]
pub struct SecondFactor {
    /// What the app makes its codes of, in base 32.
    pub secret: Secret,
    /// When the agent showed that its app has the secret; nothing counts before.
    pub confirmed_at: Option<Timestamp>,
    /// The time step of the last code that was taken: none is taken twice.
    pub last_step: i64,
    /// The recovery codes that were not used yet.
    pub recovery: Vec<TokenHash>,
}

impl SecondFactor {
    /// How many recovery codes there are at first.
    pub const RECOVERY_COUNT: usize = 10;
}
