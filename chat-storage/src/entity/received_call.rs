use super::{Unreadable, source, time, word};
use chat_core::ReceivedCall;
use sea_orm::entity::prelude::*;
use std::fmt;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "received_calls")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub account_id: Option<Uuid>,
    pub source: String,
    pub about: Option<String>,
    pub body: String,
    pub reason: String,
    pub state: String,
    pub attempts: i64,
    pub next_attempt_at: i64,
    pub received_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "received call {}", self.id)
    }
}

impl From<ReceivedCall> for Model {
    fn from(call: ReceivedCall) -> Self {
        Self {
            id: call.id.uuid(),
            client_id: call.client_id.uuid(),
            account_id: call.account_id.map(|id| id.uuid()),
            source: call.source.as_str().to_owned(),
            about: call.about,
            body: call.body,
            reason: call.reason,
            state: call.state.as_str().to_owned(),
            attempts: call.attempts,
            next_attempt_at: call.next_attempt_at.millis(),
            received_at: call.received_at.millis(),
            revision: call.revision,
        }
    }
}

impl TryFrom<Model> for ReceivedCall {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            account_id: row.account_id.map(Into::into),
            source: source("received_calls.source", &row.source)?,
            about: row.about,
            body: row.body,
            reason: row.reason,
            state: word("received_calls.state", &row.state)?,
            attempts: row.attempts,
            next_attempt_at: time(row.next_attempt_at),
            received_at: time(row.received_at),
            revision: row.revision,
        })
    }
}
