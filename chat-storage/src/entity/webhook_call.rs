use super::{Unreadable, time, word};
use chat_core::WebhookCall;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_calls")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub webhook_id: Uuid,
    pub kind: String,
    pub seq: Option<i64>,
    pub event: Option<String>,
    pub number: i64,
    pub started_at: i64,
    pub duration_ms: i64,
    pub status: Option<i64>,
    pub error: Option<String>,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<WebhookCall> for Model {
    fn from(call: WebhookCall) -> Self {
        Self {
            id: call.id.uuid(),
            client_id: call.client_id.uuid(),
            webhook_id: call.webhook_id.uuid(),
            kind: call.kind.as_str().to_owned(),
            seq: call.seq,
            event: call.event.map(|kind| kind.as_str().to_owned()),
            number: call.number,
            started_at: call.started_at.millis(),
            duration_ms: call.duration_ms,
            status: call.status,
            error: call.error,
            revision: call.revision,
        }
    }
}

impl TryFrom<Model> for WebhookCall {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            webhook_id: row.webhook_id.into(),
            kind: word("webhook_calls.kind", &row.kind)?,
            seq: row.seq,
            event: row.event.map(|kind| word("webhook_calls.event", &kind)).transpose()?,
            number: row.number,
            started_at: time(row.started_at),
            duration_ms: row.duration_ms,
            status: row.status,
            error: row.error,
            revision: row.revision,
        })
    }
}
