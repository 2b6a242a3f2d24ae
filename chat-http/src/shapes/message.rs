use super::{Attachment, words};
use chat_core::{
    AgentId, AttachmentId, ContentType, ConversationId, Cursor, DefinitionId, Draft, ExternalId, Fault, FileLinks,
    MessageId, MessageKind, MessageStatus, Page, SenderId, SenderType, Seq, TeamId, TemplateDraft, Timestamp,
    Unsettled,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Something that was said.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Message {
    #[schema(value_type = String, format = Uuid)]
    id: MessageId,
    #[schema(value_type = String, format = Uuid)]
    conversation_id: ConversationId,
    /// Its place in the conversation: 1, 2, 3, …
    position: i64,
    /// The agent or customer who said it; null when nobody in particular did.
    #[schema(value_type = Option<String>, format = Uuid)]
    sender_id: Option<SenderId>,
    #[schema(schema_with = words::sender_type)]
    sender_type: SenderType,
    #[schema(schema_with = words::message_kind)]
    kind: MessageKind,
    /// What it consists of: `text`, `image`, `location`, …; an open set of words. Of one with files, what its first file is.
    #[schema(value_type = String, example = "text")]
    message_type: ContentType,
    /// Its text, or words that stand for what is not text.
    content: String,
    /// Where its first file is had.
    attachment_url: Option<String>,
    /// What its first file is.
    attachment_type: Option<String>,
    /// Its files, in order.
    attachments: Vec<Attachment>,
    /// Whom a note is meant for.
    mentions: Vec<Mention>,
    /// The signs that it was answered with, at most one of each side.
    reactions: Vec<Reaction>,
    /// What it says beyond its text, by type; of an `event` what was done (`event`) and by whom (`agentId`).
    #[schema(value_type = Value)]
    payload: Option<Value>,
    /// The message it answers.
    #[schema(value_type = Option<String>, format = Uuid)]
    reply_to: Option<MessageId>,
    template_name: Option<String>,
    /// The provider's name of it; for WhatsApp the `wamid`.
    external_id: Option<String>,
    /// The sender's own name of it.
    client_message_id: Option<String>,
    #[schema(schema_with = words::message_status)]
    status: MessageStatus,
    /// Why it failed, or why its files cannot be had.
    error: Option<Failure>,
    /// Whether its provider asks for money for it; null as long as it has not told.
    is_billable: Option<bool>,
    /// Whether nobody knows if the provider took it: it went out and no answer came back. It is not repeated by itself.
    is_unsettled: bool,
    /// Whether nobody will tell by now: the team is to send it again or to discard it.
    needs_decision: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    delivered_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    read_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    failed_at: Option<Timestamp>,
    /// When its sender last wrote something else in its place.
    #[schema(value_type = Option<String>, format = DateTime)]
    edited_at: Option<Timestamp>,
    /// When its sender took it back: it says nothing any more.
    #[schema(value_type = Option<String>, format = DateTime)]
    deleted_at: Option<Timestamp>,
    /// How often it was written: `If-Match` asks for it by this number in quotation marks.
    pub(crate) revision: i64,
}

/// An agent or a team that a note is meant for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mention {
    #[serde(rename = "type")]
    kind: MentionKind,
    /// The agent's or the team's id.
    #[schema(value_type = String, format = Uuid)]
    id: AgentId,
}

/// Which of the two it is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum MentionKind {
    Agent,
    Team,
}

impl From<chat_core::Mention> for Mention {
    fn from(mention: chat_core::Mention) -> Self {
        match mention {
            chat_core::Mention::Agent(id) => Self { kind: MentionKind::Agent, id },
            chat_core::Mention::Team(id) => Self { kind: MentionKind::Team, id: AgentId::from_uuid(id.uuid()) },
        }
    }
}

impl From<Mention> for chat_core::Mention {
    fn from(Mention { kind, id }: Mention) -> Self {
        match kind {
            MentionKind::Agent => Self::Agent(id),
            MentionKind::Team => Self::Team(TeamId::from_uuid(id.uuid())),
        }
    }
}

/// A sign that somebody answered a message with.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reaction {
    /// The sign.
    #[schema(example = "👍")]
    emoji: String,
    /// Which side gave it: `customer` or `agent`.
    #[schema(schema_with = words::sender_type)]
    by: SenderType,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// What is there of signs: those that were taken back are not.
fn given(reactions: Vec<chat_core::Reaction>) -> Vec<Reaction> {
    let given = reactions.into_iter().filter(|reaction| !reaction.emoji.is_empty());
    given.map(|chat_core::Reaction { emoji, by, at }| Reaction { emoji, by, at }).collect()
}

/// A sign to answer a message with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewReaction {
    /// One emoji.
    #[schema(min_length = 1, max_length = 16, pattern = r"^[#*0-9]?[^\s\x00-\x9f]+$", example = "👍")]
    pub(crate) emoji: String,
}

/// Why something did not work, in the provider's words.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Failure {
    /// The provider's code, or a word of ours.
    code: String,
    /// What an agent should read.
    message: String,
}

impl From<Fault> for Failure {
    fn from(Fault { code, message }: Fault) -> Self {
        Self { code, message }
    }
}

