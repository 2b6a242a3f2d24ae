//! Says in our words which field of a request does not fit, without repeating its value.

use super::wire::Failure;
use chat_core::{ConversationId, Seq};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use std::str::FromStr;

const IS_MISSING: &str = "is missing";
const IS_UNKNOWN: &str = "is not known here";
const AN_ID: &str = "expected an id such as 0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f";
/// What is said to be wrong when it is no field.
const REQUEST: &str = "request";
/// The most characters of the name of an unknown field that are repeated.
const NAME_MAX: usize = 64;

/// Somebody types, or has stopped.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SetTyping"))]
pub(crate) struct Typing {
    pub(crate) conversation_id: ConversationId,
    pub(crate) is_typing: bool,
}

/// Somebody looks at a conversation, or does not any more.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SetViewing"))]
pub(crate) struct Viewing {
    pub(crate) conversation_id: ConversationId,
    pub(crate) is_viewing: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct Sync {
    after: Seq,
}

/// A request for what came after a place in the journal.
pub(crate) fn after(request: &Value) -> Result<Seq, Failure> {
    let Sync { after } = object(request)?;
    if after < 0 { Err(Failure::wrong("after", "must not be negative")) } else { Ok(after) }
}

/// A request that is an object.
pub(crate) fn object<T: DeserializeOwned>(request: &Value) -> Result<T, Failure> {
    if !request.is_object() {
        return Err(Failure::wrong(REQUEST, "expected an object"));
    }
    serde_path_to_error::deserialize(request).map_err(|error| {
        let path = error.path().to_string();
        wrong(if path == "." { "" } else { &path }, &error.inner().to_string())
    })
}

/// A request that is an id, bare or as the only field of an object.
pub(crate) fn id<T: FromStr>(request: &Value, field: &str) -> Result<T, Failure> {
    let id = match request {
        Value::Object(fields) => {
            if let Some(unknown) = fields.keys().find(|known| *known != field) {
                return Err(Failure::wrong(shortened(unknown), IS_UNKNOWN));
            }
            fields.get(field).unwrap_or(&Value::Null)
        }
        bare => bare,
    };
    match id {
        Value::Null => Err(Failure::wrong(field, IS_MISSING)),
        id => id.as_str().and_then(|id| id.parse().ok()).ok_or_else(|| Failure::wrong(field, AN_ID)),
    }
}

/// What serde complains of at `path`.
fn wrong(path: &str, complaint: &str) -> Failure {
    for (start, problem) in
        [("missing field `", IS_MISSING), ("unknown field `", IS_UNKNOWN), ("duplicate field `", "is given twice")]
    {
        if let Some(rest) = complaint.strip_prefix(start) {
            return Failure::wrong(shortened(rest.split('`').next().unwrap_or_default()), problem);
        }
    }
    Failure::wrong(if path.is_empty() { REQUEST } else { path }, expectation(complaint))
}

/// What would have fitted. Whatever serde says before that repeats the value.
fn expectation(complaint: &str) -> &str {
    match complaint.rfind("expected ") {
        _ if complaint.starts_with("UUID parsing failed") => AN_ID,
        _ if complaint.contains("expected a formatted UUID string") => AN_ID,
        Some(at) => &complaint[at..],
        None => "does not fit",
    }
}

fn shortened(name: &str) -> String {
    name.chars().take(NAME_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chat_core::{ConversationId, MessageId, MessageKind, Seq};
    use serde::Deserialize;
    use serde_json::json;

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read matters")]
    struct Everything {
        conversation_id: ConversationId,
        content: String,
        reply_to: Option<MessageId>,
        kind: Option<MessageKind>,
        after: Option<Seq>,
        is_typing: Option<bool>,
    }

    fn failure(answer: Result<impl std::fmt::Debug, Failure>) -> Value {
        json!(answer.unwrap_err())
    }

    fn named(field: &str, problem: &str) -> Value {
        json!({
            "ok": false, "code": "invalid", "message": format!("{field}: {problem}"),
            "errors": [{ "field": field, "problem": problem }],
        })
    }

    #[test]
    fn every_wrong_field_is_named_in_our_words() {
        let cases = [
            (json!({ "content": "hi" }), "conversationId", IS_MISSING),
            (json!({ "conversationId": ID }), "content", IS_MISSING),
            (json!({ "conversationId": "xyz", "content": "hi" }), "conversationId", AN_ID),
            (json!({ "conversationId": { "a": 1 }, "content": "hi" }), "conversationId", AN_ID),
            (json!({ "conversationId": ID, "content": { "secret": 1 } }), "content", "expected a string"),
            (json!({ "conversationId": ID, "content": null }), "content", "expected a string"),
            (json!({ "conversationId": ID, "content": "hi", "replyTo": 5 }), "replyTo", AN_ID),
            (
                json!({ "conversationId": ID, "content": "hi", "kind": "secret" }),
                "kind",
                "expected one of `reply`, `note`, `event`",
            ),
            (json!({ "conversationId": ID, "content": "hi", "after": "secret" }), "after", "expected i64"),
            (json!({ "conversationId": ID, "content": "hi", "after": 1e300 }), "after", "expected i64"),
            (json!({ "conversationId": ID, "content": "hi", "isTyping": "secret" }), "isTyping", "expected a boolean"),
            (json!({ "conversationId": ID, "content": "hi", "attachments": [ID] }), "attachments", IS_UNKNOWN),
            (json!("secret"), REQUEST, "expected an object"),
            (json!([ID, "secret"]), REQUEST, "expected an object"),
            (json!(null), REQUEST, "expected an object"),
        ];
        for (request, field, problem) in cases {
            assert_eq!(failure(object::<Everything>(&request)), named(field, problem), "{request}");
        }
    }

    #[test]
    fn an_id_that_is_none_is_named_in_our_words() {
        let cases = [
            (json!(null), "conversationId", IS_MISSING),
            (json!({}), "conversationId", IS_MISSING),
            (json!("xyz"), "conversationId", AN_ID),
            (json!(5), "conversationId", AN_ID),
            (json!([ID]), "conversationId", AN_ID),
            (json!({ "conversationId": true }), "conversationId", AN_ID),
            (json!({ "conversationId": ID, "isTyping": true }), "isTyping", IS_UNKNOWN),
        ];
        for (request, field, problem) in cases {
            assert_eq!(failure(id::<ConversationId>(&request, "conversationId")), named(field, problem), "{request}");
        }
    }

    #[test]
    fn a_value_is_never_repeated_however_it_reads() {
        for value in ["secret expected secret", "expected ", "`, expected secret", "missing field `secret`"] {
            for field in ["conversationId", "replyTo", "kind", "after", "isTyping"] {
                let mut request = json!({ "conversationId": ID, "content": "hi" });
                request[field] = json!(value);
                let failure = failure(object::<Everything>(&request)).to_string();
                assert!(!failure.contains("secret") && !failure.contains("expected \""), "{failure}");
                assert!(failure.contains(&format!("\"field\":\"{field}\"")), "{failure}");
            }
        }
    }

    #[test]
    fn a_long_name_of_an_unknown_field_is_cut() {
        let name = "é".repeat(100_000);
        let request = json!({ "conversationId": ID, "content": "hi", name.as_str(): 1 });
        let cut = "é".repeat(NAME_MAX);
        assert_eq!(failure(object::<Everything>(&request)), named(&cut, IS_UNKNOWN));
        let request = json!({ name.as_str(): ID });
        assert_eq!(failure(id::<ConversationId>(&request, "conversationId")), named(&cut, IS_UNKNOWN));
    }
}
