use super::words;
use chat_core::{AgentId, ClientId, Cursor, Role, SignIn, SignedIn, Timestamp};
use serde::{Deserialize, Serialize};
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
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<chat_core::Agent> for Agent {
    fn from(record: chat_core::Agent) -> Self {
        let chat_core::Agent { id, client_id, name, email, role, created_at, .. } = record;
        Self { id, client_id, name, email, role, created_at }
    }
}

/// The members of the team, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AgentList {
    items: Vec<Agent>,
    /// Always null: a team fits on one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Vec<chat_core::Agent>> for AgentList {
    fn from(records: Vec<chat_core::Agent>) -> Self {
        Self { items: records.into_iter().map(Agent::from).collect(), next_cursor: None }
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
    /// When it has to sign in again; null for what does not expire, such as an API key.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

impl From<SignIn> for Me {
    fn from(SignIn { actor, expires_at, .. }: SignIn) -> Self {
        Self { id: actor.agent_id, client_id: actor.client_id, name: actor.name, role: actor.role, expires_at }
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
