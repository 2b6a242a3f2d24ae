use crate::{AgentId, ClientId, DefinitionId, Revision, SecondFactor, Secret, Timestamp, text_enum::text_enum};

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
        /// Sees what the others do.
        Viewer = "viewer",
    }
}

text_enum! {
    /// Whether an agent takes conversations, as it has said itself. Whether it is there at all, its connections tell.
    #[derive(Default)]
    pub enum Availability {
        /// It does, when it is there.
        #[default]
        Online = "online",
        /// It does not.
        Away = "away",
        /// It is there and has enough to do.
        Busy = "busy",
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
    /// The role of the client's own ([`RoleRule`](crate::RoleRule)) that counts in place of `role`; owners have none.
    pub custom_role: Option<DefinitionId>,
    /// Whether it takes conversations, as it has said itself.
    pub availability: Availability,
    /// Why, at most [`Agent::REASON_MAX`] bytes.
    pub availability_reason: Option<String>,
    /// When its conversations go back to the queue, because it is not there any more.
    pub relieve_at: Option<Timestamp>,
    /// Since when it does not belong to the team any more: it signs in no longer, and what it did stays.
    pub deactivated_at: Option<Timestamp>,
    /// The hash of its password in PHC format; nothing when it cannot sign in by password.
    pub password_hash: Option<Secret>,
    /// What it proves who it is by besides its password.
    pub second_factor: Option<Box<SecondFactor>>,
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
    /// The longest reason for being away or busy in bytes.
    pub const REASON_MAX: usize = 128;

    /// Whether it belongs to the team.
    pub fn is_active(&self) -> bool {
        self.deactivated_at.is_none()
    }
}
