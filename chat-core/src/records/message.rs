use crate::{
    AgentId, AttachedFile, ClientId, ConversationId, MessageId, Revision, SenderId, Source, TeamId, Timestamp,
    text_enum::text_enum,
};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

text_enum! {
    /// Who wrote a message.
    pub enum SenderType {
        /// A member of the team.
        Agent = "agent",
        /// The customer.
        Customer = "customer",
        /// The module itself.
        System = "system",
        /// A program that answers on the team's behalf.
        Bot = "bot",
    }
}

text_enum! {
    /// Who is to see a message.
    pub enum MessageKind {
        /// Both sides.
        Reply = "reply",
        /// The team alone.
        Note = "note",
        /// The team alone: what was done to the conversation ([`ThreadEvent`](crate::ThreadEvent)).
        Event = "event",
    }
}

text_enum! {
    /// How far a message has come.
    ///
    /// It only climbs: queued → sent → delivered → read. `failed` ends it, unless the provider has already said that
    /// it arrived.
    pub enum MessageStatus {
        /// Kept, and waiting to be handed to the provider.
        Queued = "queued",
        /// The provider has taken it.
        Sent = "sent",
        /// It is on the recipient's device; where a message from a customer begins.
        Delivered = "delivered",
        /// The recipient has seen it.
        Read = "read",
        /// It will not arrive; the message's error says why.
        Failed = "failed",
    }
}

text_enum! {
    /// What is not known of a message that went out: nobody can say whether the provider took it.
    pub enum Unsettled {
        /// News from the provider is waited for.
        Waiting = "waiting",
        /// It was waited for long enough: the team is to send the message again or to discard it.
        NeedsDecision = "needs_decision",
    }
}

impl MessageStatus {
    /// Whether news of `next` changes anything for a message that stands here.
    ///
    /// ```
    /// use chat_core::MessageStatus::{Delivered, Failed, Queued, Read, Sent};
    /// assert!(Queued.climbs_to(Sent) && Sent.climbs_to(Read) && Sent.climbs_to(Failed));
    /// assert!(!Read.climbs_to(Delivered) && !Delivered.climbs_to(Failed) && !Sent.climbs_to(Sent));
    /// assert!(Failed.climbs_to(Delivered), "the provider saw it arrive after all");
    /// ```
    pub const fn climbs_to(self, next: Self) -> bool {
        self.rank() < next.rank()
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Queued => 0,
            Self::Sent => 1,
            Self::Failed => 2,
            Self::Delivered => 3,
            Self::Read => 4,
        }
    }
}

/// What a message consists of: `text`, `image`, `location`, …; an open set of short words, since providers add to it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContentType(Cow<'static, str>);

impl ContentType {
    /// Plain text.
    pub const TEXT: Self = Self(Cow::Borrowed("text"));
    /// Something the channel could not name.
    pub const UNKNOWN: Self = Self(Cow::Borrowed("unknown"));
    /// The longest word in bytes.
    pub const LEN_MAX: usize = 64;

    /// Takes the provider's word, cut to [`ContentType::LEN_MAX`] bytes.
    pub fn new(word: &str) -> Self {
        match word {
            "text" => Self::TEXT,
            "" => Self::UNKNOWN,
            _ => Self(Cow::Owned(crate::text::cut(word, Self::LEN_MAX).to_owned())),
        }
    }

    /// The word itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ContentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name that the outside world has for a message: unique per client and source.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct ExternalId {
    /// Who gave the name.
    pub source: Source,
    /// The name, opaque, at most [`ExternalId::LEN_MAX`] bytes; for WhatsApp the `wamid`.
    pub id: String,
}

impl ExternalId {
    /// The longest name in bytes.
    pub const LEN_MAX: usize = 512;
}

/// Why something did not work, in the provider's words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Fault {
    /// The provider's code, or a word of ours when no provider was involved.
    pub code: String,
    /// What an agent should read, at most [`Fault::MESSAGE_MAX`] bytes.
    pub message: String,
}

impl Fault {
    /// The longest message in bytes; a longer one is cut.
    pub const MESSAGE_MAX: usize = 1024;

    /// Puts a code and a message together; both are cut to their limits.
    pub fn new(code: impl fmt::Display, message: &str) -> Self {
        let code = code.to_string();
        Self {
            code: crate::text::cut(&code, ContentType::LEN_MAX).to_owned(),
            message: crate::text::cut(message, Self::MESSAGE_MAX).to_owned(),
        }
    }
}

/// Whom a note is meant for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(tag = "type", content = "id", rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Mention {
    /// A member of the team.
    Agent(AgentId),
    /// All members of a team.
    Team(TeamId),
}

/// A sign that somebody answered a message with. Each side of a conversation gives at most one to each message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Reaction {
    /// The sign itself; empty when it was taken back, which is kept so that older news does not bring it back.
    pub emoji: String,
    /// Which side gave it: the customer or the team.
    pub by: SenderType,
    /// When.
    pub at: Timestamp,
}

impl Reaction {
    /// The longest sign in bytes.
    pub const LEN_MAX: usize = 64;
}