impl Message {
    pub(crate) fn new(record: chat_core::Message, links: &FileLinks) -> Self {
        let conversation = Some(record.conversation_id);
        let attached = |file| Attachment::new(file, conversation, links);
        let attachments: Vec<_> = record.attachments.into_iter().map(attached).collect();
        let first = attachments.first().map(|first| first.url().to_owned());
        Self {
            id: record.id,
            conversation_id: record.conversation_id,
            position: record.position,
            sender_id: record.sender_id,
            sender_type: record.sender_type,
            kind: record.kind,
            message_type: record.content_type,
            content: record.content,
            attachment_url: first.or(record.attachment_url),
            attachment_type: record.attachment_type,
            attachments,
            mentions: record.mentions.into_iter().map(Mention::from).collect(),
            reactions: given(record.reactions),
            payload: record.payload,
            reply_to: record.reply_to,
            template_name: record.template_name,
            external_id: record.external_id.map(|ExternalId { id, .. }| id),
            client_message_id: record.client_message_id,
            status: record.status,
            error: record.error.map(Failure::from),
            is_billable: record.billable,
            is_unsettled: record.unsettled.is_some(),
            needs_decision: record.unsettled == Some(Unsettled::NeedsDecision),
            created_at: record.created_at,
            sent_at: record.sent_at,
            delivered_at: record.delivered_at,
            read_at: record.read_at,
            failed_at: record.failed_at,
            edited_at: record.edited_at,
            deleted_at: record.deleted_at,
            revision: record.revision,
        }
    }
}

/// Messages, latest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessageList {
    items: Vec<Message>,
    /// Where the next page starts; null on the last one.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl MessageList {
    pub(crate) fn new(page: Page<chat_core::Message>, links: &FileLinks) -> Self {
        let items = page.items.into_iter().map(|message| Message::new(message, links)).collect();
        Self { items, next_cursor: page.next }
    }
}

/// What an agent wants to say.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewMessage {
    /// 1 to 4,096 characters that are not all white space; with files, a payload or a template it may be empty or left out.
    #[serde(default)]
    #[schema(max_length = 4096)]
    content: String,
    /// `reply`, which is the default, goes to the customer; `note` is for the team alone.
    #[schema(schema_with = words::maybe_written_kind)]
    kind: Option<MessageKind>,
    /// Your own name for the message, at most 128 bytes. The same name a second time is answered with the first message.
    #[schema(min_length = 1, max_length = 128)]
    client_message_id: Option<String>,
    /// The message of the same conversation that it answers.
    #[schema(value_type = Option<String>, format = Uuid)]
    reply_to: Option<MessageId>,
    /// The files that go with it, in order: what `POST /api/v1/attachments` has called them. Each is sent once, by whoever has
    /// uploaded it.
    #[schema(value_type = Option<Vec<Uuid>>, max_items = 10)]
    attachment_ids: Option<Vec<AttachmentId>>,
    /// Whom a note is meant for: agents and teams, at most 20.
    #[serde(default)]
    #[schema(max_items = 20)]
    mentions: Option<Vec<Mention>>,
    /// The `seq` of the conversation's last event that its author had seen: when others have written there since, or have
    /// changed it, this is answered with 409 `superseded` and with their events. Without it nothing is held back.
    #[schema(value_type = Option<i64>, minimum = 0)]
    if_seq: Option<Seq>,
    /// What a reply is to consist of when that is neither text nor files: over WhatsApp `location`, `contacts` or `interactive`.
    #[schema(value_type = Option<String>, max_length = 64)]
    content_type: Option<String>,
    /// What that is to say, under the word of `contentType`; over WhatsApp in the shape of the Cloud API.
    #[schema(value_type = Option<Value>)]
    payload: Option<Value>,
    /// The template that a reply is to be made from: it has its own words, and goes out at any time.
    template: Option<UsedTemplate>,
}

/// A template and what goes into it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UsedTemplate {
    /// The template's id.
    #[schema(value_type = String, format = Uuid)]
    id: DefinitionId,
    /// What stands in its places, such as `{"body": ["Ann", "12:00"]}`.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    parameters: Value,
}

impl From<NewMessage> for Draft {
    fn from(new: NewMessage) -> Self {
        Self {
            content: new.content,
            kind: new.kind.unwrap_or(MessageKind::Reply),
            client_message_id: new.client_message_id,
            reply_to: new.reply_to,
            attachment_ids: new.attachment_ids.unwrap_or_default(),
            mentions: new.mentions.unwrap_or_default().into_iter().map(Into::into).collect(),
            if_seq: new.if_seq,
            content_type: new.content_type.map(|word| ContentType::new(&word)),
            payload: new.payload,
            template: new.template.map(|UsedTemplate { id, parameters }| TemplateDraft { id, parameters }),
        }
    }
}

/// What a message is to say instead.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MessageEdit {
    /// 1 to 4,096 characters that are not all white space; with files it may be empty.
    #[schema(max_length = 4096)]
    pub(crate) content: String,
}

/// What a message said before it was edited or deleted, the first version first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessageHistory {
    items: Vec<MessageVersion>,
    /// Always null: there are 21 at most.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

/// What a message said for a while.
#[derive(Debug, Serialize, ToSchema)]
struct MessageVersion {
    content: String,
    /// The names of its files.
    files: Vec<String>,
    /// Until when it said that.
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
}

impl From<Vec<chat_core::MessageVersion>> for MessageHistory {
    fn from(versions: Vec<chat_core::MessageVersion>) -> Self {
        let version = |chat_core::MessageVersion { content, attachments, until }| {
            let files = attachments.into_iter().map(|file| file.name).collect();
            MessageVersion { content, files, until }
        };
        Self { items: versions.into_iter().map(version).collect(), next_cursor: None }
    }
}
