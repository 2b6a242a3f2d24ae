//! What somebody chose instead of writing: buttons, lists and forms.

use crate::{
    lenient::{flag, number, object, owned, text},
    webhook,
};
use serde::Serialize;
use serde_json::{Number, Value};

/// A choice that was made in an interactive message.
#[derive(Serialize)]
pub(super) struct Interactive {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    button_reply: Option<Choice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    list_reply: Option<Choice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nfm_reply: Option<Form>,
    #[serde(skip_serializing_if = "Option::is_none")]
    call_permission_reply: Option<Permission>,
}

impl Interactive {
    pub(super) fn of(part: &Value) -> Self {
        const REPLIES: [&str; 4] = ["button_reply", "list_reply", "nfm_reply", "call_permission_reply"];
        let answered = || REPLIES.into_iter().find(|reply| object(part, reply).is_some()).map(str::to_owned);
        Self {
            kind: owned(part, "type").or_else(answered),
            button_reply: object(part, "button_reply").map(Choice::of),
            list_reply: object(part, "list_reply").map(Choice::of),
            nfm_reply: object(part, "nfm_reply").map(Form::of),
            call_permission_reply: object(part, "call_permission_reply").map(Permission::of),
        }
    }
}

#[derive(Serialize)]
struct Choice {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

impl Choice {
    fn of(reply: &Value) -> Self {
        Self { id: owned(reply, "id"), title: owned(reply, "title"), description: owned(reply, "description") }
    }
}

/// A form that was filled in, or an address that was given.
#[derive(Serialize)]
struct Form {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_json: Option<String>,
    /// What is in `response_json`, if that is JSON as it should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<Value>,
}

impl Form {
    /// The deepest answers that are read. What is kept must be readable inside of other JSON.
    const DEPTH_MAX: usize = 32;

    fn of(reply: &Value) -> Self {
        let written = text(reply, "response_json");
        let read = written.as_deref().and_then(|json| webhook::parse(json.as_bytes()).ok());
        // It is a text by the documentation, but an object says the same.
        let response = read.as_ref().or_else(|| object(reply, "response_json"));
        Self {
            name: owned(reply, "name"),
            body: owned(reply, "body"),
            response: response.filter(|answers| answers.is_object() && depth(answers) <= Self::DEPTH_MAX).cloned(),
            response_json: written.map(Into::into),
        }
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Whether the business may call.
#[derive(Serialize)]
struct Permission {
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_permanent: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_timestamp: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_source: Option<String>,
}

impl Permission {
    fn of(reply: &Value) -> Self {
        Self {
            response: owned(reply, "response"),
            is_permanent: flag(reply, "is_permanent"),
            expiration_timestamp: number(reply, "expiration_timestamp"),
            response_source: owned(reply, "response_source"),
        }
    }
}

/// A button of a template that was tapped.
#[derive(Serialize)]
pub(super) struct Button {
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl Button {
    pub(super) fn of(part: &Value) -> Self {
        Self { payload: owned(part, "payload"), text: owned(part, "text") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form(response_json: Value) -> Value {
        serde_json::to_value(Form::of(&json!({"response_json": response_json}))).unwrap()
    }

    #[test]
    fn the_answers_of_a_form_are_read_if_they_are_json() {
        let text = r#"{"flow_token":"t","name":"Ann\u0000"}"#;
        assert_eq!(form(json!(text)), json!({"response_json": text, "response": {"flow_token": "t", "name": "Ann"}}));
        assert_eq!(form(json!("{\"a\":")), json!({"response_json": "{\"a\":"}));
        assert_eq!(form(json!("7")), json!({"response_json": "7"}));
        assert_eq!(form(json!({"a": 1})), json!({"response": {"a": 1}}));
        assert_eq!(form(json!(null)), json!({}));
    }

    #[test]
    fn answers_that_are_too_deep_stay_text() {
        let nested = |depth| format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        assert!(form(json!(nested(32))).get("response").is_some());
        assert!(form(json!(nested(33))).get("response").is_none());
    }
}
