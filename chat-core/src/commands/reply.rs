use super::{
    attached,
    bookmark::{own_bookmark, read_up_to},
    order::order,
    read_by_team::{read_by_team, unread_by_team},
    thread_event,
    wording::Wording,
};
use crate::{
    Account, AccountStatus, Action, Actor, Attachment, AttachmentId, Bookmark, Changes, Channel, ChatStore,
    ContentType, Conversation, ConversationId, ConversationStatus, DefinitionKind, DeliveryAction, Env, Error, Event,
    FieldError, Mention, Message, MessageId, MessageKind, MessageStatus, Missed, Result, SenderType, Seq, Subject,
    TenantScope, ThreadDeed, Uploader, executor::Command, planted::Planted, ports::channel_of, text::clean,
};
use async_trait::async_trait;
use std::{hash::Hash, sync::Arc};

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
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        let mut wrong = Vec::new();
        if self.content.trim().is_empty() && self.attachment_ids.is_empty() {
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
        wrong.extend(attached::check(&self.attachment_ids).map(|problem| FieldError::new("attachmentIds", problem)));
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
    /// The ways that messages go to customers.
    pub(crate) channels: &'a [Arc<dyn Channel>],
    pub(crate) correlation_id: Option<&'a str>,
}

#[derive(Debug)]
pub(crate) struct ReplyState {
    conversation: Conversation,
    account: Option<Account>,
    known: Option<Message>,
    replied_to: Option<Message>,
    unread: Vec<Message>,
    files: Vec<Attachment>,
    bookmark: Option<Bookmark>,
    /// What others have done since the draft was begun.
    missed: Vec<Missed>,
    /// Whether everybody who is mentioned is there.
    mentions_known: bool,
}

impl ReplyState {
    /// What the draft became when it came before.
    pub(super) fn known(&self) -> Option<&Message> {
        self.known.as_ref()
    }

    /// The same, with its conversation as it is by now.
    pub(super) fn into(self, conversation: Conversation) -> Self {
        Self { conversation, ..self }
    }
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
        self.around(store, scope, conversation.ok_or(Error::NotFound("conversation"))?).await
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
        if !state.missed.is_empty() {
            return Err(Error::Superseded(state.missed));
        }
        if state.conversation.status == ConversationStatus::Archived {
            return Err(Error::Conflict("the conversation is archived"));
        }
        if self.draft.reply_to.is_some()
            && state.replied_to.is_none_or(|message| message.conversation_id != self.conversation)
        {
            return Err(Error::invalid("replyTo", "there is no such message in this conversation"));
        }
        if !state.mentions_known {
            return Err(Error::invalid("mentions", "there is no such agent or team"));
        }
        let carrier = match (self.draft.kind, &state.account) {
            (MessageKind::Note | MessageKind::Event, _) | (MessageKind::Reply, None) => None,
            (MessageKind::Reply, Some(account)) if account.status == AccountStatus::Disconnected => {
                return Err(Error::Conflict("the account of this conversation is disconnected"));
            }
            (MessageKind::Reply, Some(account)) if !self.is_carried(account) => return Err(attached::not_carried()),
            (MessageKind::Reply, Some(account)) => Some(account.id),
        };
        attached::fitting(&state.files, &self.draft.attachment_ids, Uploader::Agent(self.actor.agent_id))?;

        let was_active = state.conversation.status == ConversationStatus::Active;
        let (mut conversation, happened) = self.answered(state.conversation, env);
        let status = if carrier.is_some() { MessageStatus::Queued } else { MessageStatus::Sent };
        let message = self.wording(&state.files, status, env).into_message(&conversation, env);
        let thread = conversation.thread();
        let posted = Event::MessagePosted(Box::new(message.clone()));
        let mut changes = Changes::none();
        if !was_active && conversation.status == ConversationStatus::Active {
            changes = changes.tell(thread.clone(), Event::ConversationChanged(Box::new(conversation.clone())));
        }
        let action = DeliveryAction::Send { message_id: message.id };
        let delivery = carrier.map(|account_id| order(&mut conversation, account_id, action, self.correlation_id, env));
        changes = read_by_team(state.unread, &conversation, changes, env);
        changes = thread_event::post(happened, &conversation, changes.update(conversation.clone()));
        changes = changes.insert(message.clone()).tell(thread, posted);
        changes = attached::bind(state.files, &message, changes, env);
        changes = read_up_to(state.bookmark, message.position, true, changes, env);
        if let Some(delivery) = delivery {
            changes = changes.insert(delivery);
        }
        Ok((message, changes))
    }
}

