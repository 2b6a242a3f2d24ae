use super::{Unreadable, content_hash, maybe_millis, maybe_time, thumbnail, thumbnail_columns, time, word};
use chat_core::{Attachment, Dimensions, MediaType, Uploader};
use sea_orm::entity::prelude::*;
use std::fmt;

const AGENT: &str = "agent";
const VISITOR: &str = "visitor";

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attachments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub uploader_type: String,
    pub uploader_id: Uuid,
    pub blob_id: Uuid,
    pub hash: Vec<u8>,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub thumbnail_type: Option<String>,
    pub thumbnail_size: Option<i64>,
    pub state: String,
    pub conversation_id: Option<Uuid>,
    pub message_id: Option<Uuid>,
    pub due_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "attachment {}", self.id)
    }
}

impl From<Attachment> for Model {
    fn from(attachment: Attachment) -> Self {
        let (uploader_type, uploader_id) = match attachment.uploader {
            Uploader::Agent(agent) => (AGENT, agent.uuid()),
            Uploader::Visitor(customer) => (VISITOR, customer.uuid()),
        };
        let (thumbnail_type, thumbnail_size) = thumbnail_columns(attachment.thumbnail);
        let (width, height) = attachment.dimensions.map(|it| (i64::from(it.width), i64::from(it.height))).unzip();
        Self {
            id: attachment.id.uuid(),
            client_id: attachment.client_id.uuid(),
            uploader_type: uploader_type.to_owned(),
            uploader_id,
            blob_id: attachment.blob_id.uuid(),
            hash: attachment.hash.0.to_vec(),
            name: attachment.name,
            media_type: attachment.media_type.to_string(),
            size: attachment.size,
            width,
            height,
            thumbnail_type,
            thumbnail_size,
            state: attachment.state.as_str().to_owned(),
            conversation_id: attachment.conversation_id.map(|id| id.uuid()),
            message_id: attachment.message_id.map(|id| id.uuid()),
            due_at: maybe_millis(attachment.due_at),
            created_at: attachment.created_at.millis(),
            updated_at: attachment.updated_at.millis(),
            revision: attachment.revision,
        }
    }
}

impl TryFrom<Model> for Attachment {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        let uploader = match row.uploader_type.as_str() {
            AGENT => Uploader::Agent(row.uploader_id.into()),
            VISITOR => Uploader::Visitor(row.uploader_id.into()),
            _ => return Err(Unreadable { column: "attachments.uploader_type" }),
        };
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            uploader,
            blob_id: row.blob_id.into(),
            hash: content_hash("attachments.hash", &row.hash)?,
            name: row.name,
            media_type: MediaType::new(&row.media_type),
            size: row.size,
            dimensions: dimensions(row.width, row.height)?,
            thumbnail: thumbnail(row.thumbnail_type, row.thumbnail_size),
            state: word("attachments.state", &row.state)?,
            conversation_id: row.conversation_id.map(Into::into),
            message_id: row.message_id.map(Into::into),
            due_at: maybe_time(row.due_at),
            created_at: time(row.created_at),
            updated_at: time(row.updated_at),
            revision: row.revision,
        })
    }
}

fn dimensions(width: Option<i64>, height: Option<i64>) -> Result<Option<Dimensions>, Unreadable> {
    let Some((width, height)) = width.zip(height) else { return Ok(None) };
    let pixels = |column, number: i64| u32::try_from(number).map_err(|_| Unreadable { column });
    let (width, height) = (pixels("attachments.width", width)?, pixels("attachments.height", height)?);
    Ok(Some(Dimensions { width, height }))
}
