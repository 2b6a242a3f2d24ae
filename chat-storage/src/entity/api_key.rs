use super::{Unreadable, maybe_millis, maybe_time, time, token_hash};
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
    pub created_at: i64,
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
        let ApiKey { id, client_id, agent_id, name, token_hash, created_at, revoked_at, revision } = key;
        Self {
            id: id.uuid(),
            client_id: client_id.uuid(),
            agent_id: agent_id.uuid(),
            name,
            token_hash: token_hash.0.to_vec(),
            created_at: created_at.millis(),
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
            created_at: time(row.created_at),
            revoked_at: maybe_time(row.revoked_at),
            revision: row.revision,
        })
    }
}
