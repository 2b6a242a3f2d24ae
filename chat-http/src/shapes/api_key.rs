use super::words;
use chat_core::{AgentId, ApiKeyId, Cursor, Permissions, Secret, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A token for programs, without the token.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApiKey {
    #[schema(value_type = String, format = Uuid)]
    id: ApiKeyId,
    /// As whom it acts.
    #[schema(value_type = String, format = Uuid)]
    agent_id: AgentId,
    name: String,
    /// What it may do at most; null when it may do whatever its agent may.
    #[schema(schema_with = words::maybe_permissions)]
    scopes: Option<Permissions>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// To within ten minutes; null when it was never used.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

impl From<chat_core::ApiKey> for ApiKey {
    fn from(record: chat_core::ApiKey) -> Self {
        let chat_core::ApiKey { id, agent_id, name, scopes, created_at, used_at, expires_at, .. } = record;
        Self { id, agent_id, name, scopes, created_at, last_used_at: used_at, expires_at }
    }
}

/// API keys, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApiKeyList {
    items: Vec<ApiKey>,
    /// Always null: a team's keys fit on one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Vec<chat_core::ApiKey>> for ApiKeyList {
    fn from(records: Vec<chat_core::ApiKey>) -> Self {
        Self { items: records.into_iter().map(ApiKey::from).collect(), next_cursor: None }
    }
}

/// An API key that is to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewApiKey {
    #[schema(min_length = 1, max_length = 256, pattern = r"\S", example = "Nightly export")]
    name: String,
    /// What it may do at most, never more than you; whatever you may when it is not given.
    #[serde(default)]
    #[schema(schema_with = words::maybe_permissions)]
    scopes: Option<Permissions>,
    /// When it ends by itself; never when it is not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

impl From<NewApiKey> for chat_core::NewApiKey {
    fn from(NewApiKey { name, scopes, expires_at }: NewApiKey) -> Self {
        Self { name, scopes, expires_at }
    }
}

/// An API key that was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct MadeApiKey {
    #[serde(flatten)]
    key: ApiKey,
    /// The bearer token: told this once and never again.
    token: String,
}

impl From<(chat_core::ApiKey, Secret)> for MadeApiKey {
    fn from((key, token): (chat_core::ApiKey, Secret)) -> Self {
        Self { key: key.into(), token: token.expose().to_owned() }
    }
}
