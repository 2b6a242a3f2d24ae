use super::{Unreadable, maybe_millis, maybe_time, time, token_hash};
use chat_core::Session;
use sea_orm::entity::prelude::*;
use std::fmt;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub agent_id: Uuid,
    pub token_hash: Vec<u8>,
    pub device: Option<String>,
    pub address: Option<String>,
    pub created_at: i64,
    pub used_at: i64,
    pub expires_at: i64,
    pub revoked_at: Option<i64>,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "session {}", self.id)
    }
}

impl From<Session> for Model {
    fn from(session: Session) -> Self {
        let Session { id, client_id, agent_id, token_hash, device, address, .. } = session;
        let Session { created_at, used_at, expires_at, revoked_at, revision, .. } = session;
        Self {
            id: id.uuid(),
            client_id: client_id.uuid(),
            agent_id: agent_id.uuid(),
            token_hash: token_hash.0.to_vec(),
            device,
            address,
            created_at: created_at.millis(),
            used_at: used_at.millis(),
            expires_at: expires_at.millis(),
            revoked_at: maybe_millis(revoked_at),
            revision,
        }
    }
}

impl TryFrom<Model> for Session {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            agent_id: row.agent_id.into(),
            token_hash: token_hash(&row.token_hash)?,
            device: row.device,
            address: row.address,
            created_at: time(row.created_at),
            used_at: time(row.used_at),
            expires_at: time(row.expires_at),
            revoked_at: maybe_time(row.revoked_at),
            revision: row.revision,
        })
    }
}
