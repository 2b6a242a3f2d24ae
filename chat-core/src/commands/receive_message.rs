use super::{
    hold_back::{self, Unheard, hold_back},
    letter::Letter,
};
use crate::{
    Account, Action, Arrival, ArrivalQuery, Changes, ChatStore, Customer, Env, HeldBack, InboundMessage, Message,
    Result, TenantScope, executor::Command, planted::Planted, text::clean,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Takes in what a customer wrote: finds or makes the customer and the conversation, reopens a closed one, and posts the
/// message. What arrived before changes nothing; what a blocked customer writes is kept out of the inbox.
#[derive(Debug)]
pub(crate) struct ReceiveMessage<'a> {
    pub(crate) account: &'a Account,
    pub(crate) message: &'a InboundMessage,
}

/// What became of what a customer wrote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Received {
    /// It was posted.
    Posted,
    /// It had arrived before.
    Known,
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
        let arrival = store.arrival(scope, query).await?;
        let is_blocked = arrival.customer.as_ref().is_some_and(|customer| self.is_blocked(customer));
        let was_held_back = is_blocked && hold_back::is_known(store, scope, &self.name()).await?;
        Ok(ReceiveState { arrival, was_held_back })
    }

    fn decide(&self, state: ReceiveState, scope: TenantScope, env: &Env) -> Result<(Received, Changes)> {
        let ReceiveState { mut arrival, was_held_back } = state;
        if arrival.known.is_some() && !Planted::InboundForgotten.grows() {
            return Ok((Received::Known, Changes::none()));
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
        let letter = Letter {
            source: &self.account.source,
            account_id: Some(self.account.id),
            widget_id: None,
            customer: arrival.customer,
            customer_id: None,
            name: message.profile_name.as_deref(),
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
        };
        let (_, changes) = letter.post(scope, env);
        Ok((Received::Posted, changes))
    }
}

impl ReceiveMessage<'_> {
    fn is_blocked(&self, customer: &Customer) -> bool {
        customer.is_blocked_on(&self.account.source)
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
