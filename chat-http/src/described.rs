//! What the OpenAPI document tells of many routes at once: headers that they take and give.

use crate::once::{IDEMPOTENCY_KEY, IDEMPOTENCY_REPLAYED, WITHOUT_KEY};
use chat_core::{AttributeType, KeptAnswer};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const KEY: &str = "A name for this request, such as a UUID. When it is sent again under the same key within 24 hours, it is not carried \
    out again and answered the same, with `Idempotency-Replayed: true`. Keys belong to the agent or to the API key that asks. Another \
    request under the same key is refused with 422 (`idempotency_key_reused`); while the first one is under way, the answer is 409 \
    (`idempotency_in_progress`). Of a file that is handed in, only the length counts.";
const REPLAYED: &str = "`true` when the request was carried out before, and this is what it was answered then";

const ETAG: &str =
    "The record's revision, and what tells the rest of the answer from others; for `If-None-Match` and `If-Match`";
const IF_NONE_MATCH: &str = "The `ETag` of what you have: when it is still the same, the answer is 304 without a body";
const IF_MATCH: &str = "The `ETag` of what you have seen, or its `revision` in quotation marks: when the record stands at another \
    revision, it is not changed and the answer is 412 (`changed`). What would change nothing is answered as ever.";

/// Adds to the document what is not said route by route.
pub(crate) fn complete(document: &mut Value) {
    let data = &mut document["components"]["schemas"]["EventData"];
    // What tells of a message's status tells all that its deletion tells, and so one value may have several shapes.
    data["anyOf"] = data["oneOf"].take();
    let _ = data.as_object_mut().and_then(|data| data.remove("oneOf"));
    say_what_goes_together(&mut document["components"]["schemas"]);
    for (_, _, operation) in operations(document).filter(|(path, ..)| path.starts_with("/api/v1/")) {
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten();
        for parameter in parameters.filter(|parameter| parameter["in"] == "query" && parameter["required"] != true) {
            parameter["allowEmptyValue"] = json!(true);
        }
    }
    let revised = revised(document);
    let is_revised = |operation: &Map<String, Value>| {
        let shown =
            ["200", "201"].into_iter().filter_map(|status| operation.get("responses")?.get(status)?.pointer(SCHEMA));
        shown.filter_map(Value::as_str).any(|shape| revised.contains(shape))
    };
    let shown: BTreeSet<String> = operations(document)
        .filter(|(_, method, operation)| *method == "get" && is_revised(operation))
        .map(|(path, ..)| path.to_owned())
        .collect();
    for (path, method, operation) in operations(document) {
        let tells_revision = is_revised(operation);
        if tells_revision {
            add_tag(operation);
        }
        match method {
            "get" if tells_revision => {
                add_parameter(operation, "IfNoneMatch");
                let known = json!({ "description": "You have it", "headers": { "ETag": header("ETag") } });
                operation["responses"]["304"] = known;
            }
            "patch" | "put" | "delete" if tells_revision || shown.contains(path) => {
                add_parameter(operation, "IfMatch");
                operation["responses"]["412"] = json!({ "$ref": "#/components/responses/Changed" });
            }
            _ => {}
        }
    }
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
    for (name, text, example) in
        [("IfMatch", IF_MATCH, "\"7\""), ("IfNoneMatch", IF_NONE_MATCH, "\"7.0c2f6e1d55aa9b04\"")]
    {
        components["parameters"][name] = json!({
            "name": if name == "IfMatch" { "If-Match" } else { "If-None-Match" },
            "in": "header",
            "required": false,
            "description": text,
            "schema": { "type": "string" },
            "example": example,
        });
    }
    components["headers"]["ETag"] =
        json!({ "description": ETAG, "schema": { "type": "string" }, "example": "\"7.0c2f6e1d55aa9b04\"" });
    components["headers"]["IdempotencyReplayed"] =
        json!({ "description": REPLAYED, "schema": { "type": "string", "enum": ["true"] } });
}

/// Says which fields of an input go together: no derived shape has words for that.
fn say_what_goes_together(schemas: &mut Value) {
    let (absent, an_array) = (json!({ "type": "null" }), json!({ "type": "array" }));
    // Whoever is online has no reason not to be.
    schemas["AvailabilityChange"]["anyOf"] = json!([
        { "properties": { "availability": { "enum": ["away", "busy"] } } },
        { "properties": { "reason": absent } },
    ]);
    schemas["BulkChange"]["anyOf"] = json!([
        { "properties": { "conversationIds": an_array, "filter": absent }, "required": ["conversationIds"] },
        { "properties": { "conversationIds": absent, "filter": { "type": "object" } }, "required": ["filter"] },
    ]);
    schemas["NewConversation"]["anyOf"] = json!([
        { "properties": { "customerId": { "type": "string" }, "identity": absent }, "required": ["customerId"] },
        { "properties": { "customerId": absent, "identity": { "type": "object" } }, "required": ["identity"] },
    ]);
    let others = AttributeType::ALL.iter().filter(|kind| **kind != AttributeType::Select).map(|kind| kind.as_str());
    schemas["CreateAttributeDefinition"]["anyOf"] = json!([
        {
            "properties": { "type": { "enum": [AttributeType::Select.as_str()] }, "options": { "minItems": 1 } },
            "required": ["options"],
        },
        { "properties": { "type": { "enum": others.collect::<Vec<_>>() }, "options": { "maxItems": 0 } } },
    ]);
}

/// Every operation with its path and method.
fn operations(document: &mut Value) -> impl Iterator<Item = (&str, &str, &mut Map<String, Value>)> {
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let item = item.as_object_mut().into_iter().flatten();
        item.filter_map(move |(method, operation)| Some((path.as_str(), method.as_str(), operation.as_object_mut()?)))
    })
}

/// Where an answer names its shape.
const SCHEMA: &str = "/content/application~1json/schema/$ref";

/// The references to shapes that tell the revision of a record.
fn revised(document: &Value) -> BTreeSet<String> {
    let shapes = document["components"]["schemas"].as_object();
    let tells =
        |name: &&String| properties(document, &document["components"]["schemas"][name.as_str()]).contains("revision");
    let shapes = shapes.into_iter().flat_map(Map::keys).filter(tells);
    shapes.map(|name| format!("#/components/schemas/{name}")).collect()
}

/// The names of an object's fields, those of what it is made of too.
fn properties<'a>(document: &'a Value, schema: &'a Value) -> BTreeSet<&'a str> {
    let own = schema["properties"].as_object().into_iter().flat_map(Map::keys).map(String::as_str);
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let referred = schema["$ref"].as_str().and_then(|reference| document.pointer(reference.strip_prefix('#')?));
    own.chain(parts.chain(referred).flat_map(|part| properties(document, part))).collect()
}

fn header(name: &str) -> Value {
    json!({ "$ref": format!("#/components/headers/{name}") })
}

fn add_tag(operation: &mut Map<String, Value>) {
    for status in ["200", "201"] {
        if let Some(response) = operation["responses"].get_mut(status) {
            response["headers"]["ETag"] = header("ETag");
        }
    }
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
            response["headers"][IDEMPOTENCY_REPLAYED.as_str()] = header("IdempotencyReplayed");
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
