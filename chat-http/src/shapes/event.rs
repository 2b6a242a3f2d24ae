use super::{Conversation, Customer, Message, list::limit, message::Failure, words};
use crate::{extract::how_many, problem::Problem};
use chat_core::{
    AccountId, AccountStatus, AgentId, Availability, ConversationId, DefinitionId, DefinitionKind, Desk, DomainId,
    DomainState, Event, EventKind, FileLinks, MessageId, MessageStatus, Notice, Seq, Stretch, Timestamp, Unsettled,
    WebhookId, WebhookStatus, WidgetId, WidgetStatus,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A stretch of the client's journal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Events {
    events: Vec<Entry>,
    /// The `seq` of the journal's last event: what is not here yet lies after the last of `events`.
    #[schema(value_type = i64)]
    head: Seq,
}

/// Something that happened, at its place in the journal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Event)]
pub(crate) struct Entry {
    /// Its place: 1, 2, 3, … without gaps.
    #[schema(value_type = i64)]
    seq: Seq,
    /// The place of the event before it in the same conversation, or in the journal when it belongs to none.
    #[schema(value_type = i64)]
    previous_seq: Seq,
    #[schema(value_type = Option<String>, format = Uuid)]
    conversation_id: Option<ConversationId>,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    #[serde(rename = "type")]
    #[schema(schema_with = words::event_kind)]
    kind: EventKind,
    data: Happening,
}

/// What an event tells, by its `type`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = EventData)]
enum Happening {
    Message(Box<Message>),
    MessageDeleted(MessageDeletion),
    MessageStatusChanged(MessageStatusChange),
    ConversationChanged(Box<Conversation>),
    CustomerChanged(Box<Customer>),
    AccountChanged(AccountChange),
    WidgetChanged(WidgetChange),
    DomainChanged(DomainChange),
    DefinitionChanged(DefinitionChange),
    WebhookChanged(WebhookChange),
    AgentChanged(AgentChange),
}

/// A message says nothing any more.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MessageDeletion {
    #[schema(value_type = String, format = Uuid)]
    message_id: MessageId,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// A message came further on its way, or failed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MessageStatusChange {
    #[schema(value_type = String, format = Uuid)]
    message_id: MessageId,
    external_id: Option<String>,
    #[schema(schema_with = words::message_status)]
    status: MessageStatus,
    /// When, by the provider's clock where it told.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    error: Option<Failure>,
    /// Whether nobody knows if the provider took it.
    is_unsettled: bool,
    /// Whether the team is to send it again or to discard it.
    needs_decision: bool,
}

/// An account was connected, paused, resumed or disconnected.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AccountChange {
    #[schema(value_type = String, format = Uuid)]
    account_id: AccountId,
    #[schema(schema_with = words::account_status)]
    status: AccountStatus,
    reason: Option<String>,
}

/// A widget was created, changed or deleted.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WidgetChange {
    #[schema(value_type = String, format = Uuid)]
    widget_id: WidgetId,
    #[schema(schema_with = words::told_widget_status)]
    status: WidgetStatus,
}

/// A domain of a widget was added, proven, doubted or removed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DomainChange {
    #[schema(value_type = String, format = Uuid)]
    widget_id: WidgetId,
    #[schema(value_type = String, format = Uuid)]
    domain_id: DomainId,
    #[schema(schema_with = words::domain_state)]
    state: DomainState,
}

/// Something of the client's own was defined, changed or deleted.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DefinitionChange {
    #[schema(value_type = String, format = Uuid)]
    definition_id: DefinitionId,
    #[schema(schema_with = words::definition_kind)]
    kind: DefinitionKind,
    is_deleted: bool,
}

/// A webhook was created, verified, paused, resumed, given up or deleted.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WebhookChange {
    #[schema(value_type = String, format = Uuid)]
    webhook_id: WebhookId,
    #[schema(schema_with = words::webhook_status)]
    status: WebhookStatus,
    reason: Option<String>,
}

