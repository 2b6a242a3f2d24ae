//! `GET /{phone}`: a number's fields.

use super::{automation, of};
use crate::emulator::{
    graph::{call::Call, errors::GraphError},
    world::{Phone, World},
};
use serde_json::{Map, Value, json};

const DEFAULT: [&str; 8] = [
    "verified_name",
    "code_verification_status",
    "display_phone_number",
    "quality_rating",
    "platform_type",
    "throughput",
    "last_onboarded_time",
    "webhook_configuration",
];

/// Shows a number.
pub(crate) fn get(world: &World, call: &Call) -> Result<Value, GraphError> {
    let phone = of(world, call)?;
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
    let fields = json!({
        "id": id,
        "verified_name": phone.verified_name,
        "display_phone_number": phone.display,
        "code_verification_status": if phone.registration.is_verified { "VERIFIED" } else { "NOT_VERIFIED" },
        "quality_rating": phone.quality,
        "quality_score": {"score": phone.quality},
        "platform_type": if phone.registered { "CLOUD_API" } else { "NOT_APPLICABLE" },
        "throughput": {"level": phone.level},
        "webhook_configuration": webhooks,
        "status": status(phone),
        "name_status": "APPROVED",
        "account_mode": "LIVE",
        "is_official_business_account": false,
        "is_on_biz_app": false,
        "is_pin_enabled": phone.registration.pin.is_some(),
        "health_status": health(world, id, phone),
        "messaging_limit_tier": world.tier_of(id),
        "whatsapp_business_manager_messaging_limit": world.tier_of(id),
        "conversational_automation": automation::shown(id, &phone.automation),
    });
    let Value::Object(mut fields) = fields else {
        return Map::new();
    };
    if let Some(at) = phone.onboarded_at {
        fields.insert("last_onboarded_time".to_owned(), json!(at.format("%Y-%m-%dT%H:%M:%S%z").to_string()));
    }
    if let Some(new) = &phone.new_name {
        fields.insert("new_display_name".to_owned(), json!(new.name));
        fields.insert("new_name_status".to_owned(), json!(new.status));
    }
    if let Some(username) = &phone.username {
        fields.insert("username".to_owned(), json!(username));
    }
    fields
}

fn status(phone: &Phone) -> &'static str {
    match (phone.registered, phone.registration.is_verified) {
        (true, _) => "CONNECTED",
        (false, true) => "DISCONNECTED",
        (false, false) => "PENDING",
    }
}

/// Whether messages can be sent, for all that has a say in it.
fn health(world: &World, id: &str, phone: &Phone) -> Value {
    const AVAILABLE: &str = "AVAILABLE";
    let own = if phone.registered { AVAILABLE } else { "BLOCKED" };
    let mut entities = vec![json!({"entity_type": "PHONE_NUMBER", "id": id, "can_send_message": own})];
    if !phone.registered {
        entities[0]["errors"] = json!([{"error_code": 141_000, "error_description": "The phone number is not registered.",
            "possible_solution": "Register the phone number."}]);
    }
    entities.push(json!({"entity_type": "WABA", "id": phone.waba, "can_send_message": AVAILABLE}));
    if let Some(business) = world.business_of(id) {
        entities.push(json!({"entity_type": "BUSINESS", "id": business, "can_send_message": AVAILABLE}));
    }
    json!({"can_send_message": own, "entities": entities})
}
