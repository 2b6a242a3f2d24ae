use super::text_fault;
use crate::{Color, FieldError};
use serde::{Deserialize, Serialize};

/// A word that conversations are sorted by.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Label {
    /// What it looks like in a list.
    pub color: Color,
    /// When to use it, at most [`Label::DESCRIPTION_MAX`] bytes.
    #[serde(default)]
    pub description: Option<String>,
}

impl Label {
    /// The longest description in bytes.
    pub const DESCRIPTION_MAX: usize = 512;

    pub(super) fn faults(&self) -> Vec<FieldError> {
        let description = self.description.as_deref();
        description.and_then(|text| text_fault("description", text, Self::DESCRIPTION_MAX)).into_iter().collect()
    }
}
