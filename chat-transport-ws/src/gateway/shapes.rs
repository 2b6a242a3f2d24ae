//! What the server emits, field by field. Each shape has a fixture file that tests on both sides read.

use chat_core::{
    AccountId, AccountStatus, AgentId, AttachedFile, AttachmentId, Attributes, Availability, ClientId, Conversation,
    ConversationId, ConversationStatus, Customer, CustomerId, DefinitionId, DefinitionKind, DomainId, DomainState,
    Event, Fault, FileKind, FileLink, FileLinks, LanguageTag, Mention, Message, MessageId, MessageKind, MessageStatus,
    Notice, Priority, Reaction, Role, SenderId, SenderType, Seq, Source, TeamId, Timestamp, Unsettled, VisitContext,
    WebhookId, WebhookStatus, WidgetId, WidgetStatus,
};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// `connected`: who the socket is, and up to where it can be caught up from.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Connected<'a> {
    pub(crate) socket_id: String,
    pub(crate) client_id: ClientId,
    pub(crate) agent: Person<'a>,
    /// The position of the journal's last event: what comes later is heard live, once rooms are joined.
    pub(crate) seq: Seq,
    /// Which agents are there.
    pub(crate) present: Vec<AgentId>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Person<'a> {
    pub(crate) id: AgentId,
    pub(crate) name: &'a str,
    pub(crate) role: Role,
}

/// `clientJoined`, `clientLeft` and `presence`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Present<'a> {
    pub(crate) agent_id: AgentId,
    pub(crate) name: &'a str,
    pub(crate) is_present: bool,
}

/// `viewing`: an agent looks at a conversation, or does not any more.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Viewing<'a> {
    pub(crate) conversation_id: ConversationId,
    pub(crate) agent_id: AgentId,
    pub(crate) name: &'a str,
    pub(crate) is_viewing: bool,
}

/// `typing`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Typing {
    pub(crate) conversation_id: ConversationId,
    pub(crate) sender_type: SenderType,
    pub(crate) sender_id: SenderId,
    pub(crate) is_typing: bool,
}

/// `resync`: what happened up to `seq` is not told by events any more, or what the client knows is not of this journal.
/// Everything has to be loaded anew; what comes after `seq` is told again.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Resync {
    pub(crate) seq: Seq,
}

/// `whatsappMessage`. `timestamp` is when we received the message or an agent wrote it; `sentAt` is the time its provider
/// gives to a customer's message, and for a reply when the provider took it. Without either, there is no `sentAt`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct WhatsAppMessage<'a> {
    conversation_id: ConversationId,
    customer_id: Option<CustomerId>,
    whatsapp_number: Option<&'a str>,
    whatsapp_message_id: Option<&'a str>,
    sender_type: SenderType,
    message_type: &'a str,
    content: &'a str,
    status: MessageStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    sent_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    delivered_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    read_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    metadata: Option<&'a Value>,
    is_template: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    template_name: Option<&'a str>,
    timestamp: Timestamp,
    seq: Seq,
    previous_seq: Seq,
    message_id: MessageId,
}

impl<'a> WhatsAppMessage<'a> {
    pub(crate) fn new(notice: &'a Notice, thread: &'a chat_core::Thread, message: &'a Message) -> Self {
        Self {
            conversation_id: message.conversation_id,
            customer_id: thread.customer_id,
            whatsapp_number: thread.customer_number.as_deref(),
            whatsapp_message_id: message.external_id.as_ref().map(|external| external.id.as_str()),
            sender_type: message.sender_type,
            message_type: message.content_type.as_str(),
            content: &message.content,
            status: message.status,
            sent_at: message.sent_at,
            delivered_at: message.delivered_at,
            read_at: message.read_at,
            metadata: message.payload.as_ref(),
            is_template: message.template_name.is_some(),
            template_name: message.template_name.as_deref(),
            timestamp: message.created_at,
            seq: notice.seq,
            previous_seq: notice.previous_seq,
            message_id: message.id,
        }
    }
}

/// `messageStatus` and `whatsappMessageStatus`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Status<'a> {
    pub(crate) conversation_id: ConversationId,
    pub(crate) customer_id: Option<CustomerId>,
    #[serde(flatten)]
    pub(crate) external: ExternalName<'a>,
    pub(crate) message_id: MessageId,
    pub(crate) status: MessageStatus,
    pub(crate) timestamp: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub(crate) error: Option<&'a Fault>,
    #[serde(flatten)]
    pub(crate) doubt: Doubt,
    pub(crate) seq: Seq,
    pub(crate) previous_seq: Seq,
}

