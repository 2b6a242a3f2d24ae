//! What a message of any type may say beside its content.

use crate::lenient::{flag, list, number, object, owned};
use serde::Serialize;
use serde_json::{Number, Value};

/// Where a message comes from; which message it answers is told elsewhere.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Context {
    #[serde(skip_serializing_if = "Option::is_none")]
    forwarded: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frequently_forwarded: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<Product>,
}

/// The product of a catalogue that is asked about.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Product {
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_retailer_id: Option<String>,
}

impl Context {
    pub(super) fn of(message: &Value) -> Option<Self> {
        let context = object(message, "context")?;
        let product = object(context, "referred_product").map(|product| Product {
            catalog_id: owned(product, "catalog_id"),
            product_retailer_id: owned(product, "product_retailer_id"),
        });
        let is_said = |key| flag(context, key).filter(|is_so| *is_so);
        let found =
            Self { forwarded: is_said("forwarded"), frequently_forwarded: is_said("frequently_forwarded"), product };
        let is_empty = found.forwarded.is_none() && found.frequently_forwarded.is_none() && found.product.is_none();
        (!is_empty).then_some(found)
    }
}

/// The advertisement that somebody came from.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Referral {
    #[serde(skip_serializing_if = "Option::is_none")]
    source_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    video_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ctwa_clid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    welcome_text: Option<String>,
}

impl Referral {
    pub(super) fn of(message: &Value) -> Option<Self> {
        let referral = object(message, "referral")?;
        Some(Self {
            source_url: owned(referral, "source_url"),
            source_id: owned(referral, "source_id"),
            source_type: owned(referral, "source_type"),
            headline: owned(referral, "headline"),
            body: owned(referral, "body"),
            media_type: owned(referral, "media_type"),
            image_url: owned(referral, "image_url"),
            video_url: owned(referral, "video_url"),
            thumbnail_url: owned(referral, "thumbnail_url"),
            ctwa_clid: owned(referral, "ctwa_clid"),
            welcome_text: object(referral, "welcome_message").and_then(|welcome| owned(welcome, "text")),
        })
    }
}

/// The group that a message was written in, and who of it wrote.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Group {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    wa_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<String>,
}

impl Group {
    pub(super) fn of(message: &Value) -> Option<Self> {
        let id = owned(message, "group_id")?;
        Some(Self { id, wa_id: owned(message, "from"), user_id: owned(message, "from_user_id") })
    }
}

/// The state of the keys that the customer's messages are encrypted with.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Identity {
    #[serde(skip_serializing_if = "Option::is_none")]
    acknowledged: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_timestamp: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
}

impl Identity {
    pub(super) fn of(message: &Value) -> Option<Self> {
        let identity = object(message, "identity")?;
        Some(Self {
            acknowledged: flag(identity, "acknowledged"),
            created_timestamp: number(identity, "created_timestamp"),
            hash: owned(identity, "hash"),
        })
    }
}

/// Why a message could not be handed over whole.
#[derive(Serialize)]
pub(super) struct Trouble {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<String>,
}

impl Trouble {
    pub(super) fn of(message: &Value) -> Option<Self> {
        let error = list(message, "errors").iter().find(|error| error.is_object())?;
        Some(Self {
            code: owned(error, "code"),
            title: owned(error, "title").or_else(|| owned(error, "message")),
            details: object(error, "error_data")
                .and_then(|data| owned(data, "details"))
                .or_else(|| owned(error, "details")),
        })
    }
}

/// Whether a text message says something that its text, author, time and answered message do not: that it was forwarded,
/// came from an advertisement, was sent to a group, or whatever else there may be.
pub(super) fn says_more_than_text(message: &Value) -> bool {
    const COMMON: [&str; 12] = [
        "id",
        "from",
        "from_user_id",
        "from_parent_user_id",
        "to",
        "to_user_id",
        "to_parent_user_id",
        "timestamp",
        "type",
        "text",
        "context",
        "history_context",
    ];
    const ANSWER: [&str; 4] = ["id", "from", "from_user_id", "from_parent_user_id"];
    let beyond = |value: Option<&Value>, known: &[&str]| {
        let is_new = |(key, value): (&String, &Value)| !value.is_null() && !known.contains(&key.as_str());
        value.and_then(Value::as_object).is_some_and(|fields| fields.iter().any(is_new))
    };
    beyond(Some(message), &COMMON) || beyond(message.get("context"), &ANSWER) || beyond(message.get("text"), &["body"])
}
