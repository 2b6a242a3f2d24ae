//! The examples of the description: that everything has one, and that each is what it says to be.

use crate::shop::{House, Shop};
use chat_core::ConversationFilter;
use http::{Method, StatusCode};
use jsonschema::{Draft, Validator};
use serde_json::{Value, json};
use std::collections::HashMap;

const DOCUMENT: &str = "/api/v1/openapi.json";

/// An operation with its method and path.
struct Operation<'a> {
    name: String,
    method: Method,
    path: &'a str,
    described: &'a Value,
}

fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = document["paths"].as_object().unwrap().iter();
    let all = paths.flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |it| (path, it)));
    all.map(|(path, (method, described))| {
        let method: Method = method.to_uppercase().parse().unwrap();
        Operation { name: format!("{method} {path}"), method, path, described }
    })
    .collect()
}

/// What a reference leads to, or what is there itself.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => document.pointer(reference.strip_prefix('#').unwrap()).unwrap(),
        None => value,
    }
}

/// The examples of a parameter, or of a body of one kind.
fn examples(described: &Value) -> Vec<&Value> {
    let several = described["examples"].as_object().into_iter().flatten().map(|(_, example)| &example["value"]);
    described.get("example").into_iter().chain(several).collect()
}

/// Everything of an operation that is to have an example: what it is, and what describes it.
fn exemplified<'a>(document: &'a Value, operation: &Operation<'a>) -> Vec<(String, &'a Value)> {
    let Operation { name, described, .. } = operation;
    let parameters = described["parameters"].as_array().into_iter().flatten().map(|it| resolved(document, it));
    let needed = parameters.filter(|parameter| parameter["required"] == true || parameter.get("example").is_some());
    let mut all: Vec<_> = needed.map(|it| (format!("{name}: {}", it["name"]), it)).collect();
    for (kind, content) in described["requestBody"]["content"].as_object().into_iter().flatten() {
        all.push((format!("{name}: a body of {kind}"), content));
    }
    for (status, response) in described["responses"].as_object().unwrap() {
        for (kind, content) in resolved(document, response)["content"].as_object().into_iter().flatten() {
            all.push((format!("{name}: {status} of {kind}"), content));
        }
    }
    all
}

/// Checks values against a schema of the document.
fn validator(document: &Value, schema: &Value) -> Validator {
    let mut schema = schema.clone();
    schema["components"] = document["components"].clone();
    jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true).build(&schema).unwrap()
}

