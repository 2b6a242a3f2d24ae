use super::{Unreadable, json, time};
use chat_core::{AuditEntry, AuditHash, AuditLink, StoreError};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_log")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub at: i64,
    pub agent_id: Uuid,
    pub credential: Option<String>,
    pub deed: String,
    pub subjects: String,
    pub address: Option<String>,
    pub request: Option<String>,
    pub seq: Option<i64>,
    pub previous_hash: Option<Vec<u8>>,
    pub hash: Option<Vec<u8>>,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn of(entry: AuditEntry) -> Result<Self, StoreError> {
        let link = entry.link;
        Ok(Self {
            id: entry.id.uuid(),
            client_id: entry.client_id.uuid(),
            at: entry.at.millis(),
            agent_id: entry.agent_id.uuid(),
            credential: entry.credential,
            deed: entry.deed,
            subjects: serde_json::to_string(&entry.subjects).map_err(StoreError::backend)?,
            address: entry.address,
            request: entry.request,
            seq: link.map(|link| link.seq),
            previous_hash: link.map(|link| link.previous.0.to_vec()),
            hash: link.map(|link| link.hash.0.to_vec()),
            revision: entry.revision,
        })
    }
}

impl TryFrom<Model> for AuditEntry {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        let link = match (row.seq, &row.previous_hash, &row.hash) {
            (Some(seq), Some(previous), Some(hash)) => {
                Some(AuditLink { seq, previous: audit_hash(previous)?, hash: audit_hash(hash)? })
            }
            _ => None,
        };
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            at: time(row.at),
            agent_id: row.agent_id.into(),
            credential: row.credential,
            deed: row.deed,
            subjects: json("audit_log.subjects", &row.subjects)?,
            address: row.address,
            request: row.request,
            link,
            revision: row.revision,
        })
    }
}

fn audit_hash(bytes: &[u8]) -> Result<AuditHash, Unreadable> {
    bytes.try_into().map(AuditHash).map_err(|_| Unreadable { column: "audit_log.hash" })
}
