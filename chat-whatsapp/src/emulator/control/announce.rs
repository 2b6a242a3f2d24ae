//! Webhooks about more than messages: events of an account, and any field with any value.

use super::{Refused, body::Body};
use crate::emulator::{
    machine::Shared,
    webhook::{Source, Update},
    world::World,
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// A webhook as the caller wants it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Wanted {
    field: String,
    value: Value,
    /// The number it comes from, for the fields that have one.
    phone_number_id: Option<String>,
    /// The business account it comes from; may be left out when there is only one.
    business_account_id: Option<String>,
}

impl World {
    /// The business account with this id, or the only one.
    pub(crate) fn meant_waba(&self, id: Option<&str>) -> Result<String, Refused> {
        match id {
            Some(id) if self.wabas.contains_key(id) => Ok(id.to_owned()),
            Some(id) => Err(Refused::NotFound(format!("there is no business account {id:?}"))),
            None if self.wabas.len() == 1 => Ok(self.wabas.keys().cloned().collect()),
            None => Err(Refused::Invalid("businessAccountId is needed: there are several".to_owned())),
        }
    }
}

/// `POST /_emu/webhook`.
pub(crate) async fn webhook(
    State(shared): State<Arc<Shared>>,
    Body(wanted): Body<Wanted>,
) -> Result<Json<Value>, Refused> {
    if wanted.field.is_empty() {
        return Err(Refused::Invalid("field must not be empty".to_owned()));
    }
    shared.change(|world| {
        let source = match &wanted.phone_number_id {
            Some(id) => Source::Phone(world.written_to(Some(id))?),
            None => Source::Waba(world.meant_waba(wanted.business_account_id.as_deref())?),
        };
        world.enqueue(vec![Update::whole(source, wanted.field, wanted.value)]);
        Ok(Json(json!({"queued": true})))
    })
}

/// `POST /_emu/account/{id}/update`: an `account_update` with this value. It is told, and changes nothing else.
pub(crate) async fn account_update(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(value): Body<Map<String, Value>>,
) -> Result<Json<Value>, Refused> {
    if !value.get("event").is_some_and(Value::is_string) {
        return Err(Refused::Invalid("event is needed".to_owned()));
    }
    shared.change(|world| {
        let source = Source::Waba(world.meant_waba(Some(&id))?);
        world.enqueue(vec![Update::whole(source, "account_update", Value::Object(value))]);
        Ok(Json(json!({"queued": true})))
    })
}
