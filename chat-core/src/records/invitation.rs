use crate::{AgentId, ClientId, DefinitionId, InvitationId, Revision, Role, Timestamp, TokenHash};
use std::time::Duration;

/// A place in the team that is kept for somebody until it is taken, taken back, or over.
#[derive(Clone, PartialEq, Debug)]
pub struct Invitation {
    /// Its name in references.
    pub id: InvitationId,
    /// Whose team it is for.
    pub client_id: ClientId,
    /// Whom it is for, in lower case: unique among those of the client that have not ended.
    pub email: String,
    /// What the newcomer may do.
    pub role: Role,
    /// The role of the client's own that counts in place of `role`.
    pub custom_role: Option<DefinitionId>,
    /// What finds it.
    pub token_hash: TokenHash,
    /// Who has asked the newcomer in.
    pub invited_by: AgentId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was taken or taken back.
    pub ended_at: Option<Timestamp>,
    /// How often it was written.
    pub revision: Revision,
}

impl Invitation {
    /// How long an invitation waits.
    pub const TTL: Duration = Duration::from_secs(7 * 24 * 3600);
    /// The most invitations that a client may have waiting.
    pub const COUNT_MAX: usize = 200;
}
