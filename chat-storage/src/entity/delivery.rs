use super::{Unreadable, fault, fault_columns, maybe_millis, maybe_time, time, word};
use chat_core::{Delivery, DeliveryAction};
use sea_orm::entity::prelude::*;

const SEND: &str = "send";
const MARK_READ: &str = "mark_read";
const REACT: &str = "react";

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "deliveries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub conversation_id: Uuid,
    pub position: i64,
    pub account_id: Uuid,
    pub action: String,
    pub message_id: Option<Uuid>,
    pub external_id: Option<String>,
    pub state: String,
    pub attempts: i64,
    pub failures: i64,
    pub waits: i64,
    pub next_attempt_at: i64,
    pub last_error_code: Option<String>,
    pub last_error_message: Option<String>,
    pub ask_at: Option<i64>,
    pub correlation_id: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Delivery> for Model {
    fn from(delivery: Delivery) -> Self {
        let (last_error_code, last_error_message) = fault_columns(delivery.last_error);
        let (action, message_id, external_id) = match delivery.action {
            DeliveryAction::Send { message_id } => (SEND, Some(message_id.uuid()), None),
            DeliveryAction::React { external_id } => (REACT, None, Some(external_id)),
            DeliveryAction::MarkRead { external_id } => (MARK_READ, None, Some(external_id)),
        };
        Self {
            id: delivery.id.uuid(),
            client_id: delivery.client_id.uuid(),
            conversation_id: delivery.conversation_id.uuid(),
            position: delivery.position,
            account_id: delivery.account_id.uuid(),
            action: action.to_owned(),
            message_id,
            external_id,
            state: delivery.state.as_str().to_owned(),
            attempts: delivery.attempts,
            failures: delivery.failures,
            waits: delivery.waits,
            next_attempt_at: delivery.next_attempt_at.millis(),
            last_error_code,
            last_error_message,
            ask_at: maybe_millis(delivery.ask_at),
            correlation_id: delivery.correlation_id,
            created_at: delivery.created_at.millis(),
            updated_at: delivery.updated_at.millis(),
            revision: delivery.revision,
        }
    }
}

impl TryFrom<Model> for Delivery {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        let action = match (row.action.as_str(), row.message_id, row.external_id) {
            (SEND, Some(id), _) => DeliveryAction::Send { message_id: id.into() },
            (REACT, _, Some(external_id)) => DeliveryAction::React { external_id },
            (MARK_READ, _, Some(external_id)) => DeliveryAction::MarkRead { external_id },
            _ => return Err(Unreadable { column: "deliveries.action" }),
        };
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            conversation_id: row.conversation_id.into(),
            position: row.position,
            account_id: row.account_id.into(),
            action,
            state: word("deliveries.state", &row.state)?,
            attempts: row.attempts,
            failures: row.failures,
            waits: row.waits,
            next_attempt_at: time(row.next_attempt_at),
            last_error: fault(row.last_error_code, row.last_error_message),
            ask_at: maybe_time(row.ask_at),
            correlation_id: row.correlation_id,
            created_at: time(row.created_at),
            updated_at: time(row.updated_at),
            revision: row.revision,
        })
    }
}
