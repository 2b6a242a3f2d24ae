use super::{
    change_customer::{known_customer, still_apart},
    customer_identity::{learned, typed_identity},
    draft::Draft,
    reply::{Reply, ReplyState},
};
use crate::{
    Account, AccountId, AccountStatus, Action, Actor, Changes, Channel, ChatStore, Conversation, ConversationId,
    ConversationQuery, ConversationStatus, Customer, CustomerId, CustomerIdentity, Env, Error, Event, Expected,
    IdentityKey, IdentityKind, Message, PageQuery, Record, Result, Source, Subject, TenantScope, Timestamp, WidgetId,
    executor::Command,
};
use async_trait::async_trait;
use std::{hash::Hash, sync::Arc};

/// Whom an agent wants to write to.
#[derive(Clone, PartialEq, Debug)]
pub enum Recipient {
    /// A customer that is known.
    Customer(CustomerId),
    /// Whoever has this identity; somebody new when nobody has.
    Identity(IdentityKey),
}

/// A conversation that an agent wants to begin.
#[derive(Clone, PartialEq, Debug)]
pub struct NewConversation {
    /// With whom.
    pub to: Recipient,
    /// Over which channel.
    pub source: Source,
    /// Over which account; for a channel with accounts it may be left out when the client has one alone.
    pub account_id: Option<AccountId>,
    /// In which widget, for the website; where the customer wrote last when it is left out.
    pub widget_id: Option<WidgetId>,
    /// What it is about, at most [`Conversation::SUBJECT_MAX`] bytes.
    pub subject: Option<String>,
    /// The first message.
    pub message: Option<Draft>,
}

/// Begins a conversation from the team's side.
///
/// A customer has one conversation at an account or widget that is not archived: where there is one already it goes on, so that
/// beginning twice is beginning once. The message goes out like any other; outside of the hours in which WhatsApp takes free text, it
/// fails with what WhatsApp says.
#[derive(Debug)]
pub(crate) struct StartConversation<'a> {
    pub(crate) actor: &'a Actor,
    /// What the conversation is called if there is none yet.
    pub(crate) id: ConversationId,
    pub(crate) new: &'a NewConversation,
    pub(crate) channels: &'a [Arc<dyn Channel>],
    pub(crate) correlation_id: Option<&'a str>,
}

/// A conversation that was begun, or goes on.
#[derive(Clone, PartialEq, Debug)]
pub struct Started {
    /// The conversation.
    pub conversation: ConversationId,
    /// Whether there was none before.
    pub is_new: bool,
    /// The first message, if there is to be one.
    pub message: Option<Message>,
}

#[derive(Debug)]
pub(crate) struct StartState {
    customer: Option<Customer>,
    /// The one that goes on, or one that is not stored yet.
    conversation: Conversation,
    is_new: bool,
    /// What the first message needs to go out.
    reply: Option<ReplyState>,
}

#[async_trait]
impl Command for StartConversation<'_> {
    type State = StartState;
    type Output = Started;
    const ACTION: Option<Action> = Some(Action::Reply);

    fn lane(&self) -> impl Hash + Send {
        match &self.new.to {
            Recipient::Customer(id) => id.to_string(),
            Recipient::Identity(key) => key.value.clone(),
        }
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<StartState> {
        self.check()?;
        let customer = match &self.new.to {
            Recipient::Customer(id) => Some(known_customer(store, scope, *id).await?),
            Recipient::Identity(key) => store.customer_at(scope, &typed_identity(key)?).await?,
        };
        let account = self.account(store, scope).await?;
        let (widget, known) = match (&customer, &account) {
            (Some(customer), Some(account)) => (None, store.live_conversation(scope, customer.id, account.id).await?),
            (Some(customer), None) => self.visited(store, scope, customer.id).await?,
            (None, _) => (None, None),
        };
        let is_new = known.is_none();
        let conversation = match known {
            Some(conversation) => conversation,
            None => {
                let identities = match &customer {
                    Some(customer) => store.identities(scope, customer.id).await?,
                    None => Vec::new(),
                };
                self.begun(scope, &identities, account.as_ref(), widget)?
            }
        };
        let reply = match &self.new.message {
            Some(draft) => Some(self.reply(draft, conversation.id).around(store, scope, conversation.clone()).await?),
            None => None,
        };
        Ok(StartState { customer, conversation, is_new, reply })
    }

    fn subject<'a>(&self, state: &'a StartState) -> Subject<'a> {
        match (state.is_new, &state.customer) {
            (false, _) => Subject::Conversation(&state.conversation),
            (true, Some(customer)) => Subject::Customer(customer),
            (true, None) => Subject::Client,
        }
    }

    fn decide(&self, state: StartState, scope: TenantScope, env: &Env) -> Result<(Started, Changes)> {
        let StartState { customer, mut conversation, is_new, reply } = state;
        if let Some(known) = reply.as_ref().and_then(ReplyState::known) {
            let conversation = known.conversation_id;
            return Ok((Started { conversation, is_new: false, message: Some(known.clone()) }, Changes::none()));
        }
        if let Some(customer) = &customer {
            still_apart(customer)?;
        }
        let (customer_id, mut changes) = self.recipient(customer, scope, env)?;
        if is_new {
            (conversation.created_at, conversation.updated_at) = (env.now(), env.now());
            conversation.customer_id = Some(customer_id);
            let event = Event::ConversationChanged(Box::new(conversation.clone()));
            changes = changes.tell(conversation.thread(), event);
        }
        let id = conversation.id;
        let Some((draft, reply)) = self.new.message.as_ref().zip(reply) else {
            let changes = if is_new { changes.insert(conversation) } else { changes };
            return Ok((Started { conversation: id, is_new, message: None }, changes));
        };
        let (message, mut said) = self.reply(draft, id).decide(reply.into(conversation), scope, env)?;
        for write in &mut said.writes {
            if is_new && matches!(write.record, Record::Conversation(_)) {
                write.expected = Expected::Absent;
            }
        }
        changes.writes.extend(said.writes);
        changes.told.extend(said.told);
        Ok((Started { conversation: id, is_new, message: Some(message) }, changes))
    }
}

