//! The examples of the OpenAPI document: of what a path names, of every body, of every answer, and of every refusal.
//!
//! An answer's example is put together from its schema, so that a new field has one as soon as it is described: its own `example`,
//! else the first of its words, else what its format looks like, else what a field of its name is likely to hold
//! ([`values::of_field`]). A test of the described fields fails where none of these is there.

mod refusals;
mod values;

use serde_json::{Map, Value, json};

/// How deep shapes are looked into.
const DEPTH_MAX: usize = 16;

/// Adds to the document an example of whatever has none.
pub(crate) fn complete(document: &mut Value) {
    let known = document.clone();
    let shapes = Shapes(&known["components"]["schemas"]);
    let paths = document["paths"].as_object_mut().into_iter().flatten().map(|(_, item)| item);
    for operation in paths.flat_map(|item| item.as_object_mut().into_iter().flatten().map(|(_, operation)| operation)) {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            shapes.complete_parameter(parameter);
        }
        if let Some(body) = operation.get_mut("requestBody") {
            shapes.complete_contents(body);
        }
        for (_, response) in operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten() {
            shapes.complete_contents(response);
        }
    }
    for (name, problems) in refusals::all() {
        let content = &mut document["components"]["responses"][name]["content"]["application/problem+json"];
        content["examples"] = problems.into_iter().map(named).collect::<Map<_, _>>().into();
    }
}

/// A refusal under its code.
fn named(problem: crate::problem::Problem) -> (String, Value) {
    let mut value = serde_json::to_value(problem).expect("strings and numbers are JSON");
    value["requestId"] = json!(values::ID);
    let code = value["code"].as_str().unwrap_or_default().to_owned();
    (code, json!({ "value": value }))
}

/// The schemas of the document by their names.
struct Shapes<'a>(&'a Value);

impl Shapes<'_> {
    /// What has to be given has an example. What may be left out has one only where its description names it: examples are tried
    /// out together, and few of those go together.
    fn complete_parameter(&self, parameter: &mut Value) {
        if parameter["required"] != true || !parameter["example"].is_null() {
            return;
        }
        let name = parameter["name"].as_str().unwrap_or_default();
        parameter["example"] = self.value(name, &parameter["schema"], 0);
    }

    /// What a body or an answer looks like, in each of its media types.
    fn complete_contents(&self, message: &mut Value) {
        let contents = message.get_mut("content").and_then(Value::as_object_mut);
        for (kind, content) in contents.into_iter().flatten() {
            if !content["example"].is_null() || !content["examples"].is_null() {
                continue;
            }
            content["example"] = match values::of_media_type(kind) {
                Some(text) => json!(text),
                None => self.value("body", &content["schema"], 0),
            };
        }
    }

    /// What a field of this name and schema may hold.
    fn value(&self, field: &str, schema: &Value, depth: usize) -> Value {
        if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
            return values::of_shape(name).unwrap_or_else(|| self.value(field, &self.0[name], depth + 1));
        }
        if !schema["example"].is_null() {
            return schema["example"].clone();
        }
        if depth > DEPTH_MAX || values::is_rare(field) && may_be_null(schema) {
            return Value::Null;
        }
        if let Some(parts) = schema["allOf"].as_array() {
            let parts = parts.iter().map(|part| self.value(field, part, depth + 1));
            return parts.filter_map(|part| part.as_object().cloned()).flatten().collect::<Map<_, _>>().into();
        }
        if let Some(first) = either(schema).first() {
            return self.value(field, first, depth + 1);
        }
        if let Some(word) = schema["enum"].as_array().and_then(|words| words.first()) {
            return word.clone();
        }
        let kinds = match &schema["type"] {
            Value::Array(kinds) => kinds.clone(),
            kind => vec![kind.clone()],
        };
        match kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null") {
            Some("array") => json!([self.value(field, &schema["items"], depth + 1)]),
            Some("object") if schema["properties"].is_object() => self.object(&schema["properties"], depth),
            Some("object") if schema["additionalProperties"]["$ref"].is_string() => {
                json!({ "en": self.value(field, &schema["additionalProperties"], depth + 1) })
            }
            Some("boolean") => json!(false),
            Some("integer" | "number") => {
                let least = || schema.get("minimum").cloned().unwrap_or_else(|| json!(1));
                values::of_field(field).filter(Value::is_number).unwrap_or_else(least)
            }
            _ => {
                values::of_format(schema["format"].as_str()).or_else(|| values::of_field(field)).unwrap_or(Value::Null)
            }
        }
    }

    fn object(&self, properties: &Value, depth: usize) -> Value {
        let properties = properties.as_object().into_iter().flatten();
        let filled = properties.map(|(name, schema)| (name.clone(), self.value(name, schema, depth + 1)));
        filled.collect::<Map<_, _>>().into()
    }
}

/// The shapes of which a value has one.
fn either(schema: &Value) -> &[Value] {
    let either = if schema["oneOf"].is_null() { &schema["anyOf"] } else { &schema["oneOf"] };
    either.as_array().map_or(&[], Vec::as_slice)
}

fn may_be_null(schema: &Value) -> bool {
    let kinds = schema["type"].as_array().into_iter().flatten().map(Value::as_str);
    let either = either(schema).iter().map(|one| one["type"].as_str());
    kinds.chain(either).any(|kind| kind == Some("null"))
}
