use crate::{AgentId, BookmarkId, ClientId, ConversationId, MessageKind, Revision, Timestamp};
use serde::{Deserialize, Serialize};

/// What an agent has begun to write and not sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Unsent {
    /// The text, at most [`Draft::CHARS_MAX`](crate::Draft::CHARS_MAX) characters.
    pub content: String,
    /// Whether it is to be a reply or a note.
    pub kind: MessageKind,
    /// When it was kept.
    pub at: Timestamp,
}

/// How far an agent has come in a conversation: one per agent and conversation, made when there is something to note.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bookmark {
    /// Its name.
    pub id: BookmarkId,
    /// Whose conversation it is in.
    pub client_id: ClientId,
    /// The conversation.
    pub conversation_id: ConversationId,
    /// Whose it is.
    pub agent_id: AgentId,
    /// The position of the last message that the agent has read.
    pub read_position: i64,
    /// What the agent has begun to write.
    pub unsent: Option<Unsent>,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}
