use super::attached;
use crate::{
    AttachmentId, ContentType, DefinitionId, Error, FieldError, Mention, Message, MessageId, MessageKind, Result, Seq,
};
use serde_json::Value;

/// What an agent wants to say.
///
/// ```
/// use chat_core::{Draft, MessageKind};
/// let draft = Draft { client_message_id: Some("7f3c".into()), ..Draft::text("We open at nine.") };
/// assert_eq!(draft.kind, MessageKind::Reply);
/// ```
#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    /// The text: 1 to [`Draft::CHARS_MAX`] characters that are not all white space; with files it may be empty.
    pub content: String,
    /// Who is to see it.
    pub kind: MessageKind,
    /// The sender's own name for the message, at most [`Message::CLIENT_ID_MAX`] bytes: a second draft of the same name
    /// from the same sender is answered with the first one's message.
    pub client_message_id: Option<String>,
    /// The message of the same conversation that it answers.
    pub reply_to: Option<MessageId>,
    /// The files that go with it, in order: at most [`Message::FILES_MAX`] that its sender has uploaded and not sent yet.
    pub attachment_ids: Vec<AttachmentId>,
    /// The last event of the conversation that its author had seen: when others have written there since, or have changed it,
    /// the draft is held back with [`Error::Superseded`].
    pub if_seq: Option<Seq>,
    /// Whom a note is meant for: members of the team and the client's teams, at most [`Message::MENTIONS_MAX`].
    pub mentions: Vec<Mention>,
    /// What a reply is to consist of when that is neither text nor files: `location`, `contacts`, `interactive`; see
    /// [`Draft::payload`].
    pub content_type: Option<ContentType>,
    /// What a reply is to say beyond its text, in the shape that its channel documents.
    pub payload: Option<Value>,
    /// The template that a reply is to be made from.
    pub template: Option<TemplateDraft>,
}

/// What goes into a template.
#[derive(Clone, PartialEq, Debug)]
pub struct TemplateDraft {
    /// Which template.
    pub id: DefinitionId,
    /// What stands in its places, in the shape that its channel documents.
    pub parameters: Value,
}

impl Draft {
    /// The longest text in characters, as WhatsApp has it.
    pub const CHARS_MAX: usize = 4096;

    /// A reply that consists of text alone.
    pub fn text(content: impl Into<String>) -> Self {
        Self {
            content: content.into(),
            kind: MessageKind::Reply,
            client_message_id: None,
            reply_to: None,
            attachment_ids: Vec::new(),
            if_seq: None,
            mentions: Vec::new(),
            content_type: None,
            payload: None,
            template: None,
        }
    }

    /// Whether it says something without a text.
    fn is_more_than_text(&self) -> bool {
        !self.attachment_ids.is_empty() || self.payload.is_some() || self.template.is_some()
    }

    pub(super) fn check(&self) -> Result<()> {
        let mut wrong = Vec::new();
        if self.content.trim().is_empty() && !self.is_more_than_text() {
            wrong.push(FieldError::new("content", "write something"));
        } else if self.content.chars().count() > Self::CHARS_MAX {
            wrong.push(FieldError::new("content", format!("at most {} characters, please", Self::CHARS_MAX)));
        } else if self.content.contains('\0') {
            wrong.push(FieldError::new("content", "NUL characters are not allowed"));
        }
        if let Some(id) = &self.client_message_id
            && !(1..=Message::CLIENT_ID_MAX).contains(&id.len())
        {
            wrong.push(FieldError::new("clientMessageId", format!("1 to {} bytes, please", Message::CLIENT_ID_MAX)));
        } else if self.client_message_id.as_ref().is_some_and(|id| id.contains('\0')) {
            wrong.push(FieldError::new("clientMessageId", "NUL characters are not allowed"));
        }
        if self.kind == MessageKind::Event {
            wrong.push(FieldError::new("kind", "expected `reply` or `note`"));
        }
        if self.kind != MessageKind::Note && !self.mentions.is_empty() {
            wrong.push(FieldError::new("mentions", "only a note mentions somebody"));
        } else if self.mentions.len() > Message::MENTIONS_MAX {
            wrong.push(FieldError::new("mentions", format!("at most {}, please", Message::MENTIONS_MAX)));
        }
        if self.kind != MessageKind::Reply && self.template.is_some() {
            wrong.push(FieldError::new("template", "only a reply is made from a template"));
        }
        if self.kind != MessageKind::Reply && self.payload.is_some() {
            wrong.push(FieldError::new("payload", "only a reply says more than its text"));
        }
        if self.content_type.is_some() != self.payload.is_some() {
            wrong.push(FieldError::new("contentType", "expected together with payload"));
        }
        if self.template.is_some() && (self.payload.is_some() || !self.content.is_empty()) {
            wrong.push(FieldError::new("template", "a template has its own words: leave content and payload out"));
        }
        wrong.extend(attached::check(&self.attachment_ids).map(|problem| FieldError::new("attachmentIds", problem)));
        if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
    }
}
