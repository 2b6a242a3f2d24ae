//! `GET /{phone}`: a number's fields.

use super::{call::Call, errors::GraphError};
use crate::emulator::world::{Phone, World};
use serde_json::{Map, Value, json};

const DEFAULT: [&str; 7] = [
    "verified_name",
    "code_verification_status",
    "display_phone_number",
    "quality_rating",
    "platform_type",
    "throughput",
    "webhook_configuration",
];

/// Shows a number.
pub(crate) fn get(world: &World, call: &Call) -> Result<Value, GraphError> {
    let phone = world.phones.get(&call.object).ok_or_else(|| call.no_object())?;
    Ok(call.fields(fields(world, &call.object, phone), &DEFAULT))
}

/// Everything that can be asked of a number.
pub(crate) fn fields(world: &World, id: &str, phone: &Phone) -> Map<String, Value> {
    let mut webhooks = Map::new();
    let waba = world.wabas.get(&phone.waba);
    for (app_id, subscription) in waba.iter().flat_map(|waba| &waba.subscriptions) {
        if let Some(callback) = world.apps.get(app_id).and_then(|app| app.callback.as_ref()) {
            webhooks.insert("application".to_owned(), json!(callback.url));
        }
        if let Some(url) = &subscription.override_url {
            webhooks.insert("whatsapp_business_account".to_owned(), json!(url));
        }
    }
    if let Some(url) = phone.override_urls.values().next() {
        webhooks.insert("phone_number".to_owned(), json!(url));
    }
    let status = if phone.registered { "CONNECTED" } else { "DISCONNECTED" };
    let fields = json!({
        "verified_name": phone.verified_name,
        "code_verification_status": "VERIFIED",
        "display_phone_number": phone.display,
        "quality_rating": "GREEN",
        "quality_score": {"score": "GREEN"},
        "platform_type": "CLOUD_API",
        "throughput": {"level": phone.level},
        "webhook_configuration": webhooks,
        "status": status,
        "name_status": "APPROVED",
        "account_mode": "LIVE",
        "is_official_business_account": false,
        "is_pin_enabled": true,
        "whatsapp_business_manager_messaging_limit": "TIER_2K",
        "id": id,
    });
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
