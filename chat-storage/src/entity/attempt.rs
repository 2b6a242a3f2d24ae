use super::{Unreadable, fault, fault_columns, maybe_millis, maybe_time, time, word};
use chat_core::DeliveryAttempt;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery_attempts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub message_id: Uuid,
    pub delivery_id: Uuid,
    pub number: i64,
    pub started_at: i64,
    pub ended_at: i64,
    pub outcome: String,
    pub error_code: Option<String>,
    pub error_message: Option<String>,
    pub next_attempt_at: Option<i64>,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<DeliveryAttempt> for Model {
    fn from(attempt: DeliveryAttempt) -> Self {
        let (error_code, error_message) = fault_columns(attempt.error);
        Self {
            id: attempt.id.uuid(),
            client_id: attempt.client_id.uuid(),
            message_id: attempt.message_id.uuid(),
            delivery_id: attempt.delivery_id.uuid(),
            number: attempt.number,
            started_at: attempt.started_at.millis(),
            ended_at: attempt.ended_at.millis(),
            outcome: attempt.outcome.as_str().to_owned(),
            error_code,
            error_message,
            next_attempt_at: maybe_millis(attempt.next_attempt_at),
            revision: attempt.revision,
        }
    }
}

impl TryFrom<Model> for DeliveryAttempt {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            message_id: row.message_id.into(),
            delivery_id: row.delivery_id.into(),
            number: row.number,
            started_at: time(row.started_at),
            ended_at: time(row.ended_at),
            outcome: word("delivery_attempts.outcome", &row.outcome)?,
            error: fault(row.error_code, row.error_message),
            next_attempt_at: maybe_time(row.next_attempt_at),
            revision: row.revision,
        })
    }
}