impl StartConversation<'_> {
    fn check(&self) -> Result<()> {
        let subject = self.new.subject.as_ref();
        if subject.is_some_and(|text| text.len() > Conversation::SUBJECT_MAX || text.contains('\0')) {
            let problem = format!("at most {} bytes without NUL, please", Conversation::SUBJECT_MAX);
            return Err(Error::invalid("subject", problem));
        }
        self.new.message.as_ref().map_or(Ok(()), Draft::check)
    }

    fn reply<'a>(&'a self, draft: &'a Draft, conversation: ConversationId) -> Reply<'a> {
        let Self { actor, channels, correlation_id, .. } = self;
        Reply { actor, conversation, draft, channels, correlation_id: *correlation_id }
    }

    /// The account that it goes over; none for the website.
    async fn account(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<Account>> {
        if self.new.source == Source::WEBSITE {
            return match self.new.account_id {
                Some(_) => Err(Error::invalid("accountId", "the website has no accounts")),
                None => Ok(None),
            };
        }
        let mut own = store.accounts(scope).await?;
        own.retain(|account| account.source == self.new.source && account.status != AccountStatus::Disconnected);
        if let Some(id) = self.new.account_id {
            own.retain(|account| account.id == id);
        }
        match (own.pop(), own.is_empty()) {
            (Some(account), true) => Ok(Some(account)),
            (Some(_), false) => Err(Error::invalid("accountId", "say which one; there are several")),
            (None, _) if self.new.account_id.is_some() => Err(Error::invalid("accountId", "there is no such account")),
            (None, _) => Err(Error::invalid("source", "no account of this channel is connected")),
        }
    }

    /// The widget that it goes on in, and the customer's conversation there that is not archived.
    async fn visited(
        &self,
        store: &dyn ChatStore,
        scope: TenantScope,
        customer: CustomerId,
    ) -> Result<(Option<WidgetId>, Option<Conversation>)> {
        let query = ConversationQuery::of_visitor(customer);
        let known = store.conversations(scope, &query, PageQuery::first(PageQuery::LIMIT_MAX)).await?.items;
        let widget = self.new.widget_id.or_else(|| known.iter().find_map(|conversation| conversation.widget_id));
        let Some(widget) = widget else { return Ok((None, None)) };
        let live = known.into_iter().find(|conversation| {
            conversation.widget_id == Some(widget) && conversation.status != ConversationStatus::Archived
        });
        let is_there = store.widgets(scope).await?.iter().any(|known| known.id == widget);
        if is_there { Ok((Some(widget), live)) } else { Err(Error::invalid("widgetId", "there is no such widget")) }
    }

    /// Who it is; somebody new is taken in with the identity that it is written to by.
    fn recipient(&self, known: Option<Customer>, scope: TenantScope, env: &Env) -> Result<(CustomerId, Changes)> {
        if let Some(customer) = known {
            return Ok((customer.id, Changes::none()));
        }
        let Recipient::Identity(key) = &self.new.to else { return Err(Error::NotFound("customer")) };
        let customer = Customer::new(env.id(), scope.client_id(), env.now());
        let identity = learned(customer.client_id, customer.id, typed_identity(key)?, env);
        Ok((customer.id, Changes::none().insert(customer).insert(identity)))
    }

    /// A conversation that is not stored yet.
    fn begun(
        &self,
        scope: TenantScope,
        identities: &[CustomerIdentity],
        account: Option<&Account>,
        widget: Option<WidgetId>,
    ) -> Result<Conversation> {
        if account.is_none() && widget.is_none() {
            return Err(Error::invalid("widgetId", "say in which widget; the customer has written in none"));
        }
        Ok(Conversation {
            account_id: account.map(|account| account.id),
            widget_id: widget,
            customer_number: self.number(identities, account)?,
            subject: self.new.subject.clone(),
            ..Conversation::new(self.id, scope.client_id(), &self.new.source, Timestamp::default())
        })
    }

    /// The number that it goes to, where the channel is one of numbers.
    fn number(&self, identities: &[CustomerIdentity], account: Option<&Account>) -> Result<Option<String>> {
        if account.is_none_or(|account| account.source != Source::WHATSAPP) {
            return Ok(None);
        }
        let wanted = match &self.new.to {
            Recipient::Identity(key) => Some(typed_identity(key)?),
            Recipient::Customer(_) => None,
        };
        let of_kind = |kind| identities.iter().map(|it| &it.key).chain(&wanted).rfind(|key| key.kind == kind);
        match (of_kind(IdentityKind::WhatsappPhone), of_kind(IdentityKind::WhatsappUser)) {
            (Some(phone), _) => Ok(Some(format!("+{}", phone.value))),
            (None, Some(_)) => Ok(None),
            (None, None) => Err(Error::Conflict("the customer has neither a WhatsApp number nor a user id")),
        }
    }
}
