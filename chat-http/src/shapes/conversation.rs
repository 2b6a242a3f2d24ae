use super::{Message, NewMessage, customer::NewIdentity, words};
use crate::problem::Problem;
use chat_core::{
    AccountId, AgentId, Bookmark, Chat, ClientId, ConversationId, ConversationStatus, Cursor, CustomerId, DefinitionId,
    Desk, MessageKind, Overview, Priority, Recipient, Source, TeamId, Timestamp, WidgetId,
};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a customer and the team say to each other over one account or widget.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Conversation {
    #[schema(value_type = String, format = Uuid)]
    id: ConversationId,
    #[schema(value_type = String, format = Uuid)]
    client_id: ClientId,
    /// Null in a conversation that agents have among themselves.
    #[schema(value_type = Option<String>, format = Uuid)]
    customer_id: Option<CustomerId>,
    /// The channel it goes over: `website`, `whatsapp`, or one of the host's own.
    #[schema(value_type = String, example = "whatsapp")]
    source: Source,
    #[schema(value_type = Option<String>, format = Uuid)]
    account_id: Option<AccountId>,
    #[schema(value_type = Option<String>, format = Uuid)]
    widget_id: Option<WidgetId>,
    #[schema(schema_with = words::conversation_status)]
    status: ConversationStatus,
    /// The customer's number as people write it; null while the channel hides it.
    customer_number: Option<String>,
    /// Who is to answer.
    #[schema(value_type = Option<String>, format = Uuid)]
    assignee_id: Option<AgentId>,
    /// Which team is to answer.
    #[schema(value_type = Option<String>, format = Uuid)]
    team_id: Option<TeamId>,
    subject: Option<String>,
    #[schema(schema_with = words::priority)]
    priority: Priority,
    /// The ids of its labels.
    #[schema(value_type = Vec<Uuid>)]
    labels: Vec<DefinitionId>,
    /// Values of the attributes that the client has defined, by their names.
    attributes: BTreeMap<String, Value>,
    /// Agents who want to hear of it besides the assignee.
    #[schema(value_type = Vec<Uuid>)]
    participants: Vec<AgentId>,
    /// What is known of a website visitor besides what it says; null for everybody else.
    context: Option<VisitContext>,
    /// How many messages of the customer no agent has read.
    unread_count: i64,
    message_count: i64,
    /// The position of the customer's last message; 0 when there is none.
    customer_position: i64,
    #[schema(value_type = Option<String>, format = DateTime)]
    last_message_at: Option<Timestamp>,
    /// Since when the customer has been waiting for an answer.
    #[schema(value_type = Option<String>, format = DateTime)]
    waiting_since: Option<Timestamp>,
    /// Until when it is out of sight, unless the customer writes before.
    #[schema(value_type = Option<String>, format = DateTime)]
    snoozed_until: Option<Timestamp>,
    /// How long the customer may be answered freely; null on a channel that does not limit that.
    reply_window: Option<ReplyWindow>,
    /// When an agent answered first.
    #[schema(value_type = Option<String>, format = DateTime)]
    first_replied_at: Option<Timestamp>,
    /// When it was closed; null while it is active.
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Timestamp>,
    /// The conversation of the same customer that it goes on in.
    #[schema(value_type = Option<String>, format = Uuid)]
    merged_into: Option<ConversationId>,
    /// The conversations that go on in this one; their messages are listed with its own, by time.
    #[schema(value_type = Vec<Uuid>)]
    merged: Vec<ConversationId>,
    /// Whether it holds what was said before its account was connected: its messages are listed by time, in whichever order they came.
    is_past: bool,
    /// The `seq` of its last event: the next event of the conversation names it as `previousSeq`.
    last_seq: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// How often it was written: `If-Match` asks for it by this number in quotation marks.
    pub(crate) revision: i64,
    /// Whether something is new to whoever asks: what the team has not read, or what the asker has marked. Events do not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    is_unread: Option<bool>,
    /// Whom it is with; null when that is nobody. Events do not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<CustomerSummary>, required = false)]
    customer: Option<Option<CustomerSummary>>,
    /// Its latest reply or note; null when there is none. Events do not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Message>, required = false)]
    last_message: Option<Option<Message>>,
}

/// How long a customer may be answered freely: then by templates alone, until it writes again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReplyWindow)]
struct ReplyWindow {
    /// Whether it may be now. Events do not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    open: Option<bool>,
    /// Until when; null when the customer has never written.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
}

impl Conversation {
    /// A conversation as an agent sees it.
    pub(crate) fn seen(overview: Overview, chat: &Chat) -> Self {
        let Overview { conversation, bookmark, customer, last_message } = overview;
        let (links, now) = (chat.links(), chat.env().now());
        let is_open = conversation.reply_until.is_some_and(|until| until > now);
        let is_unread = Desk::is_unread(&conversation, bookmark.as_ref());
        let customer = customer.map(|customer| CustomerSummary::new(customer, &conversation.source));
        let last_message = last_message.map(|message| Message::new(message, links));
        let seen = Self::from(conversation);
        Self {
            is_unread: Some(is_unread),
            customer: Some(customer),
            last_message: Some(last_message),
            reply_window: seen.reply_window.map(|window| ReplyWindow { open: Some(is_open), ..window }),
            ..seen
        }
    }
}

