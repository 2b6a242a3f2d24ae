//! What lies ahead of a business's message once it is accepted.

use super::kinds::Kind;
use serde::Serialize;
use serde_json::Value;

/// How a message goes on, and what it shows and costs.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Course {
    /// What is fetched before the message is sent.
    #[serde(skip)]
    pub(crate) link: Option<Link>,
    /// The id of the file that it shows; that of a link is there when it was fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) media: Option<String>,
    /// What the user sees of a template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rendered: Option<Value>,
    #[serde(skip)]
    pub(crate) end: End,
    pub(crate) pricing: Pricing,
}

/// A file elsewhere.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Link {
    pub(crate) url: String,
    pub(crate) kind: Kind,
}

/// The last status that a message can reach.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum End {
    /// For reactions, of which nothing more is told.
    Sent,
    #[default]
    Read,
    /// For voice messages.
    Played,
}

/// What the statuses say of the price.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pricing {
    pub(crate) billable: bool,
    pub(crate) category: String,
}

impl Pricing {
    /// Meta's word for why a message costs something or not.
    pub(crate) fn kind(&self) -> &'static str {
        if self.billable { "regular" } else { "free_customer_service" }
    }
}

impl Default for Pricing {
    /// That of a message within the customer service window.
    fn default() -> Self {
        Self { billable: false, category: "service".to_owned() }
    }
}
