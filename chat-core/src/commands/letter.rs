use super::{amend, attached, customer_identity, thread_event, wording::Wording};
use crate::{
    AccountId, AmendmentKind, Attachment, Changes, ContentType, Conversation, ConversationStatus, Customer, CustomerId,
    CustomerIdentity, Env, Event, ExternalId, IdentityKey, Message, MessageId, MessageKind, MessageStatus, SenderType,
    Source, TenantScope, ThreadDeed, Timestamp, VisitContext, WidgetId, text::clean,
};

/// What a customer wrote, or the team beside us, whichever way it came, with what is known about whom it came from.
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
    /// The same, where people have names of their own choice.
    pub(super) username: Option<&'a str>,
    /// Who of several wrote it.
    pub(super) sender_name: Option<&'a str>,
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
    /// Until when the customer may be answered freely because of it.
    pub(super) reply_until: Option<Timestamp>,
    /// Whether files are still to be fetched for it.
    pub(super) awaits_files: bool,
    /// What became of it since, when it is told by news of that.
    pub(super) amended: Option<AmendmentKind>,
    /// That it was not written to us, but beside us.
    pub(super) beside: Option<Beside>,
}

/// What is to be known of a message that was sent beside us.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Beside {
    /// Whether the team wrote it.
    pub(crate) is_by_team: bool,
    /// Whether it is old.
    pub(crate) is_past: bool,
    /// How far it had come.
    pub(crate) status: Option<MessageStatus>,
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
        let mut message = self.wording(customer).into_message(&conversation, env);
        if self.is_past() {
            message.created_at = self.sent_at.unwrap_or(message.created_at).min(message.created_at);
        }
        match self.amended {
            None => {}
            Some(AmendmentKind::Edited) => {
                message.edited_at = self.sent_at.or(Some(message.created_at));
                message.files_as_of = message.edited_at.filter(|_| self.awaits_files);
            }
            Some(AmendmentKind::TakenBack) => {
                let at = self.sent_at.unwrap_or(message.created_at);
                amend::empty(&mut message, at);
            }
        }

        let changes = match is_new {
            true => changes.insert(conversation.clone()),
            false => changes.update(conversation.clone()),
        };
        if self.is_past() {
            // Nobody is told as if it were news.
            return (Posted { conversation, message: message.clone() }, changes.insert(message));
        }
        let thread = conversation.thread();
        let changes = match is_news {
            true => changes.tell(thread.clone(), Event::ConversationChanged(Box::new(conversation.clone()))),
            false => changes,
        };
        let changes = thread_event::post(happened, &conversation, changes);
        let event = Event::MessagePosted(Box::new(message.clone()));
        let changes = changes.insert(message.clone()).tell(thread, event);
        let changes = attached::bind(self.files, &message, changes, env);
        (Posted { conversation, message }, changes)
    }

    fn customer(&mut self, scope: TenantScope, env: &Env) -> (CustomerId, Changes) {
        let [name, username] = [self.name, self.username].map(|name| name.map(|name| clean(name, Customer::NAME_MAX)));
        // No key of the store keeps a visitor from beginning two conversations in the same moment, nor what was said before from being
        // put into two: the customer's revision does.
        let begins_unguarded = (self.account_id.is_none() || self.is_past()) && self.conversation.is_none();
        let now = env.now();
        match self.customer.take() {
            Some(customer) => {
                let id = customer.id;
                let changes = introduced(customer.clone(), name, username, env);
                match changes.writes.is_empty() && begins_unguarded {
                    true => (id, changes.update(Customer { updated_at: now, ..customer })),
                    false => (id, changes),
                }
            }
            None => {
                let id = self.customer_id.unwrap_or_else(|| env.id());
                let customer = Customer { name, username, ..Customer::new(id, scope.client_id(), now) };
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
            changes.insert(customer_identity::learned(scope.client_id(), customer, key.clone(), env))
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
        if self.is_past() {
            self.remembered(&mut conversation, now);
            return (conversation, Vec::new());
        }
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
        conversation.last_message_at = Some(now);
        conversation.snoozed_until = None;
        conversation.reply_until = conversation.reply_until.max(self.reply_until);
        conversation.closed_at = None;
        conversation.updated_at = now;
        if self.is_by_team() {
            conversation.unread_count = 0;
            conversation.waiting_since = None;
            conversation.first_replied_at.get_or_insert(now);
        } else {
            conversation.unread_count += 1;
            conversation.waiting_since.get_or_insert(now);
            conversation.customer_position = conversation.message_count;
        }
        conversation.context = self.context.take();
        if let Some(number) = self.number {
            conversation.customer_number = Some(clean(number, IdentityKey::VALUE_MAX));
        }
        (conversation, happened)
    }

    /// Adds an old message to the conversation of those.
    fn remembered(&self, conversation: &mut Conversation, now: Timestamp) {
        let at = self.sent_at.unwrap_or(now).min(now);
        conversation.status = ConversationStatus::Archived;
        conversation.is_past = true;
        conversation.message_count += 1;
        conversation.last_message_at = conversation.last_message_at.max(Some(at));
        conversation.created_at = conversation.created_at.min(at);
        conversation.updated_at = now;
        if !self.is_by_team() {
            conversation.customer_position = conversation.message_count;
        }
        if let Some(number) = self.number {
            conversation.customer_number = Some(clean(number, IdentityKey::VALUE_MAX));
        }
    }

    fn is_past(&self) -> bool {
        self.beside.is_some_and(|beside| beside.is_past)
    }

    fn is_by_team(&self) -> bool {
        self.beside.is_some_and(|beside| beside.is_by_team)
    }

    fn wording(&self, customer: CustomerId) -> Wording {
        Wording {
            sender_id: (!self.is_by_team()).then_some(customer.into()),
            sender_name: self.sender_name.map(|name| clean(name, Message::SENDER_NAME_MAX)),
            sender_type: if self.is_by_team() { SenderType::Agent } else { SenderType::Customer },
            kind: MessageKind::Reply,
            content_type: self.content_type.clone(),
            content: clean(self.content, Message::TEXT_MAX),
            files: self.files.iter().map(Attachment::facts).collect(),
            mentions: Vec::new(),
            payload: self.payload.cloned(),
            reply_to: self.reply_to,
            external_id: self.external_id.cloned(),
            client_message_id: self.client_message_id.map(ToOwned::to_owned),
            status: self.beside.and_then(|beside| beside.status).unwrap_or(MessageStatus::Delivered),
            sent_at: self.sent_at,
        }
    }
}

/// Takes over the names that a channel tells of a customer: what the team calls it stays, and a channel that tells none takes none
/// away. That it got its first name is told by its message.
pub(super) fn introduced(before: Customer, name: Option<String>, username: Option<String>, env: &Env) -> Changes {
    let keeps_name = before.is_named_by_team || name.is_none();
    let customer = Customer {
        name: if keeps_name { before.name.clone() } else { name },
        username: username.or_else(|| before.username.clone()),
        ..before.clone()
    };
    if customer == before {
        return Changes::none();
    }
    let customer = Customer { updated_at: env.now(), ..customer };
    let changes = Changes::none().update(customer.clone());
    match before.name {
        Some(_) => changes.tell(None, Event::CustomerChanged(Box::new(customer))),
        None => changes,
    }
}
