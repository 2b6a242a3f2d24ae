use super::{attached, thread_event, wording::Wording};
use crate::{
    AccountId, Attachment, Changes, ContentType, Conversation, ConversationStatus, Customer, CustomerId,
    CustomerIdentity, Env, Event, ExternalId, IdentityKey, Message, MessageId, MessageKind, MessageStatus, SenderType,
    Source, TenantScope, ThreadDeed, Timestamp, VisitContext, WidgetId, text::clean,
};

/// What a customer wrote, whichever way it came, with what is known about whom it came from.
#[derive(Debug)]
pub(super) struct Letter<'a> {
    pub(super) source: &'a Source,
    pub(super) account_id: Option<AccountId>,
    pub(super) widget_id: Option<WidgetId>,
    /// The customer, if it has written before.
    pub(super) customer: Option<Customer>,
    /// Which customer it becomes, if it has not.
    pub(super) customer_id: Option<CustomerId>,
    /// What the customer calls itself.
    pub(super) name: Option<&'a str>,
    pub(super) number: Option<&'a str>,
    /// All that identifies it, and what of that is known.
    pub(super) identities: &'a [IdentityKey],
    pub(super) known_identities: &'a [CustomerIdentity],
    /// Where it goes, unless it begins a conversation.
    pub(super) conversation: Option<Conversation>,
    /// What is known of a website visitor from now on.
    pub(super) context: Option<Box<VisitContext>>,
    pub(super) content_type: ContentType,
    pub(super) content: &'a str,
    /// The files that go with it.
    pub(super) files: Vec<Attachment>,
    pub(super) payload: Option<&'a serde_json::Value>,
    pub(super) reply_to: Option<MessageId>,
    pub(super) external_id: Option<&'a ExternalId>,
    pub(super) client_message_id: Option<&'a str>,
    pub(super) sent_at: Option<Timestamp>,
}

/// What a letter became.
#[derive(Debug)]
pub(super) struct Posted {
    pub(super) conversation: Conversation,
    pub(super) message: Message,
}

impl Letter<'_> {
    /// Finds or makes the customer and the conversation, reopens a closed one, and posts the message.
    pub(super) fn post(mut self, scope: TenantScope, env: &Env) -> (Posted, Changes) {
        let (customer, changes) = self.customer(scope, env);
        let changes = self.identities(customer, changes, scope, env);
        let before = self.conversation.take();
        let is_new = before.is_none();
        let is_known = before.as_ref().is_some_and(|it| it.status == ConversationStatus::Active);
        let is_news = !is_known || before.as_ref().is_some_and(|it| it.context != self.context);
        let (conversation, happened) = self.opened(before, customer, scope, env);
        let message = self.wording(customer).into_message(&conversation, env);

        let thread = conversation.thread();
        let changes = match is_news {
            true => changes.tell(thread.clone(), Event::ConversationChanged(Box::new(conversation.clone()))),
            false => changes,
        };
        let changes = match is_new {
            true => changes.insert(conversation.clone()),
            false => changes.update(conversation.clone()),
        };
        let changes = thread_event::post(happened, &conversation, changes);
        let event = Event::MessagePosted(Box::new(message.clone()));
        let changes = changes.insert(message.clone()).tell(thread, event);
        let changes = attached::bind(self.files, &message, changes, env);
        (Posted { conversation, message }, changes)
    }

    fn customer(&mut self, scope: TenantScope, env: &Env) -> (CustomerId, Changes) {
        let name = self.name.map(|name| clean(name, Customer::NAME_MAX));
        // No key of the store keeps a visitor from beginning two conversations in the same moment: the customer's revision does.
        let begins_unguarded = self.account_id.is_none() && self.conversation.is_none();
        let now = env.now();
        match self.customer.take() {
            Some(customer) if begins_unguarded || (customer.name.is_none() && name.is_some()) => {
                let name = customer.name.clone().or(name);
                (customer.id, Changes::none().update(Customer { name, updated_at: now, ..customer }))
            }
            Some(customer) => (customer.id, Changes::none()),
            None => {
                let id = self.customer_id.unwrap_or_else(|| env.id());
                let customer = Customer { name, ..Customer::new(id, scope.client_id(), now) };
                (id, Changes::none().insert(customer))
            }
        }
    }

    /// Adds what was learned. An identity that is somebody else's already stays there: customers are never merged silently.
    fn identities(&self, customer: CustomerId, changes: Changes, scope: TenantScope, env: &Env) -> Changes {
        let known = self.known_identities;
        if let Some(other) = known.iter().find(|identity| identity.customer_id != customer) {
            tracing::warn!(
                customer.id = %customer,
                other.id = %other.customer_id,
                identity.kind = %other.key.kind,
                "two customers share an identity and are kept apart"
            );
        }
        let is_known = |key: &IdentityKey| known.iter().any(|identity| identity.key == *key);
        let learned = self.identities.iter().filter(|key| !is_known(key));
        learned.fold(changes, |changes, key| {
            changes.insert(CustomerIdentity {
                id: env.id(),
                client_id: scope.client_id(),
                customer_id: customer,
                key: key.clone(),
                created_at: env.now(),
                removed_at: None,
                revision: 0,
            })
        })
    }

    fn opened(
        &mut self,
        before: Option<Conversation>,
        customer: CustomerId,
        scope: TenantScope,
        env: &Env,
    ) -> (Conversation, Vec<Message>) {
        let now = env.now();
        let mut conversation = before.unwrap_or_else(|| Conversation {
            customer_id: Some(customer),
            account_id: self.account_id,
            widget_id: self.widget_id,
            ..Conversation::new(env.id(), scope.client_id(), self.source, now)
        });
        let mut deeds = Vec::new();
        if conversation.status != ConversationStatus::Active {
            deeds.push(ThreadDeed::Reopened);
        }
        if conversation.snoozed_until.is_some() {
            deeds.push(ThreadDeed::Woken);
        }
        let happened = thread_event::tell(deeds, None, &mut conversation, env);
        conversation.status = ConversationStatus::Active;
        conversation.message_count += 1;
        conversation.unread_count += 1;
        conversation.last_message_at = Some(now);
        conversation.waiting_since.get_or_insert(now);
        conversation.snoozed_until = None;
        conversation.closed_at = None;
        conversation.customer_position = conversation.message_count;
        conversation.updated_at = now;
        conversation.context = self.context.take();
        if let Some(number) = self.number {
            conversation.customer_number = Some(clean(number, IdentityKey::VALUE_MAX));
        }
        (conversation, happened)
    }

    fn wording(&self, customer: CustomerId) -> Wording {
        Wording {
            sender_id: customer.into(),
            sender_name: None,
            sender_type: SenderType::Customer,
            kind: MessageKind::Reply,
            content_type: self.content_type.clone(),
            content: clean(self.content, Message::TEXT_MAX),
            files: self.files.iter().map(Attachment::facts).collect(),
            mentions: Vec::new(),
            payload: self.payload.cloned(),
            reply_to: self.reply_to,
            external_id: self.external_id.cloned(),
            client_message_id: self.client_message_id.map(ToOwned::to_owned),
            status: MessageStatus::Delivered,
            sent_at: self.sent_at,
        }
    }
}
