use super::words;
use chat_core::{
    Actor, AgentId, Availability, ClientId, Cursor, DefinitionId, Desk, Permissions, Role, SignIn, SignedIn, Timestamp,
};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// A member of the team.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Agent {
    #[schema(value_type = String, format = Uuid)]
    id: AgentId,
    #[schema(value_type = String, format = Uuid)]
    client_id: ClientId,
    name: String,
    email: String,
    #[schema(schema_with = words::role)]
    role: Role,
    /// The role of your own that counts in place of `role`.
    #[schema(value_type = Option<String>, format = Uuid)]
    custom_role_id: Option<DefinitionId>,
    #[schema(schema_with = words::availability)]
    availability: Availability,
    availability_reason: Option<String>,
    /// Whether a code is asked for when it signs in.
    has_second_factor: bool,
    /// When it left the team.
    #[schema(value_type = Option<String>, format = DateTime)]
    deactivated_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// How often it was written: `If-Match` asks for it by this number in quotation marks.
    pub(crate) revision: i64,
}

impl From<chat_core::Agent> for Agent {
    fn from(record: chat_core::Agent) -> Self {
        let factor = record.second_factor.as_deref();
        Self {
            has_second_factor: factor.is_some_and(|factor| factor.confirmed_at.is_some()),
            id: record.id,
            client_id: record.client_id,
            name: record.name,
            email: record.email,
            role: record.role,
            custom_role_id: record.custom_role,
            availability: record.availability,
            availability_reason: record.availability_reason,
            deactivated_at: record.deactivated_at,
            created_at: record.created_at,
            revision: record.revision,
        }
    }
}

/// A member of the team, and whether it is there.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Colleague {
    #[serde(flatten)]
    agent: Agent,
    /// Whether it is connected to this server or another one of yours.
    is_present: bool,
}

impl Colleague {
    pub(crate) fn agent(&self) -> &Agent {
        &self.agent
    }

    pub(crate) fn new(agent: chat_core::Agent, present: &[AgentId]) -> Self {
        Self { is_present: present.contains(&agent.id), agent: agent.into() }
    }
}

/// What is to become different about an agent; what is not named stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct AgentPatch {
    #[serde(default)]
    #[schema(min_length = 1, max_length = 256, pattern = r"\S")]
    name: Option<String>,
    #[serde(default)]
    #[schema(schema_with = words::maybe_role)]
    role: Option<Role>,
    /// The role of your own that counts in place of `role`; null takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, format = Uuid)]
    custom_role_id: Option<Option<DefinitionId>>,
}

impl From<AgentPatch> for chat_core::AgentPatch {
    fn from(AgentPatch { name, role, custom_role_id }: AgentPatch) -> Self {
        Self { name, role, custom_role: custom_role_id }
    }
}

/// Tells null, which is `Some(None)`, from what is missing.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Whether you take conversations.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AvailabilityChange {
    #[schema(schema_with = words::availability)]
    pub(crate) availability: Availability,
    /// Why not.
    #[serde(default)]
    #[schema(max_length = 128, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$", example = "at lunch")]
    pub(crate) reason: Option<String>,
}

/// The members of the team, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AgentList {
    items: Vec<Colleague>,
    /// Always null: a team fits on one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl AgentList {
    pub(crate) fn new(records: Vec<chat_core::Agent>, present: &[AgentId]) -> Self {
        Self { items: records.into_iter().map(|agent| Colleague::new(agent, present)).collect(), next_cursor: None }
    }
}

/// Who asks.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Me {
    #[schema(value_type = String, format = Uuid)]
    id: AgentId,
    #[schema(value_type = String, format = Uuid)]
    client_id: ClientId,
    name: String,
    #[schema(schema_with = words::role)]
    role: Role,
    /// What it may do, by its role and by the scopes of its API key.
    #[schema(schema_with = words::permissions)]
    permissions: Permissions,
    /// When it has to sign in again; null for what does not expire, such as an API key.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

impl From<&Desk> for Me {
    fn from(desk: &Desk) -> Self {
        let SignIn { actor, expires_at, .. } = desk.sign_in().clone();
        let Actor { agent_id: id, client_id, name, role, .. } = actor;
        Self { id, client_id, name, role, permissions: desk.permissions(), expires_at }
    }
}

/// What an agent signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    #[schema(example = "ann@shop.example", max_length = 254)]
    pub(crate) email: String,
    #[schema(format = Password, max_length = 256)]
    pub(crate) password: String,
    /// A code of the authenticator app or a recovery code, when one is asked for.
    #[schema(max_length = 64, example = "287082")]
    #[serde(default)]
    pub(crate) code: Option<String>,
}

/// A new session.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Session {
    /// The bearer token: told this once and never again.
    token: String,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    agent: Agent,
}

impl From<SignedIn> for Session {
    fn from(SignedIn { token, expires_at, agent }: SignedIn) -> Self {
        Self { token: token.expose().to_owned(), expires_at, agent: agent.into() }
    }
}
