//! Faults, chaos and the rules that hold.

use super::{Refused, body::Body};
use crate::emulator::{
    faults::{Fault, FaultOrder},
    machine::Shared,
    setup::{ClosedWindow, FailedContacts, UserIdInTo, WebhookVersion},
};
use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// `POST /_emu/faults`: the next matching requests go wrong.
pub(crate) async fn add_fault(
    State(shared): State<Arc<Shared>>,
    Body(order): Body<FaultOrder>,
) -> Result<Json<Fault>, Refused> {
    let fault = order.fault().map_err(Refused::Invalid)?;
    shared.world().faults.push(fault.clone());
    Ok(Json(fault))
}

/// `GET /_emu/faults`: the faults that still wait for requests.
pub(crate) async fn faults(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(json!({"faults": shared.world().faults}))
}

/// `DELETE /_emu/faults`: nothing goes wrong on purpose any more.
pub(crate) async fn clear_faults(State(shared): State<Arc<Shared>>) -> Json<Value> {
    shared.world().faults.clear();
    Json(json!({"faults": []}))
}

/// A change of the chaos; what is not there stays as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ChaosChange {
    duplicate: Option<f64>,
    reorder: Option<f64>,
    batch_ms: Option<u32>,
    drop: Option<f64>,
    status_before_response: Option<bool>,
}

/// `POST /_emu/chaos`.
pub(crate) async fn chaos(
    State(shared): State<Arc<Shared>>,
    Body(change): Body<ChaosChange>,
) -> Result<Json<Value>, Refused> {
    for (name, value) in [("duplicate", change.duplicate), ("reorder", change.reorder), ("drop", change.drop)] {
        if value.is_some_and(|value| !(0.0..=1.0).contains(&value)) {
            return Err(Refused::Invalid(format!("{name} must be between 0 and 1")));
        }
    }
    shared.change(|world| {
        let chaos = &mut world.chaos;
        chaos.duplicate = change.duplicate.unwrap_or(chaos.duplicate);
        chaos.reorder = change.reorder.unwrap_or(chaos.reorder);
        chaos.batch_ms = change.batch_ms.unwrap_or(chaos.batch_ms);
        chaos.drop = change.drop.unwrap_or(chaos.drop);
        chaos.status_before_response = change.status_before_response.unwrap_or(chaos.status_before_response);
        Ok(Json(json!(chaos)))
    })
}

/// A change of the rules; what is not there stays as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct RulesChange {
    closed_window: Option<ClosedWindow>,
    rate_limits: Option<bool>,
    escape_unicode: Option<bool>,
    failed_contacts: Option<FailedContacts>,
    user_id_in_to: Option<UserIdInTo>,
    webhook_version: Option<WebhookVersion>,
}

/// `GET /_emu/chaos`.
pub(crate) async fn show_chaos(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(json!(shared.world().chaos))
}

/// `GET /_emu/rules`.
pub(crate) async fn show_rules(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(json!(shared.world().rules))
}

/// `POST /_emu/rules`.
pub(crate) async fn rules(State(shared): State<Arc<Shared>>, Body(change): Body<RulesChange>) -> Json<Value> {
    let mut world = shared.world();
    let rules = &mut world.rules;
    rules.closed_window = change.closed_window.unwrap_or(rules.closed_window);
    rules.rate_limits = change.rate_limits.unwrap_or(rules.rate_limits);
    rules.escape_unicode = change.escape_unicode.unwrap_or(rules.escape_unicode);
    rules.failed_contacts = change.failed_contacts.unwrap_or(rules.failed_contacts);
    rules.user_id_in_to = change.user_id_in_to.unwrap_or(rules.user_id_in_to);
    rules.webhook_version = change.webhook_version.unwrap_or(rules.webhook_version);
    Json(json!(rules))
}