#[tokio::test]
async fn everything_that_is_described_has_an_example_that_fits_its_schema() {
    for house in [House::new(), House::with(|api, _| api)] {
        let document = house.get(DOCUMENT).await.json(StatusCode::OK);
        let (mut faults, mut validators) = (Vec::new(), HashMap::new());
        for operation in operations(&document) {
            for (what, described) in exemplified(&document, &operation) {
                let examples = examples(described);
                assert!(!examples.is_empty(), "{what} has no example");
                let schema = &described["schema"];
                let validator = validators.entry(schema.to_string()).or_insert_with(|| validator(&document, schema));
                let wrong = examples.into_iter().flat_map(|example| validator.iter_errors(example));
                faults.extend(wrong.map(|fault| format!("{what}{}: {fault}", fault.instance_path())));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

#[tokio::test]
async fn every_refusal_is_described_with_an_example_of_its_own_status() {
    let document = House::new().get(DOCUMENT).await.json(StatusCode::OK);
    for Operation { name, described, .. } in operations(&document) {
        let responses = described["responses"].as_object().unwrap();
        let refusals = responses.iter().filter(|(status, _)| status.starts_with(['4', '5']));
        // An address that is too long to be read is refused before it leads anywhere, without a document.
        for (status, response) in refusals.filter(|(status, _)| !["414", "431"].contains(&status.as_str())) {
            let contents = resolved(&document, response)["content"].as_object();
            let contents = contents.unwrap_or_else(|| panic!("{name}: {status} does not tell what is answered"));
            let problems = contents.get("application/problem+json").into_iter().flat_map(examples);
            for problem in problems {
                assert_eq!(problem["status"].to_string(), *status, "{name}: {problem}");
            }
        }
    }
}

#[tokio::test]
async fn every_example_of_a_body_is_understood_by_its_route() {
    let shop = Shop::open().await;
    shop.connect("106540352242900").await;
    let document = shop.get(DOCUMENT).await.json(StatusCode::OK);
    let mut tried = 0;
    for Operation { name, method, path, described } in operations(&document) {
        let Some(content) = described["requestBody"]["content"].get("application/json") else { continue };
        let parameters = described["parameters"].as_array().into_iter().flatten();
        let path = parameters.filter(|it| it["in"] == "path").fold(path.to_owned(), |path, it| {
            path.replace(&format!("{{{}}}", it["name"].as_str().unwrap()), it["example"].as_str().unwrap())
        });
        let answer = shop.ask(method, &path, Some(&content["example"])).await;
        // What it is about is not there, or takes more than an API key; the body has been read by then.
        let is_understood = answer.status.is_success() || [401, 403, 404].contains(&answer.status.as_u16());
        assert!(is_understood, "{name}: {}", answer.text);
        tried += 1;
    }
    assert!(tried > 40, "{tried}");
}

#[tokio::test]
async fn a_filter_is_described_as_it_is_read() {
    let document = House::new().get(DOCUMENT).await.json(StatusCode::OK);
    let described = validator(&document, &json!({ "$ref": "#/components/schemas/ConversationFilter" }));
    let is_read = |filter: &Value| {
        let read = serde_json::from_value::<ConversationFilter>(filter.clone());
        read.is_ok_and(|filter| filter.check().is_ok())
    };
    let id = "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f";
    for filter in [
        json!({ "all": [{ "status": ["active", "closed"] }, { "not": { "any": [] } }] }),
        json!({ "source": ["whatsapp", "house-phone"] }),
        json!({ "assignee": ["me", "nobody", id] }),
        json!({ "participant": [id] }),
        json!({ "mentioned": ["me", "nobody", id] }),
        json!({ "team": ["mine", "none", id] }),
        json!({ "label": [id] }),
        json!({ "priority": ["none", "low", "medium", "high", "urgent"] }),
        json!({ "customer": [id] }),
        json!({ "account": [id] }),
        json!({ "widget": [] }),
        json!({ "language": ["pt"] }),
        json!({ "unread": "nobody" }),
        json!({ "waiting": true }),
        json!({ "snoozed": false }),
        json!({ "time": { "field": "lastMessage", "after": "-8h", "before": "2026-12-31T08:00:00Z" } }),
        json!({ "time": { "field": "snoozedUntil", "before": "+3659d" } }),
        json!({ "attribute": { "name": "order_number", "is": ["4711", 4711, true] } }),
        json!({ "customerAttribute": { "name": "visits", "above": 1, "below": 2.5, "exists": true } }),
        json!({ "text": "parcel" }),
    ] {
        assert!(is_read(&filter) && described.is_valid(&filter), "{filter}");
    }
    for filter in [
        json!({}),
        json!({ "all": [], "any": [] }),
        json!({ "status": ["open"] }),
        json!({ "source": ["WhatsApp"] }),
        json!({ "assignee": ["somebody"] }),
        json!({ "label": "1" }),
        json!({ "unread": "none" }),
        json!({ "waiting": "true" }),
        json!({ "time": { "field": "created" } }),
        json!({ "time": { "field": "read", "after": "-8h" } }),
        json!({ "time": { "field": "created", "after": "-8w" } }),
        json!({ "time": { "field": "created", "after": "+4000d" } }),
        json!({ "attribute": { "name": "order-number", "exists": true } }),
        json!({ "attribute": { "name": "order_number" } }),
        json!({ "attribute": { "name": "order_number", "is": [null] } }),
    ] {
        assert!(!is_read(&filter) && !described.is_valid(&filter), "{filter}");
    }
}