impl From<chat_core::Conversation> for Conversation {
    fn from(record: chat_core::Conversation) -> Self {
        let is_limited = record.has_reply_window();
        Self {
            id: record.id,
            client_id: record.client_id,
            customer_id: record.customer_id,
            source: record.source,
            account_id: record.account_id,
            widget_id: record.widget_id,
            status: record.status,
            customer_number: record.customer_number,
            assignee_id: record.assignee_id,
            team_id: record.team_id,
            subject: record.subject,
            priority: record.priority,
            labels: record.labels,
            attributes: record.attributes,
            participants: record.participants,
            context: record.context.map(|context| VisitContext::from(*context)),
            unread_count: record.unread_count,
            message_count: record.message_count,
            customer_position: record.customer_position,
            last_message_at: record.last_message_at,
            waiting_since: record.waiting_since,
            snoozed_until: record.snoozed_until,
            reply_window: is_limited.then_some(ReplyWindow { open: None, until: record.reply_until }),
            first_replied_at: record.first_replied_at,
            closed_at: record.closed_at,
            merged_into: record.merged_into,
            merged: record.merged,
            is_past: record.is_past,
            last_seq: record.last_seq,
            created_at: record.created_at,
            updated_at: record.updated_at,
            revision: record.revision,
            is_unread: None,
            customer: None,
            last_message: None,
        }
    }
}

/// Whom a conversation is with, in a few words.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CustomerSummary {
    #[schema(value_type = String, format = Uuid)]
    id: CustomerId,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    /// Whether it is not heard on the conversation's channel.
    is_blocked: bool,
    /// When the customer was last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl CustomerSummary {
    fn new(record: chat_core::Customer, source: &Source) -> Self {
        let is_blocked = record.is_blocked_on(source);
        let chat_core::Customer { id, name, email, phone, updated_at, .. } = record;
        Self { id, name, email, phone, is_blocked, updated_at }
    }
}

/// What is known of a website visitor besides what it says.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VisitContext {
    /// Whether the website vouches for who it is.
    is_identified: bool,
    /// Its e-mail address, as far as the website vouches for that.
    email: Option<String>,
    /// Where it is; null unless it consents to that being told.
    page: Option<VisitedPage>,
    /// Where it has been since it wrote first, the latest page last: the latest 30. Empty unless it consents to that being told.
    #[schema(max_items = 30)]
    trail: Vec<TrailPage>,
    /// What it answered before the chat, by the fields' names. Nobody has checked that it is true.
    answers: BTreeMap<String, Value>,
    /// What the page says of it. Nobody has checked that it is true.
    attributes: BTreeMap<String, Value>,
}

/// A page that a visitor is on.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VisitedPage {
    /// Its address without query and fragment.
    #[schema(example = "https://shop.example/shoes")]
    url: String,
    title: String,
    /// Where the visitor came from.
    referrer: Option<String>,
    /// The language of its browser.
    #[schema(example = "pt-BR")]
    language: Option<String>,
    #[schema(example = "Europe/Berlin")]
    time_zone: Option<String>,
}

/// A page that a visitor has come to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrailPage {
    /// Its address without query and fragment.
    #[schema(example = "https://shop.example/shoes")]
    url: String,
    title: String,
    /// When the visitor came there.
    #[schema(value_type = String, format = DateTime)]
    came_at: Timestamp,
}

impl From<chat_core::VisitContext> for VisitContext {
    fn from(context: chat_core::VisitContext) -> Self {
        let chat_core::VisitContext { is_identified, email, page, trail, answers, attributes } = context;
        let page = page.map(|page| {
            let chat_core::VisitedPage { url, title, referrer, language, time_zone } = page;
            VisitedPage { url, title, referrer, language, time_zone }
        });
        let trail = trail.into_iter().map(|page| {
            let chat_core::TrailPage { url, title, came_at } = page;
            TrailPage { url, title, came_at }
        });
        Self { is_identified, email, page, trail: trail.collect(), answers, attributes }
    }
}

/// Conversations, those with the latest message first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConversationList {
    items: Vec<Conversation>,
    /// Where the next page starts; null on the last one.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl ConversationList {
    /// A page as an agent sees it.
    pub(crate) fn seen(items: Vec<Overview>, next: Option<Cursor>, chat: &Chat) -> Self {
        let items = items.into_iter().map(|overview| Conversation::seen(overview, chat));
        Self { items: items.collect(), next_cursor: next }
    }
}

/// What an agent has begun to write in a conversation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Draft)]
pub(crate) struct Unsent {
    #[schema(value_type = String, format = Uuid)]
    conversation_id: ConversationId,
    content: String,
    #[schema(schema_with = words::message_kind)]
    kind: MessageKind,
    /// When it was kept.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl Unsent {
    pub(crate) fn of(bookmark: Bookmark) -> Option<Self> {
        let chat_core::Unsent { content, kind, at } = bookmark.unsent?;
        Some(Self { conversation_id: bookmark.conversation_id, content, kind, updated_at: at })
    }
}