impl Reply<'_> {
    /// What it needs to know besides its conversation, which may be one that is not stored yet.
    pub(super) async fn around(
        &self,
        store: &dyn ChatStore,
        scope: TenantScope,
        conversation: Conversation,
    ) -> Result<ReplyState> {
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
            MessageKind::Note | MessageKind::Event => Vec::new(),
        };
        let files = attached::load(store, scope, &self.draft.attachment_ids).await?;
        let bookmark = own_bookmark(store, scope, self.actor, conversation.id).await?;
        let missed = match self.draft.if_seq {
            Some(seq) if known.is_none() => missed(store, scope, &conversation, seq, self.actor).await?,
            _ => Vec::new(),
        };
        let mentions_known = self.mentions_known(store, scope).await?;
        Ok(ReplyState { conversation, account, known, replied_to, unread, files, bookmark, missed, mentions_known })
    }

    /// Whether everybody who is mentioned is of the team.
    async fn mentions_known(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<bool> {
        let mentions = &self.draft.mentions;
        let teams = match mentions.iter().any(|mention| matches!(mention, Mention::Team(_))) {
            true => store.definitions(scope, DefinitionKind::Team).await?,
            false => Vec::new(),
        };
        let agents = match mentions.iter().any(|mention| matches!(mention, Mention::Agent(_))) {
            true => store.agents(scope).await?,
            false => Vec::new(),
        };
        Ok(mentions.iter().all(|mention| match mention {
            Mention::Agent(id) => *id == self.actor.agent_id || agents.iter().any(|agent| agent.id == *id),
            Mention::Team(id) => teams.iter().any(|team| team.id == (*id).into()),
        }))
    }

    /// The conversation with one message more, and what its thread tells of that.
    fn answered(&self, mut conversation: Conversation, env: &Env) -> (Conversation, Vec<Message>) {
        let now = env.now();
        let reopens = self.draft.kind == MessageKind::Reply && conversation.status != ConversationStatus::Active;
        let deeds = if reopens { vec![ThreadDeed::Reopened] } else { Vec::new() };
        let happened = thread_event::tell(deeds, Some(self.actor), &mut conversation, env);
        conversation.message_count += 1;
        conversation.last_message_at = Some(now);
        conversation.updated_at = now;
        if self.draft.kind == MessageKind::Reply {
            conversation.status = ConversationStatus::Active;
            conversation.waiting_since = None;
            conversation.unread_count = 0;
            conversation.closed_at = None;
            conversation.first_replied_at.get_or_insert(now);
        }
        (conversation, happened)
    }

    fn client_message_id(&self) -> Option<&String> {
        self.draft.client_message_id.as_ref().filter(|_| !Planted::ClientMessageIdIgnored.grows())
    }

    /// Whether what the draft consists of can go to the customer of an account.
    fn is_carried(&self, account: &Account) -> bool {
        let has_files = !self.draft.attachment_ids.is_empty();
        !has_files || channel_of(self.channels, &account.source).is_some_and(|channel| channel.carries_files())
    }

    fn wording(&self, files: &[Attachment], status: MessageStatus, env: &Env) -> Wording {
        Wording {
            sender_id: self.actor.agent_id.into(),
            sender_name: Some(clean(&self.actor.name, Message::SENDER_NAME_MAX)),
            sender_type: SenderType::Agent,
            kind: self.draft.kind,
            content_type: ContentType::TEXT,
            content: self.draft.content.clone(),
            files: files.iter().map(Attachment::facts).collect(),
            mentions: self.draft.mentions.clone(),
            payload: None,
            reply_to: self.draft.reply_to,
            external_id: None,
            client_message_id: self.client_message_id().cloned(),
            status,
            sent_at: (status == MessageStatus::Sent).then(|| env.now()),
        }
    }
}

/// How many events are looked through for those that were missed; whoever has missed more loads anew.
const MISSED_MAX: usize = 50;

/// What others have written or changed in a conversation after one of its events, the earliest first.
async fn missed(
    store: &dyn ChatStore,
    scope: TenantScope,
    conversation: &Conversation,
    seen: Seq,
    actor: &Actor,
) -> Result<Vec<Missed>> {
    let (mut found, mut at) = (Vec::new(), conversation.last_seq);
    for _ in 0..MISSED_MAX {
        if at <= seen {
            break;
        }
        // Each event names the one before it in its conversation.
        let Some(notice) = store.events_after(scope, at - 1, 1).await?.events.pop() else { break };
        at = notice.previous_seq;
        if is_news(&notice.event, actor) {
            found.push(Missed::from(&notice));
        }
    }
    found.reverse();
    Ok(found)
}

/// Whether somebody who was writing has to know of an event first.
fn is_news(event: &Event, actor: &Actor) -> bool {
    match event {
        Event::MessagePosted(message) => {
            message.kind != MessageKind::Event && message.sender_id != Some(actor.agent_id.into())
        }
        Event::ConversationChanged(_) => true,
        _ => false,
    }
}
