//! The arguments of an event or of an acknowledgement.

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

/// The arguments of an event or of an acknowledgement, binary ones included.
///
/// A binary argument is a placeholder `{"_placeholder":true,"num":n}` among the values, and the `n`th attachment.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Args {
    /// The arguments, with placeholders where binary ones stand.
    pub values: Vec<Value>,
    /// What the placeholders stand for.
    pub attachments: Vec<Bytes>,
}

/// Says how much there is, never what it says.
impl std::fmt::Debug for Args {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Args")
            .field("values", &self.values.len())
            .field("attachments", &self.attachments.len())
            .finish()
    }
}

impl Args {
    /// No argument at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// One argument.
    ///
    /// # Errors
    /// Fails when `value` cannot be JSON, such as a map whose keys are no strings.
    pub fn one(value: &impl Serialize) -> Result<Self, serde_json::Error> {
        Ok(Self::from(vec![serde_json::to_value(value)?]))
    }

    /// The first argument, or null.
    pub fn first(&self) -> &Value {
        self.values.first().unwrap_or(&Value::Null)
    }

    /// Adds a binary argument.
    #[must_use]
    pub fn with_binary(mut self, bytes: impl Into<Bytes>) -> Self {
        let num = self.attachments.len();
        self.values.push(serde_json::json!({ "_placeholder": true, "num": num }));
        self.attachments.push(bytes.into());
        self
    }
}

impl From<Vec<Value>> for Args {
    fn from(values: Vec<Value>) -> Self {
        Self { values, attachments: Vec::new() }
    }
}

/// Whether every placeholder in `values` stands for one of `attachments` attachments.
pub(crate) fn placeholders_fit(values: &[Value], attachments: usize) -> bool {
    values.iter().all(|value| placeholder_fits(value, attachments))
}

fn placeholder_fits(value: &Value, attachments: usize) -> bool {
    match value {
        Value::Array(values) => placeholders_fit(values, attachments),
        Value::Object(fields) if fields.get("_placeholder") == Some(&Value::Bool(true)) => {
            fields.get("num").and_then(Value::as_u64).is_some_and(|num| num < attachments as u64)
        }
        Value::Object(fields) => fields.values().all(|value| placeholder_fits(value, attachments)),
        _ => true,
    }
}
