use super::{Unreadable, ids, json, maybe_millis, maybe_time, source, time, word};
use chat_core::Conversation;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "conversations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub customer_id: Option<Uuid>,
    pub source: String,
    pub account_id: Option<Uuid>,
    pub widget_id: Option<Uuid>,
    pub status: String,
    pub customer_number: Option<String>,
    pub assignee_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub subject: Option<String>,
    pub priority: String,
    pub labels: String,
    pub attributes: String,
    pub participants: String,
    pub language: Option<String>,
    pub context: Option<String>,
    pub unread_count: i64,
    pub message_count: i64,
    pub customer_position: i64,
    pub delivery_count: i64,
    pub last_message_at: Option<i64>,
    pub waiting_since: Option<i64>,
    pub snoozed_until: Option<i64>,
    pub reply_until: Option<i64>,
    pub first_replied_at: Option<i64>,
    pub closed_at: Option<i64>,
    pub merged_into: Option<Uuid>,
    pub merged: Option<String>,
    pub is_past: bool,
    pub last_seq: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Conversation> for Model {
    fn from(conversation: Conversation) -> Self {
        let language = conversation.language().map(ToOwned::to_owned);
        let Conversation { customer_number, subject, source, status, .. } = conversation;
        Self {
            id: conversation.id.uuid(),
            client_id: conversation.client_id.uuid(),
            customer_id: conversation.customer_id.map(|id| id.uuid()),
            source: source.as_str().to_owned(),
            account_id: conversation.account_id.map(|id| id.uuid()),
            widget_id: conversation.widget_id.map(|id| id.uuid()),
            status: status.as_str().to_owned(),
            customer_number,
            assignee_id: conversation.assignee_id.map(|id| id.uuid()),
            team_id: conversation.team_id.map(|id| id.uuid()),
            subject,
            priority: conversation.priority.as_str().to_owned(),
            labels: ids(conversation.labels.iter().map(|id| id.uuid())),
            attributes: serde_json::json!(conversation.attributes).to_string(),
            participants: ids(conversation.participants.iter().map(|id| id.uuid())),
            language,
            context: conversation.context.map(|context| serde_json::json!(context).to_string()),
            unread_count: conversation.unread_count,
            message_count: conversation.message_count,
            customer_position: conversation.customer_position,
            delivery_count: conversation.delivery_count,
            last_message_at: maybe_millis(conversation.last_message_at),
            waiting_since: maybe_millis(conversation.waiting_since),
            snoozed_until: maybe_millis(conversation.snoozed_until),
            reply_until: maybe_millis(conversation.reply_until),
            first_replied_at: maybe_millis(conversation.first_replied_at),
            closed_at: maybe_millis(conversation.closed_at),
            merged_into: conversation.merged_into.map(|id| id.uuid()),
            merged: (!conversation.merged.is_empty())
                .then(|| serde_json::to_string(&conversation.merged).expect("ids are JSON")),
            is_past: conversation.is_past,
            // Kept by the store: whatever a command wrote there is not looked at.
            last_seq: 0,
            created_at: conversation.created_at.millis(),
            updated_at: conversation.updated_at.millis(),
            revision: conversation.revision,
        }
    }
}

impl TryFrom<Model> for Conversation {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            customer_id: row.customer_id.map(Into::into),
            source: source("conversations.source", &row.source)?,
            account_id: row.account_id.map(Into::into),
            widget_id: row.widget_id.map(Into::into),
            status: word("conversations.status", &row.status)?,
            customer_number: row.customer_number,
            assignee_id: row.assignee_id.map(Into::into),
            team_id: row.team_id.map(Into::into),
            subject: row.subject,
            priority: word("conversations.priority", &row.priority)?,
            labels: json("conversations.labels", &row.labels)?,
            attributes: json("conversations.attributes", &row.attributes)?,
            participants: json("conversations.participants", &row.participants)?,
            context: row.context.map(|text| json("conversations.context", &text)).transpose()?,
            unread_count: row.unread_count,
            message_count: row.message_count,
            customer_position: row.customer_position,
            delivery_count: row.delivery_count,
            last_message_at: maybe_time(row.last_message_at),
            waiting_since: maybe_time(row.waiting_since),
            snoozed_until: maybe_time(row.snoozed_until),
            reply_until: maybe_time(row.reply_until),
            first_replied_at: maybe_time(row.first_replied_at),
            closed_at: maybe_time(row.closed_at),
            merged_into: row.merged_into.map(Into::into),
            merged: row.merged.map_or(Ok(Vec::new()), |text| json("conversations.merged", &text))?,
            is_past: row.is_past,
            last_seq: row.last_seq,
            created_at: time(row.created_at),
            updated_at: time(row.updated_at),
            revision: row.revision,
        })
    }
}
