use super::words;
use chat_core::{Cursor, EventKind, Page, Seq, Timestamp, WebhookCallId, WebhookCallKind, WebhookId, WebhookStatus};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An address that is told what happens.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Webhook)]
pub(crate) struct Webhook {
    #[schema(value_type = String, format = Uuid)]
    id: WebhookId,
    #[schema(example = "https://shop.example/chat-events")]
    url: String,
    description: String,
    /// The types of events that are sent; all of them when it is empty.
    #[schema(schema_with = words::event_kinds)]
    events: Vec<EventKind>,
    #[schema(schema_with = words::webhook_status)]
    status: WebhookStatus,
    /// Why it gets nothing.
    reason: Option<String>,
    /// The `seq` of the last event that it has taken, or that it has not subscribed to.
    #[schema(value_type = i64)]
    cursor: Seq,
    /// How often in a row it did not take what comes next.
    failures: i64,
    /// Since when it has not taken what comes next.
    #[schema(value_type = Option<String>, format = DateTime)]
    failing_since: Option<Timestamp>,
    /// When the next try is made, while it fails.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_attempt_at: Option<Timestamp>,
    /// Until when calls are signed with the secret before as well.
    #[schema(value_type = Option<String>, format = DateTime)]
    previous_secret_until: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// How often it was written: `If-Match` asks for it by this number in quotation marks.
    pub(crate) revision: i64,
}

impl From<chat_core::Webhook> for Webhook {
    fn from(record: chat_core::Webhook) -> Self {
        let is_failing = record.failing_since.is_some() && record.status == WebhookStatus::Active;
        Self {
            id: record.id,
            url: record.url,
            description: record.description,
            events: record.events,
            status: record.status,
            reason: record.reason,
            cursor: record.cursor,
            failures: record.failures,
            failing_since: record.failing_since,
            next_attempt_at: is_failing.then_some(record.next_at),
            previous_secret_until: record.previous_until,
            created_at: record.created_at,
            updated_at: record.updated_at,
            revision: record.revision,
        }
    }
}

/// A webhook with what its calls are signed with, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookWithSecret)]
pub(crate) struct WebhookWithSecret {
    webhook: Webhook,
    /// The key of the signatures, as Standard Webhooks writes it.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    secret: String,
}

impl From<chat_core::Webhook> for WebhookWithSecret {
    fn from(record: chat_core::Webhook) -> Self {
        Self { secret: record.secret.expose().to_owned(), webhook: record.into() }
    }
}

/// Webhooks, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookList)]
pub(crate) struct WebhookList {
    items: Vec<Webhook>,
    /// Always null: the webhooks fit on one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Vec<chat_core::Webhook>> for WebhookList {
    fn from(records: Vec<chat_core::Webhook>) -> Self {
        Self { items: records.into_iter().map(Webhook::from).collect(), next_cursor: None }
    }
}

/// A webhook to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = CreateWebhook)]
pub(crate) struct NewWebhook {
    /// Where events are to be sent: https, on the internet.
    #[schema(example = "https://shop.example/chat-events")]
    url: String,
    #[serde(default)]
    #[schema(required = false, max_length = 200, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$")]
    description: String,
    /// The types of events to send; all of them when it is empty or missing.
    #[serde(default)]
    #[schema(required = false, schema_with = words::event_kinds)]
    events: Vec<EventKind>,
}

impl From<NewWebhook> for chat_core::NewWebhook {
    fn from(NewWebhook { url, description, events }: NewWebhook) -> Self {
        Self { url, description, events }
    }
}

/// What is to become different about a webhook; what is missing or null stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = UpdateWebhook)]
pub(crate) struct WebhookPatch {
    /// Another address has to be verified before it gets anything.
    url: Option<String>,
    #[schema(max_length = 200, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$")]
    description: Option<String>,
    /// The types of events to send; all of them when it is empty.
    #[schema(schema_with = words::maybe_event_kinds)]
    events: Option<Vec<EventKind>>,
    #[schema(schema_with = words::maybe_settable_webhook_status)]
    status: Option<SettableStatus>,
}

/// What an owner may set a webhook to; taking it away is another request.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum SettableStatus {
    Active,
    Paused,
}

impl From<WebhookPatch> for chat_core::WebhookPatch {
    fn from(WebhookPatch { url, description, events, status }: WebhookPatch) -> Self {
        let status = status.map(|status| match status {
            SettableStatus::Active => WebhookStatus::Active,
            SettableStatus::Paused => WebhookStatus::Paused,
        });
        Self { url, description, events, status }
    }
}

/// One call of a webhook.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookCall)]
pub(crate) struct WebhookCall {
    #[schema(value_type = String, format = Uuid)]
    id: WebhookCallId,
    #[schema(schema_with = words::webhook_call_kind)]
    kind: WebhookCallKind,
    /// The event's place in the journal.
    #[schema(value_type = Option<i64>)]
    seq: Option<Seq>,
    /// The event's type.
    #[schema(value_type = Option<String>, example = "messagePosted")]
    event: Option<EventKind>,
    /// How many times it was tried by then in a row.
    attempt: i64,
    /// Whether the endpoint took it.
    ok: bool,
    /// The HTTP status of the answer, if one came.
    status_code: Option<i64>,
    /// What went wrong.
    error: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    started_at: Timestamp,
    duration_ms: i64,
}

impl From<chat_core::WebhookCall> for WebhookCall {
    fn from(record: chat_core::WebhookCall) -> Self {
        Self {
            id: record.id,
            kind: record.kind,
            seq: record.seq,
            event: record.event,
            attempt: record.number,
            ok: record.is_taken(),
            status_code: record.status,
            error: record.error,
            started_at: record.started_at,
            duration_ms: record.duration_ms,
        }
    }
}

/// Calls of a webhook, the latest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookCallList)]
pub(crate) struct WebhookCallList {
    items: Vec<WebhookCall>,
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Page<chat_core::WebhookCall>> for WebhookCallList {
    fn from(Page { items, next }: Page<chat_core::WebhookCall>) -> Self {
        Self { items: items.into_iter().map(WebhookCall::from).collect(), next_cursor: next }
    }
}

/// How an endpoint has answered the challenge.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookCheck)]
pub(crate) struct WebhookCheck {
    webhook: Webhook,
    call: WebhookCall,
}

impl From<(chat_core::Webhook, chat_core::WebhookCall)> for WebhookCheck {
    fn from((webhook, call): (chat_core::Webhook, chat_core::WebhookCall)) -> Self {
        Self { webhook: webhook.into(), call: call.into() }
    }
}

/// From where a webhook is to go on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ReplayWebhook)]
pub(crate) struct Replay {
    /// The `seq` of the last event that is not sent again; 0 stands before the first.
    #[schema(minimum = 0)]
    after: u64,
}

impl Replay {
    pub(crate) fn after(&self) -> Seq {
        Seq::try_from(self.after).unwrap_or(Seq::MAX)
    }
}

/// One event to send again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ResendToWebhook)]
pub(crate) struct Resend {
    /// The event's place in the journal.
    #[schema(minimum = 1)]
    seq: u64,
}

impl Resend {
    pub(crate) fn seq(&self) -> Seq {
        Seq::try_from(self.seq).unwrap_or(Seq::MAX)
    }
}
