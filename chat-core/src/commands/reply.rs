use super::{
    order::order,
    read_by_team::{read_by_team, unread_by_team},
};
use crate::{
    Account, AccountStatus, Action, Actor, Changes, ChatStore, Conversation, ConversationId, ConversationStatus,
    DeliveryAction, Env, Error, Event, FieldError, Message, MessageId, MessageKind, MessageStatus, Result, SenderType,
    Subject, TenantScope, executor::Command, planted::Planted, text::clean,
};
use async_trait::async_trait;
use std::hash::Hash;

/// What an agent wants to say.
///
/// ```
/// use chat_core::{Draft, MessageKind};
/// let draft = Draft { client_message_id: Some("7f3c".into()), ..Draft::text("We open at nine.") };
/// assert_eq!(draft.kind, MessageKind::Reply);
/// ```
#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    /// The text: 1 to [`Draft::CHARS_MAX`] characters that are not all white space.
    pub content: String,
    /// Who is to see it.
    pub kind: MessageKind,
    /// The sender's own name for the message, at most [`Message::CLIENT_ID_MAX`] bytes: a second draft of the same name
    /// from the same sender is answered with the first one's message.
    pub client_message_id: Option<String>,
    /// The message of the same conversation that it answers.
    pub reply_to: Option<MessageId>,
}

impl Draft {
    /// The longest text in characters, as WhatsApp has it.
    pub const CHARS_MAX: usize = 4096;

    /// A reply that consists of text alone.
    pub fn text(content: impl Into<String>) -> Self {
        Self { content: content.into(), kind: MessageKind::Reply, client_message_id: None, reply_to: None }
    }

    pub(super) fn check(&self) -> Result<()> {
        let mut wrong = Vec::new();
        if self.content.trim().is_empty() {
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
        if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
    }
}

/// Posts an agent's message, and orders its delivery where a provider has to carry it.
///
/// A reply into a closed conversation makes it active again; an archived one takes none. Replying is reading: nothing is
/// unread afterwards.
#[derive(Debug)]
pub(crate) struct Reply<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) conversation: ConversationId,
    pub(crate) draft: &'a Draft,
    pub(crate) correlation_id: Option<&'a str>,
}

#[derive(Debug)]
pub(crate) struct ReplyState {
    conversation: Conversation,
    account: Option<Account>,
    known: Option<Message>,
    replied_to: Option<Message>,
    unread: Vec<Message>,
}

#[async_trait]
impl Command for Reply<'_> {
    type State = ReplyState;
    type Output = Message;
    const ACTION: Option<Action> = Some(Action::Reply);

    fn lane(&self) -> impl Hash + Send {
        self.conversation
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<ReplyState> {
        self.draft.check()?;
        let conversation = store.conversation(scope, self.conversation).await?;
        let conversation = conversation.ok_or(Error::NotFound("conversation"))?;
        let account = match conversation.account_id {
            Some(account) => store.account(scope, account).await?,
            None => None,
        };
        let known = match self.client_message_id() {
            Some(id) => store.message_by_client_id(scope, self.actor.agent_id.into(), id).await?,
            None => None,
        };
        let replied_to = match self.draft.reply_to {
            Some(id) => store.message(scope, id).await?,
            None => None,
        };
        let unread = match self.draft.kind {
            MessageKind::Reply => unread_by_team(store, scope, &conversation).await?,
            MessageKind::Note => Vec::new(),
        };
        Ok(ReplyState { conversation, account, known, replied_to, unread })
    }

    fn subject<'a>(&self, state: &'a ReplyState) -> Subject<'a> {
        Subject::Conversation(&state.conversation)
    }

    fn decide(&self, state: ReplyState, _scope: TenantScope, env: &Env) -> Result<(Message, Changes)> {
        if let Some(known) = state.known {
            return match known.conversation_id == self.conversation {
                true => Ok((known, Changes::none())),
                false => Err(Error::Conflict("this clientMessageId was used in another conversation")),
            };
        }
        if state.conversation.status == ConversationStatus::Archived {
            return Err(Error::Conflict("the conversation is archived"));
        }
        if self.draft.reply_to.is_some()
            && state.replied_to.is_none_or(|message| message.conversation_id != self.conversation)
        {
            return Err(Error::invalid("replyTo", "there is no such message in this conversation"));
        }
        let carrier = match (self.draft.kind, &state.account) {
            (MessageKind::Note, _) | (MessageKind::Reply, None) => None,
            (MessageKind::Reply, Some(account)) if account.status == AccountStatus::Disconnected => {
                return Err(Error::Conflict("the account of this conversation is disconnected"));
            }
            (MessageKind::Reply, Some(account)) => Some(account.id),
        };

        let was_active = state.conversation.status == ConversationStatus::Active;
        let mut conversation = answered(state.conversation, self.draft.kind, env);
        let status = if carrier.is_some() { MessageStatus::Queued } else { MessageStatus::Sent };
        let message = self.message(&conversation, status, env);
        let thread = conversation.thread();
        let posted = Event::MessagePosted(Box::new(message.clone()));
        let mut changes = Changes::none();
        if !was_active && conversation.status == ConversationStatus::Active {
            changes = changes.tell(thread.clone(), Event::ConversationChanged(Box::new(conversation.clone())));
        }
        let action = DeliveryAction::Send { message_id: message.id };
        let delivery = carrier.map(|account_id| order(&mut conversation, account_id, action, self.correlation_id, env));
        changes = read_by_team(state.unread, &conversation, changes, env);
        changes = changes.update(conversation).insert(message.clone()).tell(thread, posted);
        if let Some(delivery) = delivery {
            changes = changes.insert(delivery);
        }
        Ok((message, changes))
    }
}

impl Reply<'_> {
    fn client_message_id(&self) -> Option<&String> {
        self.draft.client_message_id.as_ref().filter(|_| !Planted::ClientMessageIdIgnored.grows())
    }

    fn message(&self, conversation: &Conversation, status: MessageStatus, env: &Env) -> Message {
        let now = env.now();
        Message {
            id: env.id(),
            client_id: conversation.client_id,
            conversation_id: conversation.id,
            position: conversation.message_count,
            sender_id: Some(self.actor.agent_id.into()),
            sender_name: Some(clean(&self.actor.name, Message::SENDER_NAME_MAX)),
            sender_type: SenderType::Agent,
            kind: self.draft.kind,
            content_type: crate::ContentType::TEXT,
            content: self.draft.content.clone(),
            attachment_url: None,
            attachment_type: None,
            payload: None,
            reply_to: self.draft.reply_to,
            template_name: None,
            external_id: None,
            client_message_id: self.client_message_id().cloned(),
            status,
            error: None,
            unsettled: None,
            created_at: now,
            sent_at: (status == MessageStatus::Sent).then_some(now),
            delivered_at: None,
            read_at: None,
            failed_at: None,
            revision: 0,
        }
    }
}

fn answered(mut conversation: Conversation, kind: MessageKind, env: &Env) -> Conversation {
    let now = env.now();
    conversation.message_count += 1;
    conversation.last_message_at = Some(now);
    conversation.updated_at = now;
    if kind == MessageKind::Reply {
        conversation.status = ConversationStatus::Active;
        conversation.waiting_since = None;
        conversation.unread_count = 0;
    }
    conversation
}
