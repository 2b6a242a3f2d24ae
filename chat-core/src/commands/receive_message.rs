use crate::{
    Account, Action, Arrival, ArrivalQuery, Changes, ChatStore, Conversation, ConversationStatus, Customer, CustomerId,
    CustomerIdentity, Env, Event, IdentityKey, InboundMessage, Message, MessageKind, MessageStatus, Result, SenderType,
    TenantScope, executor::Command, planted::Planted, text::clean,
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
        let (customer, changes) = self.customer(arrival.customer, scope, env);
        let changes = self.identities(&arrival.identities, customer, changes, scope, env);
        let before = arrival.conversation;
        let is_news = before.as_ref().is_none_or(|it| it.status != ConversationStatus::Active);
        let is_new = before.is_none();
        let conversation = self.conversation(before, customer, scope, env);
        let message = self.message(&conversation, customer, arrival.replied_to, env);

        let thread = conversation.thread();
        let changes = match is_news {
            true => changes.tell(thread.clone(), Event::ConversationChanged(Box::new(conversation.clone()))),
            false => changes,
        };
        let changes = match is_new {
            true => changes.insert(conversation),
            false => changes.update(conversation),
        };
        let posted = Event::MessagePosted(Box::new(message.clone()));
        Ok((Received::Posted, changes.insert(message).tell(thread, posted)))
    }
}

impl ReceiveMessage<'_> {
    fn customer(&self, known: Option<Customer>, scope: TenantScope, env: &Env) -> (CustomerId, Changes) {
        let name = self.message.profile_name.as_deref().map(|name| clean(name, Customer::NAME_MAX));
        match known {
            Some(customer) if customer.name.is_none() && name.is_some() => {
                let id = customer.id;
                (id, Changes::none().update(Customer { name, updated_at: env.now(), ..customer }))
            }
            Some(customer) => (customer.id, Changes::none()),
            None => {
                let (id, now) = (env.id(), env.now());
                let customer =
                    Customer { id, client_id: scope.client_id(), name, created_at: now, updated_at: now, revision: 0 };
                (id, Changes::none().insert(customer))
            }
        }
    }

    /// Adds what was learned. An identity that is somebody else's already stays there: customers are never merged silently.
    fn identities(
        &self,
        known: &[CustomerIdentity],
        customer: CustomerId,
        changes: Changes,
        scope: TenantScope,
        env: &Env,
    ) -> Changes {
        if let Some(other) = known.iter().find(|identity| identity.customer_id != customer) {
            tracing::warn!(
                customer.id = %customer,
                other.id = %other.customer_id,
                identity.kind = %other.key.kind,
                "two customers share an identity and are kept apart"
            );
        }
        let is_known = |key: &IdentityKey| known.iter().any(|identity| identity.key == *key);
        let learned = self.message.identities.iter().filter(|key| !is_known(key));
        learned.fold(changes, |changes, key| {
            changes.insert(CustomerIdentity {
                id: env.id(),
                client_id: scope.client_id(),
                customer_id: customer,
                key: key.clone(),
                created_at: env.now(),
            })
        })
    }

    fn conversation(
        &self,
        before: Option<Conversation>,
        customer: CustomerId,
        scope: TenantScope,
        env: &Env,
    ) -> Conversation {
        let now = env.now();
        let mut conversation = before.unwrap_or_else(|| Conversation {
            id: env.id(),
            client_id: scope.client_id(),
            customer_id: Some(customer),
            source: self.account.source.clone(),
            account_id: Some(self.account.id),
            widget_id: None,
            status: ConversationStatus::Active,
            customer_number: None,
            assignee_id: None,
            team_id: None,
            subject: None,
            unread_count: 0,
            message_count: 0,
            delivery_count: 0,
            last_message_at: None,
            waiting_since: None,
            snoozed_until: None,
            last_seq: 0,
            created_at: now,
            updated_at: now,
            revision: 0,
        });
        conversation.status = ConversationStatus::Active;
        conversation.message_count += 1;
        conversation.unread_count += 1;
        conversation.last_message_at = Some(now);
        conversation.waiting_since.get_or_insert(now);
        conversation.snoozed_until = None;
        conversation.updated_at = now;
        if let Some(number) = &self.message.number {
            conversation.customer_number = Some(clean(number, IdentityKey::VALUE_MAX));
        }
        conversation
    }

    fn message(
        &self,
        conversation: &Conversation,
        customer: CustomerId,
        reply_to: Option<crate::MessageId>,
        env: &Env,
    ) -> Message {
        let now = env.now();
        Message {
            id: env.id(),
            client_id: conversation.client_id,
            conversation_id: conversation.id,
            position: conversation.message_count,
            sender_id: Some(customer.into()),
            sender_type: SenderType::Customer,
            kind: MessageKind::Reply,
            content_type: self.message.content_type.clone(),
            content: clean(&self.message.content, Message::TEXT_MAX),
            attachment_url: None,
            attachment_type: None,
            payload: self.message.payload.clone(),
            reply_to,
            template_name: None,
            external_id: Some(self.message.external_id.clone()),
            client_message_id: None,
            status: MessageStatus::Delivered,
            error: None,
            unsettled: None,
            created_at: now,
            sent_at: self.message.sent_at,
            delivered_at: Some(now),
            read_at: None,
            failed_at: None,
            revision: 0,
        }
    }
}
