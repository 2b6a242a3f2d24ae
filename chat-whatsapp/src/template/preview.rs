//! How a template looks with everything in its place.

use super::parts::Button;
use serde::Serialize;

/// A template, or a card of one, as it is read.
#[derive(Debug, Default, Serialize)]
pub(super) struct Preview {
    /// The text above the body, or the place there; nothing where a file stands.
    pub(super) header: Option<String>,
    pub(super) body: Option<String>,
    pub(super) footer: Option<String>,
    pub(super) buttons: Vec<PreviewButton>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cards: Vec<Preview>,
}

#[derive(Debug, Serialize)]
pub(super) struct PreviewButton {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "phoneNumber")]
    pub(super) phone_number: Option<String>,
}

impl Preview {
    /// All that is read of it.
    pub(super) fn words(&self) -> String {
        let own = [&self.header, &self.body, &self.footer].into_iter().flatten().cloned();
        own.chain(self.cards.iter().map(Self::words)).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

impl PreviewButton {
    /// A button as its template has it.
    pub(super) fn of(button: &Button) -> Self {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        Self {
            kind: button.kind.clone(),
            text: button.text.clone(),
            url: given(&button.url),
            phone_number: given(&button.phone_number),
        }
    }
}
