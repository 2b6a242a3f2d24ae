//! What was said in a conversation, from its beginning.

use super::Desk;
use crate::{AuditSubject, Conversation, ConversationId, Customer, Message, MessageKind, PageQuery, Result};

/// Whether what the team writes to itself is part of a transcript.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TranscriptOf {
    /// What both sides have seen.
    BothSides,
    /// That, and the notes of the team.
    Team,
}

/// What was said in a conversation, from its beginning.
#[derive(Clone, PartialEq, Debug)]
pub struct Transcript {
    /// The conversation.
    pub conversation: Conversation,
    /// Its customer.
    pub customer: Option<Customer>,
    /// The messages, the first one first; at most [`Transcript::MESSAGES_MAX`].
    pub messages: Vec<Message>,
    /// Whether there were more before them.
    pub is_cut: bool,
}

impl Transcript {
    /// The most messages: of longer conversations, the latest.
    pub const MESSAGES_MAX: usize = 5_000;
}

impl Desk {
    /// What was said in a conversation, with what was said in those that were merged into it. What happened to it, and what was
    /// deleted, is left out. The audit log notes that it was taken.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) besides those of every read.
    pub async fn transcript(&self, conversation: ConversationId, of: TranscriptOf) -> Result<Transcript> {
        let conversation = self.conversation(conversation).await?;
        self.note_deed("exportTranscript", vec![AuditSubject::of(&conversation.clone().into())]).await?;
        let customer = match conversation.customer_id {
            Some(customer) => self.store().customer(self.scope(), customer).await?,
            None => None,
        };
        let is_wanted = |message: &Message| {
            let is_said = match message.kind {
                MessageKind::Reply => true,
                MessageKind::Note => of == TranscriptOf::Team,
                MessageKind::Event => false,
            };
            is_said && message.deleted_at.is_none()
        };
        let mut messages = Vec::new();
        let mut query = Some(PageQuery::first(PageQuery::LIMIT_MAX));
        while let Some(page) = query.filter(|_| messages.len() < Transcript::MESSAGES_MAX) {
            let page = self.messages(conversation.id, page).await?;
            messages.extend(page.items.into_iter().filter(is_wanted));
            query = page.next.map(|after| PageQuery { limit: PageQuery::LIMIT_MAX, after: Some(after) });
        }
        let is_cut = query.is_some() || messages.len() > Transcript::MESSAGES_MAX;
        messages.truncate(Transcript::MESSAGES_MAX);
        messages.reverse();
        Ok(Transcript { conversation, customer, messages, is_cut })
    }
}
