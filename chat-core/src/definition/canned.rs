use crate::{Draft, FieldError};
use serde::{Deserialize, Serialize};

/// A text that is written often. Its name is what an agent types after a slash to get it.
///
/// `{{customer.name}}`, `{{customer.email}}`, `{{agent.name}}`, `{{conversation.id}}`, `{{conversation.subject}}` and
/// `{{conversation.<attribute>}}` stand for what is known of the conversation; with `|` a word follows for when it is not
/// known: `Hello {{customer.name|there}}`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CannedResponse {
    /// The text: 1 to [`Draft::CHARS_MAX`] characters.
    pub content: String,
}

impl CannedResponse {
    pub(super) fn faults(&self, name: &str) -> Vec<FieldError> {
        let shortcut = name.contains(char::is_whitespace).then(|| FieldError::new("name", "no spaces, please"));
        let is_fine = !self.content.trim().is_empty()
            && self.content.chars().count() <= Draft::CHARS_MAX
            && !self.content.contains('\0');
        let content = (!is_fine)
            .then(|| FieldError::new("content", format!("1 to {} characters without NUL, please", Draft::CHARS_MAX)));
        shortcut.into_iter().chain(content).collect()
    }
}
