//! The shapes and routes as the TypeScript client knows them: written from the document, which is made of the Rust types.

use crate::shop::House;
use http::StatusCode;
use serde_json::Value;
use std::{collections::BTreeMap, env, fmt::Write, fs, path::Path};

/// Where the client keeps them.
const FILE: &str = "../chat-transport-ws/client/src/generated/rest.ts";

/// Set by `cargo xtask types`, which refreshes the file.
const WRITE_VAR: &str = "CHAT_TYPES_WRITE";

#[tokio::test]
async fn the_clients_types_are_those_of_the_document() {
    let document = House::new().get("/api/v1/openapi.json").await.json(StatusCode::OK);
    let types = typescript(&document);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if env::var_os(WRITE_VAR).is_some() {
        fs::write(&path, &types).unwrap();
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    assert!(known == types, "{} is stale; run: cargo xtask types", path.display());
}

/// Everything that JSON has in the document.
fn typescript(document: &Value) -> String {
    let mut out = String::from("// Written by `cargo xtask types` from the OpenAPI document. Do not edit.\n");
    for (name, schema) in fields(&document["components"]["schemas"]) {
        comment(&mut out, schema, 0);
        writeln!(out, "export type {name} = {};\n", written(schema, 0)).unwrap();
    }
    out.push_str("/** What every route takes and answers, by its method and path. */\nexport interface Routes {\n");
    for (path, methods) in fields(&document["paths"]) {
        if !path.starts_with("/api/v1/") || path.ends_with("/openapi.json") {
            continue;
        }
        for (method, operation) in fields(methods) {
            let summary = operation["summary"].as_str().unwrap_or_default();
            writeln!(out, "  /** {summary} */").unwrap();
            writeln!(out, "  '{} {path}': {{", method.to_uppercase()).unwrap();
            writeln!(out, "    path: {};", parameters(operation, "path")).unwrap();
            writeln!(out, "    query: {};", parameters(operation, "query")).unwrap();
            writeln!(out, "    body: {};", body(&operation["requestBody"])).unwrap();
            writeln!(out, "    response: {};", response(&operation["responses"])).unwrap();
            out.push_str("  };\n");
        }
    }
    out.push_str("}\n");
    out
}

fn fields(object: &Value) -> BTreeMap<&String, &Value> {
    object.as_object().into_iter().flatten().collect()
}

fn comment(out: &mut String, schema: &Value, depth: usize) {
    let Some(text) = schema["description"].as_str() else { return };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("*/", "* /");
    writeln!(out, "{}/** {text} */", "  ".repeat(depth)).unwrap();
}

fn written(schema: &Value, depth: usize) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap().to_owned();
    }
    // Which of its fields go together is more than a type tells.
    if schema["properties"].is_object() && !schema["anyOf"].is_null() {
        return object(schema, depth);
    }
    for (word, joint) in [("oneOf", " | "), ("anyOf", " | "), ("allOf", " & ")] {
        if let Some(choices) = schema[word].as_array() {
            return joined(choices.iter().map(|choice| written(choice, depth)), joint);
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        let nullable = schema["type"].as_array().is_some_and(|types| types.iter().any(|word| word == "null"));
        let null = nullable.then(|| "null".to_owned());
        return joined(values.iter().map(literal).chain(null), " | ");
    }
    match &schema["type"] {
        Value::Array(types) => joined(types.iter().map(|word| of_type(word, schema, depth)), " | "),
        word => of_type(word, schema, depth),
    }
}

/// Each once, in order.
fn joined(parts: impl Iterator<Item = String>, joint: &str) -> String {
    let mut all: Vec<String> = Vec::new();
    for part in parts {
        if !all.contains(&part) {
            all.push(part);
        }
    }
    all.join(joint)
}

fn literal(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| format!("'{text}'"))
}

fn of_type(word: &Value, schema: &Value, depth: usize) -> String {
    match word.as_str() {
        Some("string") if schema["format"] == "binary" => "Blob".to_owned(),
        Some("string") => "string".to_owned(),
        Some("integer" | "number") => "number".to_owned(),
        Some("boolean") => "boolean".to_owned(),
        Some("null") => "null".to_owned(),
        Some("array") => {
            let item = written(&schema["items"], depth);
            if item.contains(' ') { format!("Array<{item}>") } else { format!("{item}[]") }
        }
        Some("object") => object(schema, depth),
        None => "unknown".to_owned(),
        Some(other) => panic!("a type that the client does not know: {other}"),
    }
}

fn object(schema: &Value, depth: usize) -> String {
    let properties = fields(&schema["properties"]);
    if properties.is_empty() {
        let rest = match &schema["additionalProperties"] {
            Value::Object(rest) if !rest.is_empty() => written(&schema["additionalProperties"], depth),
            _ => "unknown".to_owned(),
        };
        return format!("Record<string, {rest}>");
    }
    let required = |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|it| it == name));
    let mut out = String::from("{\n");
    let indent = "  ".repeat(depth + 1);
    for (name, property) in properties {
        comment(&mut out, property, depth + 1);
        let value = written(property, depth + 1);
        let (mark, missing) = if required(name) { ("", "") } else { ("?", " | undefined") };
        writeln!(out, "{indent}{}{mark}: {value}{missing};", key(name)).unwrap();
    }
    format!("{out}{}}}", "  ".repeat(depth))
}

fn key(name: &str) -> String {
    let is_plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if is_plain { name.to_owned() } else { format!("'{name}'") }
}

/// The parameters in one place of the request.
fn parameters(operation: &Value, place: &str) -> String {
    let all = operation["parameters"].as_array().into_iter().flatten();
    let here: Vec<_> = all.filter(|parameter| parameter["in"] == place).collect();
    if here.is_empty() {
        return "undefined".to_owned();
    }
    let one = |parameter: &&Value| {
        let name = key(parameter["name"].as_str().unwrap());
        // What has a media type of its own is written as text.
        let value = parameter.get("schema").map_or_else(|| "string".to_owned(), |schema| written(schema, 2));
        let (mark, missing) = if parameter["required"] == true { ("", "") } else { ("?", " | undefined") };
        format!("{name}{mark}: {value}{missing}")
    };
    format!("{{ {} }}", here.iter().map(one).collect::<Vec<_>>().join("; "))
}

fn body(body: &Value) -> String {
    let Some((kind, content)) = fields(&body["content"]).into_iter().next() else { return "undefined".to_owned() };
    match kind.as_str() {
        "application/json" => written(&content["schema"], 2),
        "multipart/form-data" => "FormData".to_owned(),
        "text/csv" => "string | Blob".to_owned(),
        other => panic!("a body that the client does not know: {other}"),
    }
}

/// What is answered when all went well; a file is left to whoever asked for it, and so is a redirect.
fn response(responses: &Value) -> String {
    let good = fields(responses).into_iter().filter(|(status, _)| status.starts_with('2'));
    let of = |response: &Value| {
        let content = fields(&response["content"]);
        match content.get(&"application/json".to_owned()) {
            Some(json) => written(&json["schema"], 2),
            None if content.is_empty() => "undefined".to_owned(),
            None => "Response".to_owned(),
        }
    };
    let answers = joined(good.map(|(_, response)| of(response)), " | ");
    // Browsers alone are sent elsewhere.
    if answers.is_empty() { "Response".to_owned() } else { answers }
}