/// What a message said for a while.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageVersion {
    /// Its text.
    pub content: String,
    /// Its files.
    pub attachments: Vec<AttachedFile>,
    /// Until when it said that.
    pub until: Timestamp,
}

/// Something that was said.
///
/// Equal external ids, equal (sender, client message id) pairs and equal (conversation, position) pairs never occur
/// twice within a client.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Its name.
    pub id: MessageId,
    /// Whose it is.
    pub client_id: ClientId,
    /// Where it was said.
    pub conversation_id: ConversationId,
    /// Its place in the conversation: 1, 2, 3, …
    pub position: i64,
    /// Who said it; nobody in particular when the module speaks.
    pub sender_id: Option<SenderId>,
    /// What whoever writes for the team is called at that moment, at most [`Message::SENDER_NAME_MAX`] bytes.
    #[serde(default)]
    pub sender_name: Option<String>,
    /// What the sender is.
    pub sender_type: SenderType,
    /// Who is to see it.
    pub kind: MessageKind,
    /// What it consists of.
    pub content_type: ContentType,
    /// Its text, or words that stand for what is not text; at most [`Message::TEXT_MAX`] bytes.
    pub content: String,
    /// Where its first attachment is to be had; of an attachment of ours the path alone, which opens nothing.
    pub attachment_url: Option<String>,
    /// What its first attachment is.
    pub attachment_type: Option<String>,
    /// The files that it has, in order, at most [`Message::FILES_MAX`].
    #[serde(default)]
    pub attachments: Vec<AttachedFile>,
    /// Whom a note is meant for, at most [`Message::MENTIONS_MAX`].
    #[serde(default)]
    pub mentions: Vec<Mention>,
    /// The signs that it was answered with.
    #[serde(default)]
    pub reactions: Vec<Reaction>,
    /// Whether its provider asks for money for it, as far as it has told.
    #[serde(default)]
    pub billable: Option<bool>,
    /// What it says beyond its text, by type: a location, contacts, the provider's raw JSON.
    pub payload: Option<serde_json::Value>,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// The name of the template it was made from.
    pub template_name: Option<String>,
    /// What the provider calls it.
    pub external_id: Option<ExternalId>,
    /// What the sender's program calls it, so that sending twice is sending once.
    pub client_message_id: Option<String>,
    /// How far it has come.
    pub status: MessageStatus,
    /// Why it failed.
    pub error: Option<Fault>,
    /// Whether nobody knows if the provider took it.
    #[serde(default)]
    pub unsettled: Option<Unsettled>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When the provider took it.
    pub sent_at: Option<Timestamp>,
    /// When it reached the recipient.
    pub delivered_at: Option<Timestamp>,
    /// When the recipient saw it.
    pub read_at: Option<Timestamp>,
    /// When it was found to have failed.
    pub failed_at: Option<Timestamp>,
    /// When its sender last wrote something else in its place.
    #[serde(default)]
    pub edited_at: Option<Timestamp>,
    /// When it was edited to have other files than it came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files_as_of: Option<Timestamp>,
    /// When its sender took it back: it says nothing any more.
    #[serde(default)]
    pub deleted_at: Option<Timestamp>,
    /// What it said before it was edited or deleted, in order: at most [`Message::VERSIONS_MAX`], and what it said last. Events do not
    /// tell of it.
    #[serde(skip)]
    pub versions: Vec<MessageVersion>,
    /// How often it was written.
    pub revision: Revision,
}

impl Message {
    /// The longest text in bytes: WhatsApp's 4,096 characters at four bytes each.
    pub const TEXT_MAX: usize = 16_384;
    /// The longest name of a sender in bytes; a longer one is cut.
    pub const SENDER_NAME_MAX: usize = 256;
    /// The most that a note is meant for.
    pub const MENTIONS_MAX: usize = 20;
    /// How often it can be edited.
    pub const VERSIONS_MAX: usize = 20;
    /// The most files of one message.
    pub const FILES_MAX: usize = 10;
    /// The longest name that a sender's program may give in bytes.
    pub const CLIENT_ID_MAX: usize = 128;

    /// A reply at the first place of a conversation, by nobody in particular and without a text, that nobody has taken yet.
    pub fn new(id: MessageId, client_id: ClientId, conversation_id: ConversationId, now: Timestamp) -> Self {
        Self {
            id,
            client_id,
            conversation_id,
            position: 1,
            sender_id: None,
            sender_name: None,
            sender_type: SenderType::System,
            kind: MessageKind::Reply,
            content_type: ContentType::TEXT,
            content: String::new(),
            attachment_url: None,
            attachment_type: None,
            attachments: Vec::new(),
            mentions: Vec::new(),
            reactions: Vec::new(),
            billable: None,
            payload: None,
            reply_to: None,
            template_name: None,
            external_id: None,
            client_message_id: None,
            status: MessageStatus::Queued,
            error: None,
            unsettled: None,
            created_at: now,
            sent_at: None,
            delivered_at: None,
            read_at: None,
            failed_at: None,
            edited_at: None,
            files_as_of: None,
            deleted_at: None,
            versions: Vec::new(),
            revision: 0,
        }
    }
}
