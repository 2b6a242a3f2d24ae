use super::{Unreadable, fault, fault_columns, json, maybe_millis, maybe_time, source, time, word};
use chat_core::{ContentType, ExternalId, Message};
use sea_orm::entity::prelude::*;
use serde::Serialize;
use std::fmt;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub conversation_id: Uuid,
    pub position: i64,
    pub sender_id: Option<Uuid>,
    pub sender_name: Option<String>,
    pub sender_type: String,
    pub kind: String,
    pub content_type: String,
    pub content: String,
    pub attachment_url: Option<String>,
    pub attachment_type: Option<String>,
    pub attachments: Option<String>,
    pub mentions: Option<String>,
    pub reactions: Option<String>,
    pub billable: Option<bool>,
    pub payload: Option<String>,
    pub reply_to: Option<Uuid>,
    pub template_name: Option<String>,
    pub external_source: Option<String>,
    pub external_id: Option<String>,
    pub client_message_id: Option<String>,
    pub status: String,
    pub error_code: Option<String>,
    pub error_message: Option<String>,
    pub unsettled: Option<String>,
    pub created_at: i64,
    pub sent_at: Option<i64>,
    pub delivered_at: Option<i64>,
    pub read_at: Option<i64>,
    pub failed_at: Option<i64>,
    pub edited_at: Option<i64>,
    pub files_as_of: Option<i64>,
    pub deleted_at: Option<i64>,
    pub versions: Option<String>,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "message {}", self.id)
    }
}

impl From<Message> for Model {
    fn from(message: Message) -> Self {
        let Message { content, sender_name, attachment_url, attachment_type, template_name, client_message_id, .. } =
            message;
        let (error_code, error_message) = fault_columns(message.error);
        let external = message.external_id.map(|ExternalId { source, id }| (source.as_str().to_owned(), id));
        let (external_source, external_id) = external.unzip();
        Self {
            id: message.id.uuid(),
            client_id: message.client_id.uuid(),
            conversation_id: message.conversation_id.uuid(),
            position: message.position,
            sender_id: message.sender_id.map(|id| id.uuid()),
            sender_name,
            sender_type: message.sender_type.as_str().to_owned(),
            kind: message.kind.as_str().to_owned(),
            content_type: message.content_type.as_str().to_owned(),
            content,
            attachment_url,
            attachment_type,
            attachments: written(&message.attachments),
            mentions: written(&message.mentions),
            reactions: written(&message.reactions),
            billable: message.billable,
            payload: message.payload.map(|payload| payload.to_string()),
            reply_to: message.reply_to.map(|id| id.uuid()),
            template_name,
            external_source,
            external_id,
            client_message_id,
            status: message.status.as_str().to_owned(),
            error_code,
            error_message,
            unsettled: message.unsettled.map(|unsettled| unsettled.as_str().to_owned()),
            created_at: message.created_at.millis(),
            sent_at: maybe_millis(message.sent_at),
            delivered_at: maybe_millis(message.delivered_at),
            read_at: maybe_millis(message.read_at),
            failed_at: maybe_millis(message.failed_at),
            edited_at: maybe_millis(message.edited_at),
            files_as_of: maybe_millis(message.files_as_of),
            deleted_at: maybe_millis(message.deleted_at),
            versions: written(&message.versions),
            revision: message.revision,
        }
    }
}

impl TryFrom<Model> for Message {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        let external_id = match (row.external_source, row.external_id) {
            (Some(name), Some(id)) => Some(ExternalId { source: source("messages.external_source", &name)?, id }),
            _ => None,
        };
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            conversation_id: row.conversation_id.into(),
            position: row.position,
            sender_id: row.sender_id.map(Into::into),
            sender_name: row.sender_name,
            sender_type: word("messages.sender_type", &row.sender_type)?,
            kind: word("messages.kind", &row.kind)?,
            content_type: ContentType::new(&row.content_type),
            content: row.content,
            attachment_url: row.attachment_url,
            attachment_type: row.attachment_type,
            attachments: row.attachments.map_or(Ok(Vec::new()), |text| json("messages.attachments", &text))?,
            mentions: row.mentions.map_or(Ok(Vec::new()), |text| json("messages.mentions", &text))?,
            reactions: row.reactions.map_or(Ok(Vec::new()), |text| json("messages.reactions", &text))?,
            billable: row.billable,
            payload: row.payload.map(|text| json("messages.payload", &text)).transpose()?,
            reply_to: row.reply_to.map(Into::into),
            template_name: row.template_name,
            external_id,
            client_message_id: row.client_message_id,
            status: word("messages.status", &row.status)?,
            error: fault(row.error_code, row.error_message),
            unsettled: row.unsettled.map(|text| word("messages.unsettled", &text)).transpose()?,
            created_at: time(row.created_at),
            sent_at: maybe_time(row.sent_at),
            delivered_at: maybe_time(row.delivered_at),
            read_at: maybe_time(row.read_at),
            failed_at: maybe_time(row.failed_at),
            edited_at: maybe_time(row.edited_at),
            files_as_of: maybe_time(row.files_as_of),
            deleted_at: maybe_time(row.deleted_at),
            versions: row.versions.map_or(Ok(Vec::new()), |text| json("messages.versions", &text))?,
            revision: row.revision,
        })
    }
}

/// Most messages have none of these, and nothing is written of them.
fn written<T: Serialize>(list: &[T]) -> Option<String> {
    (!list.is_empty()).then(|| serde_json::to_string(list).expect("texts and numbers are JSON"))
}