/// An agent came, left, was changed, or takes conversations otherwise than before.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AgentChange {
    #[schema(value_type = String, format = Uuid)]
    agent_id: AgentId,
    #[schema(schema_with = words::availability)]
    availability: Availability,
    availability_reason: Option<String>,
    /// Whether it is in the team.
    is_active: bool,
}

impl Events {
    pub(crate) fn new(stretch: Stretch, links: &FileLinks) -> Self {
        let Stretch { events, head, tail: _ } = stretch;
        Self { events: events.into_iter().map(|notice| Entry::new(notice, links)).collect(), head }
    }
}

impl Entry {
    pub(crate) fn new(notice: Notice, links: &FileLinks) -> Self {
        Self {
            seq: notice.seq,
            previous_seq: notice.previous_seq,
            conversation_id: notice.thread.map(|thread| thread.conversation_id),
            at: notice.at,
            kind: notice.event.kind(),
            data: Happening::new(notice.event, notice.seq, links),
        }
    }
}

impl Happening {
    fn new(event: Event, seq: Seq, links: &FileLinks) -> Self {
        // A record is told before the store knows the event's place and has counted the write.
        let message = |message: chat_core::Message| {
            Box::new(Message::new(chat_core::Message { revision: message.revision + 1, ..message }, links))
        };
        match event {
            Event::MessagePosted(posted) => Self::Message(message(*posted)),
            Event::MessageEdited(edited) => Self::Message(message(*edited)),
            Event::MessageDeleted { message_id, at, .. } => Self::MessageDeleted(MessageDeletion { message_id, at }),
            Event::MessageStatusChanged { message_id, external_id, status, at, error, unsettled } => {
                Self::MessageStatusChanged(MessageStatusChange {
                    message_id,
                    external_id,
                    status,
                    at,
                    error: error.map(Failure::from),
                    is_unsettled: unsettled.is_some(),
                    needs_decision: unsettled == Some(Unsettled::NeedsDecision),
                })
            }
            Event::ConversationChanged(conversation) => {
                let revision = conversation.revision + 1;
                let conversation = chat_core::Conversation { last_seq: seq, revision, ..*conversation };
                Self::ConversationChanged(Box::new(conversation.into()))
            }
            Event::CustomerChanged(customer) => {
                let customer = chat_core::Customer { revision: customer.revision + 1, ..*customer };
                Self::CustomerChanged(Box::new(customer.into()))
            }
            Event::AccountChanged { account_id, status, reason } => {
                Self::AccountChanged(AccountChange { account_id, status, reason })
            }
            Event::WidgetChanged { widget_id, status } => Self::WidgetChanged(WidgetChange { widget_id, status }),
            Event::DefinitionChanged { definition_id, kind, is_deleted } => {
                Self::DefinitionChanged(DefinitionChange { definition_id, kind, is_deleted })
            }
            Event::AgentChanged { agent_id, availability, reason, is_active } => {
                Self::AgentChanged(AgentChange { agent_id, availability, availability_reason: reason, is_active })
            }
            Event::DomainChanged { widget_id, domain_id, state } => {
                Self::DomainChanged(DomainChange { widget_id, domain_id, state })
            }
            Event::WebhookChanged { webhook_id, status, reason } => {
                Self::WebhookChanged(WebhookChange { webhook_id, status, reason })
            }
        }
    }
}

/// Which stretch of the journal is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventQuery {
    /// The `seq` of the last event that is known; 0, which is the default, stands before the first.
    #[param(minimum = 0)]
    after: Option<u64>,
    /// How many events at most: 100 when it is not given; what is above 500 counts as 500.
    #[serde(default, deserialize_with = "how_many")]
    #[param(schema_with = words::how_many)]
    limit: Option<u32>,
}

impl EventQuery {
    const LIMIT_DEFAULT: usize = 100;

    pub(crate) fn after(&self) -> Seq {
        Seq::try_from(self.after.unwrap_or(0)).unwrap_or(Seq::MAX)
    }

    pub(crate) fn limit(&self) -> Result<usize, Problem> {
        limit(self.limit, Self::LIMIT_DEFAULT, Desk::EVENTS_MAX)
    }
}
