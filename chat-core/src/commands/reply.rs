use super::{
    attached,
    bookmark::{own_bookmark, read_up_to},
    draft::Draft,
    order::order,
    read_by_team::{read_by_team, unread_by_team},
    thread_event,
    wording::Wording,
};
use crate::{
    Account, AccountId, AccountStatus, Action, Actor, Attachment, Bookmark, Changes, Channel, ChatStore, Composed,
    Conversation, ConversationId, ConversationStatus, Customer, Definition, DefinitionBody, DefinitionKind,
    DeliveryAction, Env, Error, Event, Mention, Message, MessageKind, MessageStatus, Missed, Result, SenderType, Seq,
    Subject, TenantScope, ThreadDeed, Uploader, Wish, executor::Command, planted::Planted, ports::channel_of,
    text::clean,
};
use async_trait::async_trait;
use std::{hash::Hash, sync::Arc};

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
    /// The template that it is to be made from, and whom for.
    template: Option<Definition>,
    customer: Option<Customer>,
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
            && state.replied_to.as_ref().is_none_or(|message| message.conversation_id != self.conversation)
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
        let parts = self.parts(&state, carrier, env)?;

        let was_active = state.conversation.status == ConversationStatus::Active;
        let (mut conversation, happened) = self.answered(state.conversation, env);
        let status = if carrier.is_some() { MessageStatus::Queued } else { MessageStatus::Sent };
        let mut said = Vec::with_capacity(parts.len());
        let mut files = state.files.into_iter();
        for part in parts {
            conversation.message_count += 1;
            let own: Vec<_> = files.by_ref().take(part.file_count).collect();
            let is_first = said.is_empty();
            let message = self.wording(part, &own, is_first, status, env).into_message(&conversation, env);
            let template_name = state.template.as_ref().map(|template| template.name.clone());
            said.push((Message { template_name, ..message }, own));
        }
        let mut changes = Changes::none();
        if !was_active && conversation.status == ConversationStatus::Active {
            let event = Event::ConversationChanged(Box::new(conversation.clone()));
            changes = changes.tell(conversation.thread(), event);
        }
        let deliveries: Vec<_> = carrier.map_or(Vec::new(), |account_id| {
            let send = |(message, _): &(Message, _)| DeliveryAction::Send { message_id: message.id };
            let actions = said.iter().map(send);
            actions.map(|action| order(&mut conversation, account_id, action, self.correlation_id, env)).collect()
        });
        changes = read_by_team(state.unread, &conversation, changes, env);
        changes = thread_event::post(happened, &conversation, changes.update(conversation.clone()));
        let first = said.first().map(|(message, _)| message.clone()).ok_or(Error::Conflict("nothing is said"))?;
        changes = read_up_to(state.bookmark, conversation.message_count, true, changes, env);
        for (message, files) in said {
            let posted = Event::MessagePosted(Box::new(message.clone()));
            changes = changes.insert(message.clone()).tell(conversation.thread(), posted);
            changes = attached::bind(files, &message, changes, env);
        }
        changes = deliveries.into_iter().fold(changes, Changes::insert);
        Ok((first, changes))
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
        let (template, customer) = match &self.draft.template {
            Some(wanted) => {
                let template = store.definition(scope, wanted.id).await?;
                let customer = match conversation.customer_id {
                    Some(id) => store.customer(scope, id).await?,
                    None => None,
                };
                (template, customer)
            }
            None => (None, None),
        };
        Ok(ReplyState {
            conversation,
            account,
            known,
            replied_to,
            unread,
            files,
            bookmark,
            missed,
            mentions_known,
            template,
            customer,
        })
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

    /// The messages that the draft becomes, in their order.
    fn parts(&self, state: &ReplyState, carrier: Option<AccountId>, env: &Env) -> Result<Vec<Composed>> {
        let files: Vec<_> = state.files.iter().map(Attachment::facts).collect();
        let template = match (&self.draft.template, &state.template) {
            (None, _) => None,
            (Some(wanted), Some(Definition { body: DefinitionBody::Template(template), deleted_at: None, .. })) => {
                Some((template, &wanted.parameters))
            }
            (Some(_), _) => return Err(Error::invalid("template", "there is no such template")),
        };
        let wish = Wish {
            content: &self.draft.content,
            content_type: self.draft.content_type.as_ref(),
            payload: self.draft.payload.as_ref(),
            template,
            name: state.template.as_ref().map(|template| template.name.as_str()),
            files: &files,
        };
        let account = state.account.as_ref().filter(|_| carrier.is_some());
        let channel = account.and_then(|account| channel_of(self.channels, &account.source));
        let Some((account, channel)) = account.zip(channel) else {
            let fields = [("template", wish.template.is_some()), ("payload", wish.payload.is_some())];
            return match fields.into_iter().find(|(_, is_given)| *is_given) {
                Some((field, _)) => Err(Error::invalid(field, "this channel carries text and files alone")),
                None => Ok(vec![Composed::plain(&wish)]),
            };
        };
        if let Some((template, _)) = template {
            if template.business_id != account.business_id {
                return Err(Error::invalid("template", "it is of another business than the account"));
            }
            let wants_none = state.customer.as_ref().is_some_and(|customer| customer.no_marketing_since.is_some());
            if wants_none && template.category.eq_ignore_ascii_case("marketing") {
                return Err(Error::Conflict("the customer does not want to be advertised to"));
            }
        } else if channel.reply_window().is_some()
            && state.conversation.reply_until.is_none_or(|until| until <= env.now())
        {
            return Err(Error::WindowClosed { until: state.conversation.reply_until, templates: Vec::new() });
        }
        channel.compose(&wish).map_err(Error::Invalid)
    }

    fn wording(
        &self,
        part: Composed,
        files: &[Attachment],
        is_first: bool,
        status: MessageStatus,
        env: &Env,
    ) -> Wording {
        Wording {
            sender_id: Some(self.actor.agent_id.into()),
            sender_name: Some(clean(&self.actor.name, Message::SENDER_NAME_MAX)),
            sender_type: SenderType::Agent,
            kind: self.draft.kind,
            content_type: part.content_type,
            content: part.content,
            files: files.iter().map(Attachment::facts).collect(),
            mentions: self.draft.mentions.clone(),
            payload: part.payload,
            reply_to: self.draft.reply_to.filter(|_| is_first),
            external_id: None,
            client_message_id: self.client_message_id().filter(|_| is_first).cloned(),
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
