//! `/{app}/subscriptions`: where an app's webhooks go, and which.

use crate::emulator::{
    graph::{call::Call, errors::GraphError, subscription},
    machine::Shared,
    setup::Callback,
    world::World,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What webhooks are about.
const OBJECT: &str = "whatsapp_business_account";

/// Subscribes the app to fields, after the handshake with its receiver.
pub(crate) async fn subscribe(shared: &Shared, call: &Call) -> Result<Value, GraphError> {
    let required = |name: &str| {
        call.text(name).ok_or_else(|| GraphError::malformed(&format!("The parameter {name} is required.")))
    };
    if required("object")? != OBJECT {
        return Err(GraphError::malformed("Param object must be one of {WHATSAPP_BUSINESS_ACCOUNT}"));
    }
    let url = required("callback_url")?;
    let verify_token = required("verify_token")?;
    let fields = fields(call).ok_or_else(|| GraphError::malformed("The parameter fields is required."))?;
    subscription::handshake(shared, &url, &verify_token).await?;
    let mut world = shared.world();
    let app = world.apps.get_mut(&call.object).ok_or_else(|| call.no_object())?;
    app.callback = Some(Callback { url, verify_token });
    app.fields = Some(fields);
    Ok(json!({"success": true}))
}

/// Shows what the app subscribed to.
pub(crate) fn subscriptions(world: &World, call: &Call) -> Result<Value, GraphError> {
    let app = world.apps.get(&call.object).ok_or_else(|| call.no_object())?;
    let Some(callback) = &app.callback else {
        return Ok(json!({"data": []}));
    };
    let fields: Vec<Value> =
        app.fields.iter().flatten().map(|name| json!({"name": name, "version": "v26.0"})).collect();
    Ok(json!({"data": [{"object": OBJECT, "callback_url": callback.url, "active": true, "fields": fields}]}))
}

/// Ends the subscription to some fields, or to all.
pub(crate) fn unsubscribe(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let app = world.apps.get_mut(&call.object).ok_or_else(|| call.no_object())?;
    match (fields(call), &mut app.fields) {
        (Some(gone), Some(fields)) => fields.retain(|field| !gone.contains(field)),
        _ => (app.callback, app.fields) = (None, None),
    }
    Ok(json!({"success": true}))
}

fn fields(call: &Call) -> Option<BTreeSet<String>> {
    match call.parameters.get("fields")? {
        Value::Array(fields) => Some(fields.iter().filter_map(|field| field.as_str().map(str::to_owned)).collect()),
        Value::String(fields) if !fields.is_empty() => {
            Some(fields.split(',').map(|field| field.trim().to_owned()).collect())
        }
        _ => None,
    }
}
