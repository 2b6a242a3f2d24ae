//! `text`.

use crate::emulator::graph::errors::GraphError;
use serde_json::Value;

/// The longest text of a message, in characters.
const TEXT_MAX: usize = 4_096;

pub(crate) fn check(body: &Value) -> Result<(), GraphError> {
    match &body["body"] {
        Value::Null => Err(GraphError::missing("text['body']")),
        Value::String(text) if text.trim().is_empty() => Err(GraphError::missing("text['body']")),
        Value::String(text) if text.chars().count() > TEXT_MAX => {
            Err(GraphError::malformed("Param text['body'] must be at most 4096 characters long."))
        }
        Value::String(_) => Ok(()),
        _ => Err(GraphError::malformed("Param text['body'] must be a string.")),
    }
}
