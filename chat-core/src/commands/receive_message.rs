use super::letter::Letter;
use crate::{
    Account, Action, Arrival, ArrivalQuery, Changes, ChatStore, Env, InboundMessage, Result, TenantScope,
    executor::Command, planted::Planted,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Takes in what a customer wrote: finds or makes the customer and the conversation, reopens a closed one, and posts the
/// message. What arrived before changes nothing.
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
}

#[async_trait]
impl Command for ReceiveMessage<'_> {
    type State = Arrival;
    type Output = Received;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.message.identities.first()
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Arrival> {
        let query = ArrivalQuery {
            account_id: self.account.id,
            external_id: &self.message.external_id,
            identities: &self.message.identities,
            reply_to: self.message.reply_to.as_ref(),
        };
        Ok(store.arrival(scope, query).await?)
    }

    fn decide(&self, arrival: Arrival, scope: TenantScope, env: &Env) -> Result<(Received, Changes)> {
        if arrival.known.is_some() && !Planted::InboundForgotten.grows() {
            return Ok((Received::Known, Changes::none()));
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
