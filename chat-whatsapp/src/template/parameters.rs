//! What goes into a template.

use crate::outgoing::{Location, MediaSource};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What goes into a template, as the API takes it: one value for each variable, a file for a header that shows one, and what its
/// buttons need. What the template has no place for is refused, and so is a place without a value.
///
/// ```json
/// {
///   "header": ["summer"],
///   "media": {"file": 0},
///   "body": ["Ann", "12:00"],
///   "buttons": [{"index": 0, "payload": "yes"}, {"index": 1, "text": "orders/17"}, {"index": 2, "couponCode": "SAVE20"}],
///   "cards": [{"media": {"id": "4490709327384033"}, "body": ["a shirt"], "buttons": [{"index": 0, "payload": "shirt"}]}],
///   "limitedTimeOffer": {"expirationTimeMs": 1796083200000},
///   "code": "123456"
/// }
/// ```
///
/// Where variables have names, values are given by name: `"body": {"first_name": "Ann"}`. A template for authentication takes its
/// `code` and nothing else.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct TemplateParameters {
    /// The values of a header of text.
    pub header: Option<Values>,
    /// The file of a header that shows one; the first attached file when it is left out.
    pub media: Option<MediaSource>,
    /// The place of a header that shows one.
    pub location: Option<Location>,
    /// The product of a header that shows one.
    pub product: Option<Product>,
    /// The values of the body.
    pub body: Option<Values>,
    /// What buttons need, by their place.
    pub buttons: Vec<ButtonParameters>,
    /// What the cards of a carousel need, in their order.
    pub cards: Vec<CardParameters>,
    /// Until when an offer holds.
    pub limited_time_offer: Option<OfferParameters>,
    /// The code of a template for authentication.
    pub code: Option<String>,
}

/// The values of a text.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged, expecting = "expected a list of values, or an object of them by name")]
pub enum Values {
    /// One after the other.
    Listed(Vec<Parameter>),
    /// By name.
    Named(BTreeMap<String, Parameter>),
}

/// The value of a variable.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged, expecting = "expected a text, {\"currency\": …} or {\"dateTime\": …}")]
pub enum Parameter {
    /// A text.
    Text(String),
    /// An amount of money.
    Currency {
        /// The amount.
        currency: Currency,
    },
    /// A moment.
    #[serde(rename_all = "camelCase")]
    DateTime {
        /// The moment.
        date_time: DateTime,
    },
}

/// An amount of money.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Currency {
    /// What is shown where it cannot be written as the customer is used to.
    pub fallback_value: String,
    /// What it is of, as ISO 4217 has it.
    pub code: String,
    /// How much, times a thousand: `amount1000`.
    pub amount_1000: i64,
}

/// A moment.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DateTime {
    /// What is shown.
    pub fallback_value: String,
}

/// What a button needs.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ButtonParameters {
    /// Which of the template's buttons it is, from 0.
    pub index: usize,
    /// The end of the address of a button that leads to one.
    pub text: Option<String>,
    /// What comes back when a quick reply is tapped.
    pub payload: Option<String>,
    /// What a button copies.
    pub coupon_code: Option<String>,
    /// What a flow is told of who opened it.
    pub flow_token: Option<String>,
    /// What a flow begins with.
    pub flow_action_data: Option<Map<String, Value>>,
    /// The product whose picture stands above a catalogue or its products.
    pub thumbnail_product_retailer_id: Option<String>,
    /// The products of a button that shows several, in the shape of the Cloud API.
    pub sections: Option<Vec<Value>>,
}

/// What a card of a carousel needs.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CardParameters {
    /// The file above it.
    pub media: Option<MediaSource>,
    /// The product above it.
    pub product: Option<Product>,
    /// The values of its body.
    pub body: Option<Values>,
    /// What its buttons need.
    pub buttons: Vec<ButtonParameters>,
}

/// A product of a catalogue.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Product {
    /// What Meta calls the catalogue.
    pub catalog_id: String,
    /// What the business calls the product.
    pub product_retailer_id: String,
}

/// Until when an offer holds.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OfferParameters {
    /// In milliseconds since 1970.
    pub expiration_time_ms: i64,
}

impl Values {
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Listed(list) => list.is_empty(),
            Self::Named(map) => map.is_empty(),
        }
    }
}

impl Parameter {
    /// What is read of it.
    pub(super) fn words(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Currency { currency } => &currency.fallback_value,
            Self::DateTime { date_time } => &date_time.fallback_value,
        }
    }
}