/// Whether anybody knows if the provider took a message. Nothing is said where it is known.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Doubt {
    /// Nobody does: it may be with the customer.
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    is_unsettled: bool,
    /// Nobody will tell by now: the team is to send it again or to discard it.
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    needs_decision: bool,
}

impl From<Option<Unsettled>> for Doubt {
    fn from(unsettled: Option<Unsettled>) -> Self {
        Self { is_unsettled: unsettled.is_some(), needs_decision: unsettled == Some(Unsettled::NeedsDecision) }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A message's name at its provider, under the field that suits the event.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct ExternalName<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    whatsapp_message_id: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    external_id: Option<Option<&'a str>>,
}

impl<'a> ExternalName<'a> {
    pub(crate) fn at_whatsapp(id: Option<&'a str>) -> Self {
        Self { whatsapp_message_id: Some(id), ..Self::default() }
    }

    pub(crate) fn anywhere(id: Option<&'a str>) -> Self {
        Self { external_id: Some(id), ..Self::default() }
    }
}

/// A file of a message as every interface represents it, with the addresses under which it is had for a while.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct AttachmentView<'a> {
    id: AttachmentId,
    name: &'a str,
    content_type: &'a str,
    kind: FileKind,
    size: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    height: Option<u32>,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    thumbnail_url: Option<String>,
}

impl<'a> AttachmentView<'a> {
    pub(crate) fn new(file: &'a AttachedFile, link: FileLink) -> Self {
        Self {
            id: file.id,
            name: &file.name,
            content_type: file.media_type.as_str(),
            kind: file.kind(),
            size: file.size,
            width: file.dimensions.map(|it| it.width),
            height: file.dimensions.map(|it| it.height),
            url: link.url,
            thumbnail_url: link.thumbnail_url,
        }
    }
}

/// A message as every interface represents it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct MessageView<'a> {
    id: MessageId,
    conversation_id: ConversationId,
    position: i64,
    sender_id: Option<SenderId>,
    sender_type: SenderType,
    kind: MessageKind,
    message_type: &'a str,
    content: &'a str,
    attachment_url: Option<String>,
    attachment_type: Option<&'a str>,
    attachments: Vec<AttachmentView<'a>>,
    #[serde(skip_serializing_if = "<[Mention]>::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    mentions: &'a [Mention],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    reactions: Vec<&'a Reaction>,
    payload: Option<&'a Value>,
    reply_to: Option<MessageId>,
    template_name: Option<&'a str>,
    external_id: Option<&'a str>,
    client_message_id: Option<&'a str>,
    status: MessageStatus,
    error: Option<&'a Fault>,
    is_unsettled: bool,
    needs_decision: bool,
    created_at: Timestamp,
    sent_at: Option<Timestamp>,
    delivered_at: Option<Timestamp>,
    read_at: Option<Timestamp>,
    failed_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    edited_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    deleted_at: Option<Timestamp>,
}

impl<'a> MessageView<'a> {
    pub(crate) fn new(message: &'a Message, links: &FileLinks) -> Self {
        let attached = |file| AttachmentView::new(file, links.of(file, Some(message.conversation_id)));
        let attachments: Vec<_> = message.attachments.iter().map(attached).collect();
        let first = attachments.first().map(|first| first.url.clone());
        Self {
            id: message.id,
            conversation_id: message.conversation_id,
            position: message.position,
            sender_id: message.sender_id,
            sender_type: message.sender_type,
            kind: message.kind,
            message_type: message.content_type.as_str(),
            content: &message.content,
            attachment_url: first.or_else(|| message.attachment_url.clone()),
            attachment_type: message.attachment_type.as_deref(),
            attachments,
            mentions: &message.mentions,
            reactions: message.reactions.iter().filter(|reaction| !reaction.emoji.is_empty()).collect(),
            payload: message.payload.as_ref(),
            reply_to: message.reply_to,
            template_name: message.template_name.as_deref(),
            external_id: message.external_id.as_ref().map(|external| external.id.as_str()),
            client_message_id: message.client_message_id.as_deref(),
            status: message.status,
            error: message.error.as_ref(),
            is_unsettled: message.unsettled.is_some(),
            needs_decision: message.unsettled == Some(Unsettled::NeedsDecision),
            created_at: message.created_at,
            sent_at: message.sent_at,
            delivered_at: message.delivered_at,
            read_at: message.read_at,
            failed_at: message.failed_at,
            edited_at: message.edited_at,
            deleted_at: message.deleted_at,
        }
    }
}

/// How long a customer may be answered freely; nothing when it has never written.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
struct ReplyWindow {
    until: Option<Timestamp>,
}

