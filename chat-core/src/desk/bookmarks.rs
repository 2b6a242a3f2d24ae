//! What a desk keeps of conversations for its agent alone.

use super::Desk;
use crate::{
    Action, Bookmark, Conversation, ConversationId, MessageKind, Result, Subject,
    commands::{Note, PutBookmark},
};

impl Desk {
    /// The most drafts that are listed.
    pub const UNSENT_MAX: usize = 200;

    /// Whether something of a conversation is new to the actor: what the team has not read, or what the actor has marked.
    ///
    /// `bookmark` is what the actor has noted there.
    pub fn is_unread(conversation: &Conversation, bookmark: Option<&Bookmark>) -> bool {
        match bookmark {
            Some(bookmark) => bookmark.read_position < conversation.customer_position,
            None => conversation.unread_count > 0,
        }
    }

    /// What the actor has noted in each of the conversations, as far as it has.
    ///
    /// # Errors
    /// Those of every read.
    pub async fn bookmarks(&self, conversations: &[ConversationId]) -> Result<Vec<Bookmark>> {
        self.ask(Action::Read, Subject::Client)?;
        Ok(self.store().bookmarks(self.scope(), self.actor().agent_id, conversations).await?)
    }

    /// What the actor has begun to write, the latest first: at most [`Desk::UNSENT_MAX`].
    ///
    /// # Errors
    /// Those of every read.
    pub async fn unsent(&self) -> Result<Vec<Bookmark>> {
        self.ask(Action::Read, Subject::Client)?;
        Ok(self.store().unsent(self.scope(), self.actor().agent_id, Self::UNSENT_MAX).await?)
    }

    /// Keeps what the actor has begun to write, in place of what was kept before. A reply throws it away.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for a text that is too long, [`Error::NotFound`](crate::Error::NotFound);
    /// besides those of every read.
    pub async fn keep_unsent(
        &self,
        conversation: ConversationId,
        content: &str,
        kind: MessageKind,
    ) -> Result<Bookmark> {
        self.note(conversation, Note::Unsent(Some((content, kind)))).await
    }

    /// Throws away what the actor has begun to write.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) besides those of every read.
    pub async fn drop_unsent(&self, conversation: ConversationId) -> Result<()> {
        self.note(conversation, Note::Unsent(None)).await.map(drop)
    }

    /// Marks the customer's last message as new to the actor, until the actor has read the conversation again.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) besides those of every read.
    pub async fn mark_unread(&self, conversation: ConversationId) -> Result<()> {
        self.note(conversation, Note::Unread).await.map(drop)
    }

    async fn note(&self, conversation: ConversationId, note: Note<'_>) -> Result<Bookmark> {
        let command = PutBookmark { actor: self.actor(), conversation, note };
        self.execute(&command).await
    }
}
