//! The records of the emulated world.

use crate::emulator::{course::Course, faults::Failure, limits::Bucket, setup::Callback};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A Meta app: it is called back, and its secret signs.
pub(crate) struct App {
    pub(crate) secret: String,
    pub(crate) callback: Option<Callback>,
    /// What it subscribed to; `None` is everything.
    pub(crate) fields: Option<BTreeSet<String>>,
}

impl App {
    pub(crate) fn hears(&self, field: &str) -> bool {
        self.fields.as_ref().is_none_or(|fields| fields.contains(field))
    }
}

/// A business account: numbers of one portfolio, and the apps that hear of them.
#[derive(Default)]
pub(crate) struct Waba {
    pub(crate) business: String,
    pub(crate) name: String,
    pub(crate) subscriptions: BTreeMap<String, Subscription>,
}

/// An app's subscription to a business account.
#[derive(Clone, Default)]
pub(crate) struct Subscription {
    pub(crate) override_url: Option<String>,
}

/// A person with WhatsApp.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    /// Digits only.
    pub(crate) phone: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) hide_phone: bool,
    pub(crate) online: bool,
    pub(crate) read_receipts: bool,
    pub(crate) blocked: bool,
    /// How often the user's identity has changed.
    #[serde(skip)]
    pub(crate) identity_changes: u32,
    /// The user's id towards each business portfolio.
    pub(crate) bsuids: BTreeMap<String, String>,
}

/// What is between one business number and one recipient.
pub(crate) struct Pair {
    pub(crate) wrote_at: Option<DateTime<Utc>>,
    /// When the business last sent to the user's phone number: it then sees the number for 30 days.
    pub(crate) phone_used_at: Option<DateTime<Utc>>,
    pub(crate) typing_until: Option<DateTime<Utc>>,
    /// Whether the user wants no marketing from the business.
    pub(crate) opted_out: bool,
    pub(crate) throughput: Bucket,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Direction {
    /// From a user.
    Inbound,
    /// From a business.
    Outbound,
}

/// How far a business's message has come. A later variant never gives way to an earlier one.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum SendStatus {
    Accepted,
    Sent,
    Delivered,
    Read,
    /// A voice message was listened to.
    Played,
    Failed,
}

impl SendStatus {
    /// The word for it in a webhook.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Played => "played",
            Self::Failed => "failed",
        }
    }
}

/// A message in either direction.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Message {
    pub(crate) wamid: String,
    pub(crate) direction: Direction,
    pub(crate) phone_number_id: String,
    /// The WhatsApp user; `None` when a business wrote to someone who is not on WhatsApp.
    pub(crate) user: Option<String>,
    /// What a business wrote as the recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recipient: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The webhook's message object, or the parameters of the send.
    pub(crate) body: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) callback_data: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
    /// Outbound: how far it has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<SendStatus>,
    /// Outbound: when it reached each status.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) reached: BTreeMap<SendStatus, DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) failure: Option<Failure>,
    /// Inbound: whether the business marked it as read.
    pub(crate) marked_read: bool,
    /// Outbound: what lies ahead of it.
    #[serde(flatten)]
    pub(crate) course: Course,
    /// Whether a webhook that tells of it was answered 200.
    pub(crate) heard: bool,
}

/// A Graph request as it was answered.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request {
    pub(crate) at: DateTime<Utc>,
    pub(crate) method: String,
    pub(crate) path: String,
    /// Everything the caller gave except the token.
    pub(crate) parameters: Value,
    /// `None` while unanswered, and for good when the connection was closed on purpose.
    pub(crate) status: Option<u16>,
}
