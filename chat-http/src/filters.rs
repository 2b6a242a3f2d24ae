//! The filter of conversations in the OpenAPI document: the core reads and writes it, and a derived shape would know neither its
//! limits nor what its words look like.

use crate::shapes::ID_PATTERN;
use chat_core::{AttributeRule, ConversationFilter, ConversationStatus, Priority, TimeField};
use serde_json::{Map, Value, json};

const REFERENCE: &str = "#/components/schemas/ConversationFilter";
const ABOUT: &str = "Which conversations are wanted: every condition is an object with one field. A list of values is met by any of \
    them, and by none when it is empty. At most 100 conditions, 8 deep.";

const TOO_LONG: &str =
    "The address is longer than the server reads, and nothing of it was: save the filter as a view, and name that";

/// Describes filters wherever they are taken or told.
pub(crate) fn complete(document: &mut Value) {
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return };
    for (_, schema) in schemas.iter_mut() {
        let filter = schema.get_mut("properties").and_then(|properties| properties.get_mut("filter"));
        let Some(filter) = filter else { continue };
        let about = filter["description"].take();
        let reference = json!({ "$ref": REFERENCE, "description": about });
        let may_be_null = filter["type"].is_array();
        *filter = if may_be_null { json!({ "oneOf": [reference, { "type": "null" }] }) } else { reference };
    }
    schemas.insert("ConversationFilter".to_owned(), schema());
    // What stands in an URL is the JSON as text.
    for path in ["/api/v1/conversations", "/api/v1/search"] {
        let list = &mut document["paths"][path]["get"];
        list["responses"]["414"] = json!({ "description": TOO_LONG });
        list["responses"]["431"] = json!({ "description": TOO_LONG });
        let parameters = &mut list["parameters"];
        for parameter in parameters.as_array_mut().into_iter().flatten() {
            match parameter["name"].as_str() {
                Some("filter") => {
                    let _ = parameter.as_object_mut().and_then(|parameter| parameter.remove("schema"));
                    parameter["content"] = json!({ "application/json": { "schema": { "$ref": REFERENCE } } });
                }
                Some("after" | "before") => parameter["schema"] = moment(),
                _ => {}
            }
        }
    }
}

fn schema() -> Value {
    let id = json!({ "type": "string", "format": "uuid" });
    let who = json!({ "type": "string", "pattern": format!("^(me|nobody|{ID_PATTERN})$") });
    let team = json!({ "type": "string", "pattern": format!("^(mine|none|{ID_PATTERN})$") });
    let text = json!({ "type": "string", "maxLength": ConversationFilter::TEXT_MAX });
    let words = |all: Vec<&str>| json!({ "type": "string", "enum": all });
    let several =
        json!({ "type": "array", "items": { "$ref": REFERENCE }, "maxItems": ConversationFilter::CONDITIONS_MAX - 1 });
    let conditions = [
        ("all", "Every one of these is met; so is none at all.", several.clone()),
        ("any", "At least one of these is met.", several),
        ("not", "This is not met.", json!({ "$ref": REFERENCE })),
        ("status", "Where it stands.", list(&words(ConversationStatus::ALL.iter().map(|it| it.as_str()).collect()))),
        ("source", "The channel it goes over.", list(&json!({ "type": "string", "pattern": "^[0-9a-z-]{1,32}$" }))),
        ("assignee", "Who is to answer.", list(&who)),
        ("team", "Which team is to answer.", list(&team)),
        ("participant", "Who wants to hear of it besides the assignee.", list(&who)),
        (
            "mentioned",
            "Whom a note in it is meant for: `me` also by any of the asker's teams, an id that agent itself.",
            list(&who),
        ),
        ("label", "A label that it has.", list(&id)),
        (
            "priority",
            "How soon somebody should answer.",
            list(&words(Priority::ALL.iter().map(|it| it.as_str()).collect())),
        ),
        ("customer", "Whose conversation it is.", list(&id)),
        ("account", "The account it goes over.", list(&id)),
        ("widget", "The widget it was started in.", list(&id)),
        ("language", "The language of the customer's browser, whatever the region.", list(&text)),
        ("unread", "To whom something in it is new.", words(vec!["me", "team", "nobody"])),
        ("waiting", "Whether the customer is waiting for an answer.", json!({ "type": "boolean" })),
        ("snoozed", "Whether it is out of sight for now.", json!({ "type": "boolean" })),
        ("time", "When something happened to it.", time()),
        ("attribute", "A value of an attribute.", attribute()),
        ("customerAttribute", "A value of an attribute of its customer.", attribute()),
        ("text", "A part of the customer's name or number or of the subject.", text.clone()),
    ];
    let condition = |(name, about, mut value): (&str, &str, Value)| {
        value["description"] = json!(about);
        let properties = Map::from_iter([(name.to_owned(), value)]);
        json!({ "type": "object", "properties": properties, "required": [name], "additionalProperties": false })
    };
    json!({ "description": ABOUT, "oneOf": conditions.map(condition) })
}

fn list(of: &Value) -> Value {
    json!({ "type": "array", "items": of, "maxItems": ConversationFilter::VALUES_MAX })
}

fn moment() -> Value {
    json!({
        "description": "A moment, or how long before or after now: `-30m`, `-8h`, `+7d`, ten years at most.",
        "oneOf": [
            { "type": "string", "format": "date-time" },
            { "type": "string", "pattern": "^[+-]([0-4]?[0-9]{1,6}m|[0-7]?[0-9]{1,4}h|([0-2]?[0-9]{1,3}|3[0-5][0-9]{2}|36[0-5][0-9])d)$" },
        ],
    })
}

fn time() -> Value {
    let moment = moment();
    json!({
        "type": "object",
        "properties": {
            "field": { "type": "string", "enum": TimeField::ALL.iter().map(|it| it.as_str()).collect::<Vec<_>>() },
            "after": moment,
            "before": moment,
        },
        "required": ["field"],
        "anyOf": [{ "required": ["after"] }, { "required": ["before"] }],
        "additionalProperties": false,
    })
}

fn attribute() -> Value {
    let value = json!({ "type": ["string", "number", "boolean"], "maxLength": AttributeRule::TEXT_MAX });
    json!({
        "type": "object",
        "properties": {
            "name": { "type": "string", "pattern": format!("^[0-9A-Za-z_]{{1,{}}}$", AttributeRule::NAME_MAX) },
            "is": { "description": "It has one of these values.", "type": "array", "items": value, "maxItems": ConversationFilter::VALUES_MAX },
            "above": { "description": "It is a number above this one.", "type": "number" },
            "below": { "description": "It is a number below this one.", "type": "number" },
            "exists": { "description": "Whether it has a value at all.", "type": "boolean" },
        },
        "required": ["name"],
        "anyOf": [{ "required": ["is"] }, { "required": ["above"] }, { "required": ["below"] }, { "required": ["exists"] }],
        "additionalProperties": false,
    })
}
