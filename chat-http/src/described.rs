//! What the OpenAPI document tells of many routes at once: headers that they take and give.

use crate::once::{IDEMPOTENCY_KEY, IDEMPOTENCY_REPLAYED, WITHOUT_KEY};
use chat_core::KeptAnswer;
use serde_json::{Map, Value, json};

const KEY: &str = "A name for this request, such as a UUID. When it is sent again under the same key within 24 hours, it is not carried \
    out again and answered the same, with `Idempotency-Replayed: true`. Keys belong to the agent or to the API key that asks. Another \
    request under the same key is refused with 422 (`idempotency_key_reused`); while the first one is under way, the answer is 409 \
    (`idempotency_in_progress`). Of a file that is handed in, only the length counts.";
const REPLAYED: &str = "`true` when the request was carried out before, and this is what it was answered then";

/// Adds to the document what is not said route by route.
pub(crate) fn complete(document: &mut Value) {
    for (path, method, operation) in operations(document) {
        if is_keyed(path, method, operation) {
            add_key(operation);
        }
    }
    let components = &mut document["components"];
    components["parameters"]["IdempotencyKey"] = json!({
        "name": IDEMPOTENCY_KEY.as_str(),
        "in": "header",
        "required": false,
        "description": KEY,
        "schema": { "type": "string", "minLength": 1, "maxLength": KeptAnswer::KEY_MAX, "pattern": r#"^[ !#-\[\]-~]+$"# },
        "example": "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f",
    });
    components["headers"]["IdempotencyReplayed"] =
        json!({ "description": REPLAYED, "schema": { "type": "string", "enum": ["true"] } });
}

/// Every operation with its path and method.
fn operations(document: &mut Value) -> impl Iterator<Item = (&str, &str, &mut Map<String, Value>)> {
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let item = item.as_object_mut().into_iter().flatten();
        item.filter_map(move |(method, operation)| Some((path.as_str(), method.as_str(), operation.as_object_mut()?)))
    })
}

/// Whether a request to it may carry a key.
fn is_keyed(path: &str, method: &str, operation: &Map<String, Value>) -> bool {
    let needs_token = !operation.contains_key("security");
    method == "post" && path.starts_with("/api/v1/") && needs_token && !WITHOUT_KEY.contains(&path)
}

fn add_key(operation: &mut Map<String, Value>) {
    add_parameter(operation, "IdempotencyKey");
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    for (name, status) in [("BadRequest", "400"), ("Conflict", "409"), ("Invalid", "422")] {
        let reference = json!({ "$ref": format!("#/components/responses/{name}") });
        responses.entry(status).or_insert(reference);
    }
    for (status, response) in responses {
        if status.starts_with('2') {
            response["headers"][IDEMPOTENCY_REPLAYED.as_str()] =
                json!({ "$ref": "#/components/headers/IdempotencyReplayed" });
        }
    }
}

fn add_parameter(operation: &mut Map<String, Value>, name: &str) {
    let reference = json!({ "$ref": format!("#/components/parameters/{name}") });
    match operation.entry("parameters").or_insert_with(|| json!([])) {
        Value::Array(parameters) => parameters.push(reference),
        other => *other = json!([reference]),
    }
}
