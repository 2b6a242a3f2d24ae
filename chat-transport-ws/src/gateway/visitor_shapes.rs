//! What visitors of a website are told, field by field: what they may know and nothing else.

use super::shapes::AttachmentView;
use chat_core::{
    Conversation, ConversationId, ConversationStatus, Event, FileLinks, Message, MessageId, MessageStatus, Notice,
    SenderType, Seq, Timestamp, VisitedConversation,
};
use serde::Serialize;

/// `connected`: the visitor's conversations, and up to where they can be caught up from.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Connected<'a> {
    /// The position of the journal's last event: what comes later is heard live.
    pub(crate) seq: Seq,
    pub(crate) conversations: Vec<ConversationView<'a>>,
    /// Whether somebody of the team is there.
    pub(crate) is_present: bool,
}

/// A message as its visitor sees it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessageView<'a> {
    id: MessageId,
    conversation_id: ConversationId,
    position: i64,
    sender_type: SenderType,
    sender_name: Option<&'a str>,
    content: &'a str,
    content_type: &'a str,
    attachments: Vec<AttachmentView<'a>>,
    client_message_id: Option<&'a str>,
    status: MessageStatus,
    created_at: Timestamp,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_edited: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_deleted: bool,
}

impl<'a> MessageView<'a> {
    pub(crate) fn new(message: &'a Message, links: &FileLinks) -> Self {
        let attached = |file| AttachmentView::new(file, links.for_visitor(file, Some(message.conversation_id)));
        // What the team's programs call their messages is their own business.
        let is_own = message.sender_type == SenderType::Customer;
        Self {
            id: message.id,
            conversation_id: message.conversation_id,
            position: message.position,
            sender_type: message.sender_type,
            sender_name: message.sender_name.as_deref(),
            content: &message.content,
            content_type: message.content_type.as_str(),
            attachments: message.attachments.iter().map(attached).collect(),
            client_message_id: message.client_message_id.as_deref().filter(|_| is_own),
            status: message.status,
            created_at: message.created_at,
            is_edited: message.edited_at.is_some(),
            is_deleted: message.deleted_at.is_some(),
        }
    }
}

/// A conversation as its visitor sees it. An event does not say what follows from the messages.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConversationView<'a> {
    id: ConversationId,
    status: ConversationStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    unread_count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_message: Option<Option<&'a str>>,
    last_message_at: Option<Timestamp>,
    last_seq: Seq,
}

impl<'a> ConversationView<'a> {
    fn new(record: &Conversation, last_seq: Seq) -> Self {
        Self {
            id: record.id,
            status: record.status,
            unread_count: None,
            last_message: None,
            last_message_at: record.last_message_at,
            last_seq,
        }
    }

    /// One into which the visitor has just written.
    pub(crate) fn written_into(record: &Conversation, message: &'a Message) -> Self {
        let last_message = Some(Some(words(message)));
        Self { unread_count: Some(0), last_message, ..Self::new(record, record.last_seq) }
    }
}

impl<'a> From<&'a VisitedConversation> for ConversationView<'a> {
    fn from(listed: &'a VisitedConversation) -> Self {
        let last_message = Some(listed.last_message.as_ref().map(words));
        let view = Self::new(&listed.conversation, listed.conversation.last_seq);
        Self { unread_count: Some(listed.unread_count), last_message, ..view }
    }
}

/// What a list says of a message: its text, or what its first file is called.
fn words(message: &Message) -> &str {
    let first = message.attachments.first().filter(|_| message.content.trim().is_empty());
    first.map_or(message.content.as_str(), |file| file.name.as_str())
}

/// What an event says to the visitor.
#[derive(Debug, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub(crate) enum Told<'a> {
    Message(MessageView<'a>),
    Status { message_id: MessageId, conversation_id: ConversationId, status: MessageStatus },
    Conversation(ConversationView<'a>),
    Edited(MessageView<'a>),
    Deleted { message_id: MessageId, conversation_id: ConversationId },
}

impl<'a> Told<'a> {
    /// What an event says; nothing for one that visitors never hear of.
    pub(crate) fn of(notice: &'a Notice, links: &FileLinks) -> Option<Self> {
        let thread = notice.thread.as_ref()?;
        match &notice.event {
            Event::MessagePosted(message) => Some(Self::Message(MessageView::new(message, links))),
            Event::MessageStatusChanged { message_id, status, .. } => {
                let (message_id, status) = (*message_id, *status);
                Some(Self::Status { message_id, conversation_id: thread.conversation_id, status })
            }
            Event::MessageEdited(message) => Some(Self::Edited(MessageView::new(message, links))),
            Event::MessageDeleted { message_id, .. } => {
                let (message_id, conversation_id) = (*message_id, thread.conversation_id);
                Some(Self::Deleted { message_id, conversation_id })
            }
            Event::ConversationChanged(conversation) => {
                Some(Self::Conversation(ConversationView::new(conversation, notice.seq)))
            }
            _ => None,
        }
    }

    /// Under which name it is told, live and by `sync`.
    pub(crate) fn name(&self) -> &'static str {
        use super::wire::told;
        match self {
            Self::Message(_) => told::MESSAGE,
            Self::Status { .. } => told::MESSAGE_STATUS,
            Self::Conversation(_) => told::CONVERSATION,
            Self::Edited(_) => told::MESSAGE_EDITED,
            Self::Deleted { .. } => told::MESSAGE_DELETED,
        }
    }
}

/// `message`, `messageStatus` and `conversation`: what is told, and its place after the one that the visitor knows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Placed<'a> {
    #[serde(flatten)]
    pub(crate) told: Told<'a>,
    pub(crate) seq: Seq,
    pub(crate) previous_seq: Seq,
}

/// An event as `sync` replays it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Happened<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    seq: Seq,
    previous_seq: Seq,
    data: Told<'a>,
}

impl<'a> Happened<'a> {
    pub(crate) fn new(notice: &'a Notice, links: &FileLinks) -> Option<Self> {
        let data = Told::of(notice, links)?;
        Some(Self { kind: data.name(), seq: notice.seq, previous_seq: notice.previous_seq, data })
    }
}

/// `typing`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Typing<'a> {
    pub(crate) conversation_id: ConversationId,
    /// What whoever types is called.
    pub(crate) name: Option<&'a str>,
    pub(crate) is_typing: bool,
}

/// `presence`: whether anybody of the team is there.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Presence {
    pub(crate) is_present: bool,
}
