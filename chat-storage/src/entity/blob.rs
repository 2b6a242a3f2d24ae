use super::{Unreadable, content_hash, maybe_millis, maybe_time, thumbnail, thumbnail_columns, time, word};
use chat_core::Blob;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "blobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub hash: Vec<u8>,
    pub size: i64,
    pub thumbnail_type: Option<String>,
    pub thumbnail_size: Option<i64>,
    pub state: String,
    pub uses: i64,
    pub due_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Blob> for Model {
    fn from(blob: Blob) -> Self {
        let (thumbnail_type, thumbnail_size) = thumbnail_columns(blob.thumbnail);
        Self {
            id: blob.id.uuid(),
            client_id: blob.client_id.uuid(),
            hash: blob.hash.0.to_vec(),
            size: blob.size,
            thumbnail_type,
            thumbnail_size,
            state: blob.state.as_str().to_owned(),
            uses: blob.uses,
            due_at: maybe_millis(blob.due_at),
            created_at: blob.created_at.millis(),
            updated_at: blob.updated_at.millis(),
            revision: blob.revision,
        }
    }
}

impl TryFrom<Model> for Blob {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            hash: content_hash("blobs.hash", &row.hash)?,
            size: row.size,
            thumbnail: thumbnail(row.thumbnail_type, row.thumbnail_size),
            state: word("blobs.state", &row.state)?,
            uses: row.uses,
            due_at: maybe_time(row.due_at),
            created_at: time(row.created_at),
            updated_at: time(row.updated_at),
            revision: row.revision,
        })
    }
}
