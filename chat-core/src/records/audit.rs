use crate::{AgentId, AuditEntryId, ClientId, Revision, Seq, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Something that an agent or an API key did to a client's records, written in the commit that did it: who, what, to which, from
/// where and when. Never a text, never a secret.
///
/// Soon afterwards it is linked to the entry before it, so that nobody can change, remove or insert one without it being seen.
#[derive(Clone, PartialEq, Debug)]
pub struct AuditEntry {
    /// Its name.
    pub id: AuditEntryId,
    /// Whose log it stands in.
    pub client_id: ClientId,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it.
    pub agent_id: AgentId,
    /// What the agent had signed in with: `key:…`, `session:…`; nothing when it was about to sign in,
    /// and for what was done to it by whoever runs the server.
    pub credential: Option<String>,
    /// What was done, at most [`AuditEntry::DEED_MAX`] bytes: `changeWidget`.
    pub deed: String,
    /// What it was done to, at most [`AuditEntry::SUBJECTS_MAX`].
    pub subjects: Vec<AuditSubject>,
    /// The address of the internet that it was asked from, as far as the host has told.
    pub address: Option<String>,
    /// What the request is called.
    pub request: Option<String>,
    /// Where it stands in the chain; nothing for a moment.
    pub link: Option<AuditLink>,
    /// How often it was written.
    pub revision: Revision,
}

impl AuditEntry {
    /// The longest name of a deed in bytes.
    pub const DEED_MAX: usize = 64;
    /// The most subjects.
    pub const SUBJECTS_MAX: usize = 50;
    /// Whoever gave the right password.
    pub const SIGNED_IN: &'static str = "signIn";
    /// Whoever gave a wrong one.
    pub const NOT_SIGNED_IN: &'static str = "failedSignIn";
    /// Whoever ended a session.
    pub const SIGNED_OUT: &'static str = "signOut";
}

/// A record that something was done to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditSubject {
    /// What kind of record: `widget`.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// Whether it was not there before.
    pub is_new: bool,
}

/// The place of an entry in its client's chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AuditLink {
    /// 1, 2, 3, … without gaps.
    pub seq: Seq,
    /// The hash of the entry before; nothing but zeros for the first.
    pub previous: AuditHash,
    /// The hash of this one: [`AuditEntry::hash`].
    pub hash: AuditHash,
}

/// A SHA-256 in the chain.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct AuditHash(pub [u8; 32]);

impl std::fmt::Display for AuditHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for AuditHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AuditHash({self})")
    }
}
