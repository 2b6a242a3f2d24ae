//! What happened: messages, deliveries, requests; and starting over.

use super::Refused;
use crate::emulator::{delivery::DeliveryState, machine::Shared, world::Direction};
use axum::{
    Json,
    extract::{Query, State},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Which messages are wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct MessageFilter {
    phone_number_id: Option<String>,
    user: Option<String>,
    direction: Option<String>,
}

/// `GET /_emu/messages`: oldest first, with the chats in which a business is shown as typing.
pub(crate) async fn messages(
    State(shared): State<Arc<Shared>>,
    filter: Result<Query<MessageFilter>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Value>, Refused> {
    let Query(filter) = filter.map_err(|rejection| Refused::Invalid(rejection.body_text()))?;
    let direction = match filter.direction.as_deref() {
        None => None,
        Some("inbound") => Some(Direction::Inbound),
        Some("outbound") => Some(Direction::Outbound),
        Some(_) => {
            return Err(Refused::Invalid("direction is inbound or outbound".to_owned()));
        }
    };
    let world = shared.world();
    let user = match &filter.user {
        None => None,
        Some(key) => Some(world.find_user(key).ok_or_else(|| Refused::NotFound(format!("there is no user {key:?}")))?),
    };
    let messages: Vec<Value> = world
        .messages
        .iter()
        .map(|(_, message)| message)
        .filter(|message| direction.is_none_or(|wanted| wanted == message.direction))
        .filter(|message| filter.phone_number_id.as_ref().is_none_or(|id| *id == message.phone_number_id))
        .filter(|message| user.is_none_or(|user| message.user.as_ref() == Some(&user.id)))
        .map(|message| json!(message))
        .collect();
    let now = world.now();
    let typing: Vec<Value> = world
        .pairs
        .iter()
        .filter(|(_, pair)| pair.typing_until.is_some_and(|until| until > now))
        .map(|((phone, user), pair)| json!({"phoneNumberId": phone, "user": user, "until": pair.typing_until}))
        .collect();
    Ok(Json(json!({"messages": messages, "typing": typing})))
}

/// Which webhooks are wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct DeliveryFilter {
    state: Option<DeliveryState>,
    limit: Option<usize>,
}

/// `GET /_emu/deliveries`: the webhooks, oldest first, with every try.
pub(crate) async fn deliveries(
    State(shared): State<Arc<Shared>>,
    filter: Result<Query<DeliveryFilter>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Value>, Refused> {
    let Query(filter) = filter.map_err(|rejection| Refused::Invalid(rejection.body_text()))?;
    let world = shared.world();
    let wanted: Vec<_> = world
        .deliveries
        .iter()
        .filter(|(_, delivery)| filter.state.is_none_or(|wanted| wanted == delivery.state))
        .collect();
    let deliveries: Vec<Value> = latest(&wanted, filter.limit)
        .iter()
        .map(|(number, delivery)| {
            let body: Value = serde_json::from_slice(&delivery.body).unwrap_or_default();
            json!({
                "id": number,
                "targets": delivery.targets,
                "createdAt": delivery.created_at,
                "state": delivery.state,
                "attempts": delivery.attempts,
                "body": body,
            })
        })
        .collect();
    Ok(Json(json!({"deliveries": deliveries})))
}

/// How many requests are wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestFilter {
    limit: Option<usize>,
}

/// `GET /_emu/requests`: the Graph requests, oldest first, without tokens.
pub(crate) async fn requests(
    State(shared): State<Arc<Shared>>,
    filter: Result<Query<RequestFilter>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Value>, Refused> {
    let Query(filter) = filter.map_err(|rejection| Refused::Invalid(rejection.body_text()))?;
    let world = shared.world();
    let all: Vec<_> = world.requests.iter().collect();
    let requests: Vec<Value> = latest(&all, filter.limit)
        .iter()
        .map(|(number, request)| {
            let mut shown = json!(request);
            shown["id"] = json!(number);
            shown
        })
        .collect();
    Ok(Json(json!({"requests": requests})))
}

/// The last ones of what happened.
fn latest<T>(all: &[T], limit: Option<usize>) -> &[T] {
    &all[limit.map_or(0, |limit| all.len().saturating_sub(limit))..]
}

/// `POST /_emu/reset`: everything is as at the start, and what hangs is let go.
pub(crate) async fn reset(State(shared): State<Arc<Shared>>) -> Json<Value> {
    shared.reset();
    Json(json!({"reset": true}))
}
