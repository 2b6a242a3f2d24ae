use super::text_fault;
use crate::FieldError;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A message that a provider has to agree to before it is sent: with it a customer may be written to at any time. The definition's
/// name is the template's and [`Template::language`] together.
///
/// Words are the provider's, and so is the shape of the parts: only its channel reads them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Template {
    /// The provider's id of the business that has it.
    pub business_id: String,
    /// What the provider calls it.
    pub reference: String,
    /// Its language, as the provider writes it: `en_US`.
    pub language: String,
    /// What it is for.
    pub category: String,
    /// Whether it may be sent.
    pub status: String,
    /// How satisfied recipients are with it.
    #[serde(default)]
    pub quality: Option<String>,
    /// Why it may not be sent.
    #[serde(default)]
    pub reason: Option<String>,
    /// Whether what goes into it has names or places.
    #[serde(default)]
    pub parameter_format: Option<String>,
    /// Its parts.
    pub components: Value,
}

impl Template {
    /// The status in which it may be sent.
    pub const APPROVED: &str = "APPROVED";

    /// The longest word of a provider in bytes.
    const WORD_MAX: usize = 512;

    pub(super) fn faults(&self) -> Vec<FieldError> {
        let words = [("language", &self.language), ("category", &self.category), ("status", &self.status)];
        words.into_iter().filter_map(|(field, word)| text_fault(field, word, Self::WORD_MAX)).collect()
    }
}