/// Everything that an agent has begun to write, the latest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DraftList)]
pub(crate) struct UnsentList {
    items: Vec<Unsent>,
    /// Always null: no more than 200 are listed.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Vec<Bookmark>> for UnsentList {
    fn from(bookmarks: Vec<Bookmark>) -> Self {
        Self { items: bookmarks.into_iter().filter_map(Unsent::of).collect(), next_cursor: None }
    }
}

/// What an agent has begun to write.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = KeepDraft)]
pub(crate) struct NewUnsent {
    #[schema(max_length = 4096)]
    pub(crate) content: String,
    #[schema(schema_with = words::maybe_written_kind)]
    pub(crate) kind: Option<MessageKind>,
}

/// A conversation that is to be begun.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewConversation {
    /// With whom: this, or `identity`.
    #[schema(value_type = Option<String>, format = Uuid)]
    customer_id: Option<CustomerId>,
    /// With whoever has this identity; with somebody new when nobody has.
    identity: Option<NewIdentity>,
    /// Over which channel: `website`, `whatsapp`, or one of the host's own.
    #[schema(schema_with = words::source)]
    source: Source,
    /// Over which account; it may be left out when there is one alone.
    #[schema(value_type = Option<String>, format = Uuid)]
    account_id: Option<AccountId>,
    /// In which widget, for the website; where the customer wrote last when it is left out.
    #[schema(value_type = Option<String>, format = Uuid)]
    widget_id: Option<WidgetId>,
    /// What it is about, at most 512 bytes.
    #[schema(max_length = 512)]
    subject: Option<String>,
    /// The first message.
    message: Option<NewMessage>,
}

impl TryFrom<NewConversation> for chat_core::NewConversation {
    type Error = Problem;

    fn try_from(new: NewConversation) -> Result<Self, Problem> {
        let to = match (new.customer_id, new.identity) {
            (Some(customer), None) => Recipient::Customer(customer),
            (None, Some(identity)) => Recipient::Identity(identity.into()),
            _ => return Err(Problem::invalid("customerId", "give either customerId or identity")),
        };
        Ok(Self {
            to,
            source: new.source,
            account_id: new.account_id,
            widget_id: new.widget_id,
            subject: new.subject,
            message: new.message.map(Into::into),
        })
    }
}

/// A conversation that was begun, or goes on.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StartedConversation {
    pub(crate) conversation: Conversation,
    /// Whether there was none before.
    pub(crate) is_new: bool,
    /// The first message, if there is to be one.
    pub(crate) message: Option<Message>,
}

/// What is to go on in a conversation.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ConversationMerge {
    /// The conversation that ends.
    #[schema(value_type = String, format = Uuid)]
    pub(crate) conversation_id: ConversationId,
}

/// What is to become different; what is missing stays as it is, and null takes away.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ConversationPatch {
    /// Close, reopen or archive it.
    #[schema(schema_with = words::maybe_conversation_status)]
    status: Option<ConversationStatus>,
    /// Who is to answer.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, format = Uuid)]
    assignee_id: Option<Option<AgentId>>,
    /// Which team is to answer.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, format = Uuid)]
    team_id: Option<Option<TeamId>>,
    /// What it is about, at most 512 bytes.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 512)]
    subject: Option<Option<String>>,
    #[schema(schema_with = words::maybe_priority)]
    priority: Option<Priority>,
    /// Until when it is out of sight, at most 366 days from now.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, format = DateTime)]
    snoozed_until: Option<Option<Timestamp>>,
    /// The labels that it is to have, by their ids.
    #[schema(value_type = Option<Vec<Uuid>>, max_items = 50)]
    labels: Option<Vec<DefinitionId>>,
    /// Labels that it gets besides.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>, max_items = 50)]
    add_labels: Vec<DefinitionId>,
    /// Labels that it loses.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>, max_items = 50)]
    remove_labels: Vec<DefinitionId>,
    /// Values of the client's attributes by their names; null takes one away, what is not named stays.
    #[serde(default)]
    attributes: BTreeMap<String, Value>,
    /// Agents who are to hear of it besides the assignee.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>, max_items = 100)]
    add_participants: Vec<AgentId>,
    /// Agents who are not to any more.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>, max_items = 100)]
    remove_participants: Vec<AgentId>,
}

impl From<ConversationPatch> for chat_core::ConversationPatch {
    fn from(patch: ConversationPatch) -> Self {
        Self {
            status: patch.status,
            assignee_id: patch.assignee_id,
            team_id: patch.team_id,
            subject: patch.subject,
            priority: patch.priority,
            snoozed_until: patch.snoozed_until,
            labels: patch.labels,
            add_labels: patch.add_labels,
            remove_labels: patch.remove_labels,
            attributes: patch.attributes,
            add_participants: patch.add_participants,
            remove_participants: patch.remove_participants,
        }
    }
}

/// Tells null, which is `Some(None)`, from what is missing.
pub(super) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
