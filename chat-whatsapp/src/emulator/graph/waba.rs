//! `GET /{waba}` and `GET /{waba}/phone_numbers`.

use super::{call::Call, errors::GraphError, paging, phone};
use crate::{emulator::world::World, signature::sign};
use serde_json::{Map, Value, json};

/// Shows a business account.
pub(crate) fn get(world: &World, call: &Call) -> Value {
    shown(world, call, &call.object)
}

/// The fields that are asked for of a business account.
pub(crate) fn shown(world: &World, call: &Call, id: &str) -> Value {
    let waba = world.wabas.get(id);
    let fields: Map<String, Value> = [
        ("id", json!(id)),
        ("name", json!(waba.map(|waba| &waba.name))),
        ("currency", json!("USD")),
        ("country", json!("US")),
        ("timezone_id", json!("1")),
        ("account_review_status", json!("APPROVED")),
        ("business_verification_status", json!("verified")),
        ("ownership_type", json!("SELF")),
        ("message_template_namespace", json!(namespace(id))),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    call.fields(fields, &["name", "currency", "timezone_id", "message_template_namespace"])
}

/// What the names of a business account's templates belong to.
fn namespace(id: &str) -> String {
    let parts = hex::encode(&sign("namespace", id.as_bytes())[..16]);
    format!("{}_{}_{}_{}_{}", &parts[..8], &parts[8..12], &parts[12..16], &parts[16..20], &parts[20..])
}

/// Lists the numbers of a business account.
pub(crate) fn phone_numbers(world: &World, call: &Call) -> Result<Value, GraphError> {
    const DEFAULT: [&str; 8] = [
        "verified_name",
        "code_verification_status",
        "display_phone_number",
        "quality_rating",
        "platform_type",
        "throughput",
        "status",
        "name_status",
    ];
    let numbers = world.phones.iter().filter(|(_, phone)| phone.waba == call.object).enumerate();
    let numbers = numbers
        .map(|(place, (id, phone))| (place as u64 + 1, call.fields(phone::fields(world, id, phone), &DEFAULT)))
        .collect();
    paging::page(world, call, numbers)
}
