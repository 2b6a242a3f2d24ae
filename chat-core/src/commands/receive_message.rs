use super::{
    amend::{Wanted, reword},
    hold_back::{self, Unheard, hold_back},
    keep_call::unfetched,
    letter::{Beside, Letter},
};
use crate::{
    Account, Action, AmendmentKind, Arrival, ArrivalQuery, Changes, ChatStore, Conversation, ConversationQuery,
    Customer, Env, HeldBack, InboundMessage, Message, PageQuery, Result, TenantScope, executor::Command,
    planted::Planted, text::clean,
};
use async_trait::async_trait;
use std::{hash::Hash, time::Duration};

/// Takes in what a customer wrote: finds or makes the customer and the conversation, reopens a closed one, and posts the
/// message. What arrived before changes nothing; what a blocked customer writes is kept out of the inbox.
#[derive(Debug)]
pub(crate) struct ReceiveMessage<'a> {
    pub(crate) account: &'a Account,
    pub(crate) message: &'a InboundMessage,
    /// A body from which the message is read again when its files are fetched.
    pub(crate) raw: &'a str,
    /// For how long the customer may be answered freely, on a channel that limits that.
    pub(crate) window: Option<Duration>,
    /// What became of it since, when it is told by news of that.
    pub(crate) amended: Option<AmendmentKind>,
    /// That it was not written to us, but beside us.
    pub(crate) beside: Option<Beside>,
}

/// What became of what a customer wrote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Received {
    /// It was posted.
    Posted,
    /// It had arrived before, and has its files as far as they are to be had.
    Known,
    /// It had arrived before without its files, which are fetched now.
    Completed,
    /// The customer is blocked: it was kept out of the inbox.
    HeldBack,
}

#[derive(Debug)]
pub(crate) struct ReceiveState {
    arrival: Arrival,
    /// Whether it was held back before.
    was_held_back: bool,
}

#[async_trait]
impl Command for ReceiveMessage<'_> {
    type State = ReceiveState;
    type Output = Received;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.message.identities.first()
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<ReceiveState> {
        let query = ArrivalQuery {
            account_id: self.account.id,
            external_id: &self.message.external_id,
            identities: &self.message.identities,
            reply_to: self.message.reply_to.as_ref(),
        };
        let mut arrival = store.arrival(scope, query).await?;
        if self.beside.is_some_and(|beside| beside.is_past) {
            arrival.conversation = self.past(store, scope, arrival.customer.as_ref()).await?;
        }
        let is_blocked = arrival.customer.as_ref().is_some_and(|customer| self.is_blocked(customer));
        let was_held_back = is_blocked && hold_back::is_known(store, scope, &self.name()).await?;
        Ok(ReceiveState { arrival, was_held_back })
    }

    fn decide(&self, state: ReceiveState, scope: TenantScope, env: &Env) -> Result<(Received, Changes)> {
        let ReceiveState { mut arrival, was_held_back } = state;
        if let Some(known) = arrival.known.take_if(|_| !Planted::InboundForgotten.grows()) {
            return Ok(self.completed(known, scope, env));
        }
        if let Some(customer) = arrival.customer.take_if(|customer| self.is_blocked(customer)) {
            let changes = match was_held_back {
                true => Changes::none(),
                false => hold_back(self.unheard(), customer, scope, env),
            };
            return Ok((Received::HeldBack, changes));
        }
        let message = self.message;
        let context = arrival.conversation.as_ref().and_then(|conversation| conversation.context.clone());
        let now = env.now();
        let opens = self.window.filter(|_| message.opens_window);
        let letter = Letter {
            source: &self.account.source,
            account_id: Some(self.account.id),
            widget_id: None,
            customer: arrival.customer,
            customer_id: None,
            name: message.profile_name.as_deref(),
            username: message.username.as_deref(),
            sender_name: message.sender_name.as_deref(),
            number: message.number.as_deref(),
            identities: &message.identities,
            known_identities: &arrival.identities,
            conversation: arrival.conversation,
            context,
            content_type: message.content_type.clone(),
            content: &message.content,
            files: Vec::new(),
            payload: message.payload.as_ref(),
            reply_to: arrival.replied_to,
            external_id: Some(&message.external_id),
            client_message_id: None,
            sent_at: message.sent_at,
            // A clock that is ahead opens it for no longer than ours does.
            reply_until: opens.map(|window| message.sent_at.map_or(now, |sent| sent.min(now)).plus(window)),
            awaits_files: !message.files.is_empty(),
            amended: self.amended,
            beside: self.beside,
        };
        let (_, changes) = letter.post(scope, env);
        let changes = match message.files.is_empty() {
            true => changes,
            false => changes.insert(unfetched(self.account, self.raw, scope, env)),
        };
        Ok((Received::Posted, changes))
    }
}

impl<'a> ReceiveMessage<'a> {
    /// Takes in what a customer wrote on a channel that does not limit how long it may be answered.
    pub(crate) fn new(account: &'a Account, message: &'a InboundMessage, raw: &'a str) -> Self {
        Self { account, message, raw, window: None, amended: None, beside: None }
    }

    fn is_blocked(&self, customer: &Customer) -> bool {
        self.beside.is_none() && customer.is_blocked_on(&self.account.source)
    }

    /// The conversation that holds what the customer and the account said to each other before.
    async fn past(
        &self,
        store: &dyn ChatStore,
        scope: TenantScope,
        customer: Option<&Customer>,
    ) -> Result<Option<Conversation>> {
        let Some(customer) = customer else { return Ok(None) };
        let query = ConversationQuery::of(customer.id);
        let known = store.conversations(scope, &query, PageQuery::first(PageQuery::LIMIT_MAX)).await?.items;
        Ok(known.into_iter().find(|it| it.is_past && it.account_id == Some(self.account.id)))
    }

    /// What becomes of a message that is known. It may have stood without its files: an edit came before it and named none, or a history
    /// told of it before it handed over what it consists of. Nobody is told before they are there.
    fn completed(&self, mut known: Message, scope: TenantScope, env: &Env) -> (Received, Changes) {
        let message = self.message;
        let is_other = known.edited_at.is_some() || known.content_type != message.content_type;
        if self.amended.is_some() || message.files.is_empty() || !is_other || !Wanted::AsWritten.are_missing(&known) {
            return (Received::Known, Changes::none());
        }
        let mut changes = Changes::none();
        if known.edited_at.is_none() {
            reword(&mut known, message);
            changes = changes.update(known);
        }
        (Received::Completed, changes.insert(unfetched(self.account, self.raw, scope, env)))
    }

    /// What the message is called among all that is held back.
    fn name(&self) -> String {
        format!("{}/{}", self.message.external_id.source, self.message.external_id.id)
    }

    fn unheard(&self) -> Unheard {
        let message = HeldBack {
            source: self.account.source.clone(),
            account_id: Some(self.account.id),
            widget_id: None,
            content_type: self.message.content_type.clone(),
            content: clean(&self.message.content, Message::TEXT_MAX),
            payload: self.message.payload.clone(),
            external_id: Some(self.message.external_id.clone()),
            sent_at: self.message.sent_at,
        };
        Unheard { name: self.name(), message }
    }
}
