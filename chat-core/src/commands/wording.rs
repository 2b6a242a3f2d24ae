use crate::{
    AttachedFile, ContentType, Conversation, Env, ExternalId, FileKind, Mention, Message, MessageId, MessageKind,
    MessageStatus, SenderId, SenderType, Timestamp, files,
};

/// What somebody says, as the message that it becomes will tell it.
#[derive(Debug)]
pub(super) struct Wording {
    pub(super) sender_id: Option<SenderId>,
    pub(super) sender_name: Option<String>,
    pub(super) sender_type: SenderType,
    pub(super) kind: MessageKind,
    /// What it consists of. Of a text and of a mere file, its first file tells.
    pub(super) content_type: ContentType,
    pub(super) content: String,
    pub(super) files: Vec<AttachedFile>,
    pub(super) mentions: Vec<Mention>,
    pub(super) payload: Option<serde_json::Value>,
    pub(super) reply_to: Option<MessageId>,
    pub(super) external_id: Option<ExternalId>,
    pub(super) client_message_id: Option<String>,
    /// How far it has come: what a customer wrote has been delivered, what the team writes to a provider is queued.
    pub(super) status: MessageStatus,
    pub(super) sent_at: Option<Timestamp>,
}

impl Wording {
    /// The message at the last place of a conversation, which has been counted already.
    pub(super) fn into_message(self, conversation: &Conversation, env: &Env) -> Message {
        let now = env.now();
        let first = self.files.first();
        let content_type = match first {
            Some(file) if is_plain(&self.content_type) => ContentType::new(file.kind().as_str()),
            _ => self.content_type,
        };
        Message {
            position: conversation.message_count,
            sender_id: self.sender_id,
            sender_name: self.sender_name,
            sender_type: self.sender_type,
            kind: self.kind,
            content_type,
            content: self.content,
            attachment_url: first.map(|file| files::path(file.id, &file.name)),
            attachment_type: first.map(|file| file.media_type.to_string()),
            attachments: self.files,
            mentions: self.mentions,
            payload: self.payload,
            reply_to: self.reply_to,
            external_id: self.external_id,
            client_message_id: self.client_message_id,
            status: self.status,
            sent_at: self.sent_at,
            delivered_at: (self.status == MessageStatus::Delivered).then_some(now),
            ..Message::new(env.id(), conversation.client_id, conversation.id, now)
        }
    }
}

/// Whether it is no more than a text or a file: a template with a picture in its header is more.
fn is_plain(content_type: &ContentType) -> bool {
    *content_type == ContentType::TEXT || content_type.as_str().parse::<FileKind>().is_ok()
}
