use super::{Unreadable, json, time};
use chat_core::Bookmark;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "bookmarks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub conversation_id: Uuid,
    pub agent_id: Uuid,
    pub read_position: i64,
    pub unsent: Option<String>,
    pub updated_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Bookmark> for Model {
    fn from(bookmark: Bookmark) -> Self {
        Self {
            id: bookmark.id.uuid(),
            client_id: bookmark.client_id.uuid(),
            conversation_id: bookmark.conversation_id.uuid(),
            agent_id: bookmark.agent_id.uuid(),
            read_position: bookmark.read_position,
            unsent: bookmark.unsent.map(|unsent| serde_json::json!(unsent).to_string()),
            updated_at: bookmark.updated_at.millis(),
            revision: bookmark.revision,
        }
    }
}

impl TryFrom<Model> for Bookmark {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            conversation_id: row.conversation_id.into(),
            agent_id: row.agent_id.into(),
            read_position: row.read_position,
            unsent: row.unsent.map(|text| json("bookmarks.unsent", &text)).transpose()?,
            updated_at: time(row.updated_at),
            revision: row.revision,
        })
    }
}
