//! What the parts of a body are checked with.

use crate::emulator::graph::errors::GraphError;
use serde_json::Value;

/// A part of a body, with the path that an error names it by.
#[derive(Clone, Debug)]
pub(crate) struct Part<'a> {
    pub(crate) value: &'a Value,
    path: String,
}

impl<'a> Part<'a> {
    pub(crate) fn root(path: &str, value: &'a Value) -> Self {
        Self { value, path: path.to_owned() }
    }

    /// The part under `key`, whether it is there or not.
    pub(crate) fn at(&self, key: &str) -> Self {
        Self { value: &self.value[key], path: format!("{}['{key}']", self.path) }
    }

    /// The part under `key`, unless it is not there.
    pub(crate) fn given(&self, key: &str) -> Option<Self> {
        Some(self.at(key)).filter(|part| !part.value.is_null())
    }

    pub(crate) fn missing(&self) -> GraphError {
        GraphError::missing(&self.path)
    }

    /// A refusal that says of this part what is wrong.
    pub(crate) fn refused(&self, wrong: &str) -> GraphError {
        GraphError::invalid(format!("{} {wrong}", self.path))
    }

    /// A text that is not empty and has at most `max` characters.
    pub(crate) fn words(&self, max: usize) -> Result<&'a str, GraphError> {
        let text = match self.value {
            Value::Null => return Err(self.missing()),
            Value::String(text) => text.as_str(),
            _ => return Err(self.refused("must be a string.")),
        };
        match text.chars().count() {
            0 => Err(self.missing()),
            count if count > max => Err(self.refused(&format!("must be at most {max} characters long."))),
            _ => Ok(text),
        }
    }

    /// The same, if the part is there; an empty text counts as none.
    pub(crate) fn optional_words(&self, max: usize) -> Result<Option<&'a str>, GraphError> {
        match self.value {
            Value::Null => Ok(None),
            Value::String(text) if text.is_empty() => Ok(None),
            _ => self.words(max).map(Some),
        }
    }

    /// The parts of a list that has `min` to `max` of them.
    pub(crate) fn items(&self, min: usize, max: usize) -> Result<Vec<Self>, GraphError> {
        let items = match self.value {
            Value::Null => return Err(self.missing()),
            Value::Array(items) => items,
            _ => return Err(self.refused("must be an array.")),
        };
        if !(min..=max).contains(&items.len()) {
            return Err(self.refused(&format!("must have {min} to {max} elements.")));
        }
        let item = |(index, value)| Self { value, path: format!("{}[{index}]", self.path) };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// An object that is there.
    pub(crate) fn object(&self) -> Result<(), GraphError> {
        match self.value {
            Value::Null => Err(self.missing()),
            Value::Object(_) => Ok(()),
            _ => Err(self.refused("must be an object.")),
        }
    }
}

/// Refuses what is in the list twice.
pub(crate) fn unique(of: &Part<'_>, what: &str, texts: &[&str]) -> Result<(), GraphError> {
    let mut seen = std::collections::BTreeSet::new();
    match texts.iter().all(|text| seen.insert(*text)) {
        true => Ok(()),
        false => Err(of.refused(&format!("must not have the same {what} twice."))),
    }
}
