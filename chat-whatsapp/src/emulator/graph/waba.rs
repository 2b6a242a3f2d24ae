//! `GET /{waba}` and `GET /{waba}/phone_numbers`.

use super::{call::Call, errors::GraphError, phone};
use crate::emulator::world::World;
use serde_json::{Map, Value, json};

/// Shows a business account.
pub(crate) fn get(world: &World, call: &Call) -> Result<Value, GraphError> {
    let waba = world.wabas.get(&call.object).ok_or_else(|| call.no_object())?;
    let fields: Map<String, Value> = [
        ("id", json!(call.object)),
        ("name", json!(waba.name)),
        ("currency", json!("USD")),
        ("timezone_id", json!("1")),
        ("account_review_status", json!("APPROVED")),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    Ok(call.fields(fields, &["name", "currency", "timezone_id"]))
}

/// Lists the numbers of a business account, all on one page.
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
    let numbers: Vec<Value> = world
        .phones
        .iter()
        .filter(|(_, phone)| phone.waba == call.object)
        .map(|(id, phone)| call.fields(phone::fields(world, id, phone), &DEFAULT))
        .collect();
    Ok(json!({"data": numbers, "paging": {"cursors": {"before": "QVFI", "after": "QVFJ"}}}))
}