/// A conversation as every interface represents it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct ConversationView<'a> {
    id: ConversationId,
    client_id: ClientId,
    customer_id: Option<CustomerId>,
    source: &'a Source,
    account_id: Option<AccountId>,
    widget_id: Option<WidgetId>,
    status: ConversationStatus,
    customer_number: Option<&'a str>,
    assignee_id: Option<AgentId>,
    team_id: Option<TeamId>,
    subject: Option<&'a str>,
    priority: Priority,
    labels: &'a [DefinitionId],
    attributes: &'a Attributes,
    participants: &'a [AgentId],
    context: Option<&'a VisitContext>,
    unread_count: i64,
    message_count: i64,
    customer_position: i64,
    last_message_at: Option<Timestamp>,
    waiting_since: Option<Timestamp>,
    snoozed_until: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    reply_window: Option<ReplyWindow>,
    first_replied_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    merged_into: Option<ConversationId>,
    #[serde(skip_serializing_if = "<[ConversationId]>::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    merged: &'a [ConversationId],
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    is_past: bool,
    last_seq: Seq,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl<'a> ConversationView<'a> {
    /// `last_seq` is given apart: a record that an event tells of was written down before its event had a place.
    pub(crate) fn new(record: &'a Conversation, last_seq: Seq) -> Self {
        Self {
            id: record.id,
            client_id: record.client_id,
            customer_id: record.customer_id,
            source: &record.source,
            account_id: record.account_id,
            widget_id: record.widget_id,
            status: record.status,
            customer_number: record.customer_number.as_deref(),
            assignee_id: record.assignee_id,
            team_id: record.team_id,
            subject: record.subject.as_deref(),
            priority: record.priority,
            labels: &record.labels,
            attributes: &record.attributes,
            participants: &record.participants,
            context: record.context.as_deref(),
            unread_count: record.unread_count,
            message_count: record.message_count,
            customer_position: record.customer_position,
            last_message_at: record.last_message_at,
            waiting_since: record.waiting_since,
            snoozed_until: record.snoozed_until,
            reply_window: record.has_reply_window().then_some(ReplyWindow { until: record.reply_until }),
            first_replied_at: record.first_replied_at,
            closed_at: record.closed_at,
            merged_into: record.merged_into,
            merged: &record.merged,
            is_past: record.is_past,
            last_seq,
            created_at: record.created_at,
            updated_at: record.updated_at,
        }
    }
}

/// A customer as every interface represents it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct CustomerView<'a> {
    id: CustomerId,
    client_id: ClientId,
    name: Option<&'a str>,
    email: Option<&'a str>,
    phone: Option<&'a str>,
    language: Option<&'a LanguageTag>,
    attributes: &'a BTreeMap<String, Value>,
    blocks: Vec<BlockView<'a>>,
    held_back_count: i64,
    merged_into: Option<CustomerId>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// That a customer is not heard on a channel, or on all of them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
struct BlockView<'a> {
    source: Option<&'a Source>,
    agent_id: AgentId,
    at: Timestamp,
}

impl<'a> CustomerView<'a> {
    pub(crate) fn new(record: &'a Customer) -> Self {
        let block = |block: &'a chat_core::Block| BlockView {
            source: block.source.as_ref(),
            agent_id: block.agent_id,
            at: block.at,
        };
        Self {
            id: record.id,
            client_id: record.client_id,
            name: record.name.as_deref(),
            email: record.email.as_deref(),
            phone: record.phone.as_deref(),
            language: record.language.as_ref(),
            attributes: &record.attributes,
            blocks: record.blocks.iter().map(block).collect(),
            held_back_count: record.held_back_count,
            merged_into: record.merged_into,
            created_at: record.created_at,
            updated_at: record.updated_at,
        }
    }
}

/// `message`, `conversation`, `customer`, `account` and `widget`: a record, and where in the journal it changed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Placed<'a, T: Serialize> {
    #[serde(flatten)]
    pub(crate) record: T,
    #[serde(flatten)]
    pub(crate) thread: Option<ThreadView<'a>>,
    pub(crate) seq: Seq,
    pub(crate) previous_seq: Seq,
}

/// What a message does not say of its conversation.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct ThreadView<'a> {
    pub(crate) customer_id: Option<CustomerId>,
    pub(crate) source: &'a Source,
}

/// That a message says nothing any more.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct DeletedView {
    pub(crate) message_id: MessageId,
    pub(crate) conversation_id: Option<ConversationId>,
    pub(crate) at: Timestamp,
}

/// An account's standing.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct AccountView<'a> {
    pub(crate) account_id: AccountId,
    pub(crate) status: AccountStatus,
    pub(crate) reason: Option<&'a str>,
}

/// That a widget is another than before.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct WidgetView {
    pub(crate) widget_id: WidgetId,
    pub(crate) status: WidgetStatus,
}

