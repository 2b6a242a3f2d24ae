use crate::{ConversationFilter, ConversationOrder, Error, FieldError};
use serde::{Deserialize, Serialize};

/// A list of conversations that somebody looks at again and again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// Which conversations it finds.
    pub filter: ConversationFilter,
    /// In which order they are listed.
    #[serde(default)]
    pub order: ConversationOrder,
}

impl View {
    pub(super) fn faults(&self) -> Vec<FieldError> {
        match self.filter.check() {
            Err(Error::Invalid(faults)) => faults,
            _ => Vec::new(),
        }
    }
}
