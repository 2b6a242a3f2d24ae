//! The door for the fuzzer and for tests to what reads clients' requests.

use super::{requests::Request, visitor_requests};
use crate::engine::Args;
use serde_json::{Value, json};

/// The longest words of a refusal in bytes: whatever was asked, nothing of it is repeated at length.
const MESSAGE_MAX: usize = 512;

/// Reads `bytes` as an event, `["name", …arguments]`.
///
/// # Panics
///
/// Panics when a request is refused in a form that clients do not know, or taken for something else than was said.
pub fn requests(bytes: &[u8]) {
    let Ok(Value::Array(mut values)) = serde_json::from_slice(bytes) else { return };
    if values.is_empty() {
        return;
    }
    let Value::String(event) = values.remove(0) else { return };
    let said = values.first().map_or(Value::Null, |request| request["content"].clone());
    let args = Args::from(values);
    match visitor_requests::Request::parse(&event, &args) {
        Ok(visitor_requests::Request::Sync { after }) => assert!(after >= 0, "the journal starts at 1"),
        Ok(visitor_requests::Request::SendMessage(draft)) => {
            assert_eq!(said, draft.content, "the text is as it was said")
        }
        Ok(_) => {}
        Err(failure) => is_known(&json!(failure)),
    }
    match Request::parse(&event, &args) {
        Ok(Request::Sync { after }) => assert!(after >= 0, "the journal starts at 1"),
        Ok(Request::SendMessage { draft, .. }) => assert_eq!(said, draft.content, "the text is taken as it was said"),
        Ok(_) => {}
        Err(failure) => is_known(&json!(failure)),
    }
}

fn is_known(failure: &Value) {
    let text = |value: &'_ Value| value.as_str().map(str::len);
    assert_eq!(failure["ok"], false, "{failure}");
    assert!(text(&failure["message"]).is_some_and(|len| (1..=MESSAGE_MAX).contains(&len)), "{failure}");
    match failure["code"].as_str() {
        Some("unknown_event") => {}
        Some("invalid") => {
            let wrong = failure["errors"].as_array().expect("it says which fields are wrong");
            assert!(!wrong.is_empty(), "{failure}");
            for field in wrong {
                assert!(
                    text(&field["field"]).is_some() && text(&field["problem"]).is_some_and(|len| len > 0),
                    "{failure}"
                );
            }
        }
        _ => panic!("the code is none for a request that cannot be read: {failure}"),
    }
}
