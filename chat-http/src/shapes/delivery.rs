use super::{message::Failure, words};
use chat_core::{
    AccountId, AttemptOutcome, Cursor, DeliveryAttempt, DeliveryId, DeliveryReport, DeliveryState, Timestamp,
};
use serde::Serialize;
use utoipa::ToSchema;

/// What was done to send a message, the first delivery first: the message was ordered to be sent again for each further one.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeliveryList {
    items: Vec<Delivery>,
    /// Always null: the deliveries of a message fit on one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

/// An order to send a message, and what came of it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Delivery {
    #[schema(value_type = String, format = Uuid)]
    id: DeliveryId,
    /// The account it goes out by.
    #[schema(value_type = String, format = Uuid)]
    account_id: AccountId,
    #[schema(schema_with = words::delivery_state)]
    state: DeliveryState,
    /// When it is tried next; null when it is not.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_attempt_at: Option<Timestamp>,
    /// Why it was given up, why nobody knows whether it was made, or what went wrong last.
    reason: Option<Failure>,
    /// The id of the request that ordered it.
    correlation_id: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Every attempt, in order.
    attempts: Vec<Attempt>,
}

/// One attempt to send a message.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DeliveryAttempt)]
struct Attempt {
    /// 1, 2, 3, …
    number: i64,
    #[schema(schema_with = words::attempt_outcome)]
    outcome: AttemptOutcome,
    /// When it began; for an interrupted one, when that was noticed.
    #[schema(value_type = String, format = DateTime)]
    started_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    ended_at: Timestamp,
    /// What went wrong, by the provider's code and words.
    error: Option<Failure>,
    /// When the next one was due after it.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_attempt_at: Option<Timestamp>,
}

impl FromIterator<DeliveryReport> for DeliveryList {
    fn from_iter<I: IntoIterator<Item = DeliveryReport>>(reports: I) -> Self {
        Self { items: reports.into_iter().map(Delivery::from).collect(), next_cursor: None }
    }
}

impl From<DeliveryReport> for Delivery {
    fn from(DeliveryReport { delivery, attempts }: DeliveryReport) -> Self {
        let is_pending = delivery.state == DeliveryState::Pending;
        Self {
            id: delivery.id,
            account_id: delivery.account_id,
            state: delivery.state,
            next_attempt_at: is_pending.then_some(delivery.next_attempt_at),
            reason: delivery.last_error.map(Failure::from),
            correlation_id: delivery.correlation_id,
            created_at: delivery.created_at,
            updated_at: delivery.updated_at,
            attempts: attempts.into_iter().map(Attempt::from).collect(),
        }
    }
}

impl From<DeliveryAttempt> for Attempt {
    fn from(attempt: DeliveryAttempt) -> Self {
        Self {
            number: attempt.number,
            outcome: attempt.outcome,
            started_at: attempt.started_at,
            ended_at: attempt.ended_at,
            error: attempt.error.map(Failure::from),
            next_attempt_at: attempt.next_attempt_at,
        }
    }
}