/// That a domain of a widget stands elsewhere than before.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct DomainView {
    pub(crate) widget_id: WidgetId,
    pub(crate) domain_id: DomainId,
    pub(crate) state: DomainState,
}

/// That something of the client's own was defined, changed or deleted.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct DefinitionView {
    pub(crate) definition_id: DefinitionId,
    pub(crate) kind: DefinitionKind,
    pub(crate) is_deleted: bool,
}

/// `webhook`: a webhook was created, verified, paused, resumed, given up or deleted.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct WebhookView<'a> {
    pub(crate) webhook_id: WebhookId,
    pub(crate) status: WebhookStatus,
    pub(crate) reason: Option<&'a str>,
}

/// That an agent came, left, was changed, or takes conversations otherwise than before.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct AgentView<'a> {
    pub(crate) agent_id: AgentId,
    pub(crate) availability: Availability,
    pub(crate) availability_reason: Option<&'a str>,
    pub(crate) is_active: bool,
}

/// An event of the journal, as `sync` replays it and REST lists it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct JournalEvent<'a> {
    seq: Seq,
    previous_seq: Seq,
    #[serde(rename = "type")]
    kind: &'static str,
    conversation_id: Option<ConversationId>,
    at: Timestamp,
    data: EventData<'a>,
}

#[derive(Debug, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
enum EventData<'a> {
    Message(Box<MessageView<'a>>),
    Deleted(DeletedView),
    Status {
        message_id: MessageId,
        external_id: Option<&'a str>,
        status: MessageStatus,
        at: Timestamp,
        error: Option<&'a Fault>,
        is_unsettled: bool,
        needs_decision: bool,
    },
    Conversation(Box<ConversationView<'a>>),
    Customer(Box<CustomerView<'a>>),
    Account(AccountView<'a>),
    Widget(WidgetView),
    Domain(DomainView),
    Definition(DefinitionView),
    Webhook(WebhookView<'a>),
    Agent(AgentView<'a>),
}

impl<'a> JournalEvent<'a> {
    pub(crate) fn new(notice: &'a Notice, links: &FileLinks) -> Self {
        let data = match &notice.event {
            Event::MessagePosted(message) | Event::MessageEdited(message) => {
                EventData::Message(Box::new(MessageView::new(message, links)))
            }
            Event::MessageDeleted { message_id, at, .. } => EventData::Deleted(DeletedView {
                message_id: *message_id,
                conversation_id: notice.thread.as_ref().map(|thread| thread.conversation_id),
                at: *at,
            }),
            Event::MessageStatusChanged { message_id, external_id, status, at, error, unsettled } => {
                EventData::Status {
                    message_id: *message_id,
                    external_id: external_id.as_deref(),
                    status: *status,
                    at: *at,
                    error: error.as_ref(),
                    is_unsettled: unsettled.is_some(),
                    needs_decision: *unsettled == Some(Unsettled::NeedsDecision),
                }
            }
            Event::ConversationChanged(conversation) => {
                EventData::Conversation(Box::new(ConversationView::new(conversation, notice.seq)))
            }
            Event::CustomerChanged(customer) => EventData::Customer(Box::new(CustomerView::new(customer))),
            Event::AccountChanged { account_id, status, reason } => {
                let (account_id, status, reason) = (*account_id, *status, reason.as_deref());
                EventData::Account(AccountView { account_id, status, reason })
            }
            Event::WidgetChanged { widget_id, status } => {
                EventData::Widget(WidgetView { widget_id: *widget_id, status: *status })
            }
            Event::DefinitionChanged { definition_id, kind, is_deleted } => EventData::Definition(DefinitionView {
                definition_id: *definition_id,
                kind: *kind,
                is_deleted: *is_deleted,
            }),
            Event::AgentChanged { agent_id, availability, reason, is_active } => EventData::Agent(AgentView {
                agent_id: *agent_id,
                availability: *availability,
                availability_reason: reason.as_deref(),
                is_active: *is_active,
            }),
            Event::DomainChanged { widget_id, domain_id, state } => {
                EventData::Domain(DomainView { widget_id: *widget_id, domain_id: *domain_id, state: *state })
            }
            Event::WebhookChanged { webhook_id, status, reason } => {
                let (webhook_id, status, reason) = (*webhook_id, *status, reason.as_deref());
                EventData::Webhook(WebhookView { webhook_id, status, reason })
            }
        };
        Self {
            seq: notice.seq,
            previous_seq: notice.previous_seq,
            kind: notice.event.name(),
            conversation_id: notice.thread.as_ref().map(|thread| thread.conversation_id),
            at: notice.at,
            data,
        }
    }
}
