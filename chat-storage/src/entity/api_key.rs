use super::{Unreadable, json, maybe_millis, maybe_time, time, token_hash};
use chat_core::ApiKey;
use sea_orm::entity::prelude::*;
use std::fmt;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub agent_id: Uuid,
    pub name: String,
    pub token_hash: Vec<u8>,
    pub scopes: Option<String>,
    pub created_at: i64,
    pub used_at: Option<i64>,
    pub expires_at: Option<i64>,
    pub revoked_at: Option<i64>,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "API key {}", self.id)
    }
}

impl From<ApiKey> for Model {
    fn from(key: ApiKey) -> Self {
        let ApiKey { id, client_id, agent_id, name, token_hash, scopes, .. } = key;
        let ApiKey { created_at, used_at, expires_at, revoked_at, revision, .. } = key;
        let written = |scopes| serde_json::to_string(&scopes).expect("a list of words is JSON");
        Self {
            id: id.uuid(),
            client_id: client_id.uuid(),
            agent_id: agent_id.uuid(),
            name,
            token_hash: token_hash.0.to_vec(),
            scopes: scopes.map(written),
            created_at: created_at.millis(),
            used_at: maybe_millis(used_at),
            expires_at: maybe_millis(expires_at),
            revoked_at: maybe_millis(revoked_at),
            revision,
        }
    }
}

impl TryFrom<Model> for ApiKey {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            agent_id: row.agent_id.into(),
            name: row.name,
            token_hash: token_hash(&row.token_hash)?,
            scopes: row.scopes.map(|text| json("api_keys.scopes", &text)).transpose()?,
            created_at: time(row.created_at),
            used_at: maybe_time(row.used_at),
            expires_at: maybe_time(row.expires_at),
            revoked_at: maybe_time(row.revoked_at),
            revision: row.revision,
        })
    }
}
