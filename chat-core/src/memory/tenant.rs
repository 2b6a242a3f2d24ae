use super::{
    keys::{self, Kind, OwnKey, RecordId},
    search::Words,
};
use crate::{
    Account, AccountId, Agent, AgentId, ApiKey, ApiKeyId, Attachment, AttachmentId, AttemptId, AuditEntry,
    AuditEntryId, AuthorizedDomain, Blob, BlobId, Bookmark, BookmarkId, Client, Conversation, ConversationId, Counter,
    Cursor, Customer, CustomerId, CustomerIdentity, Day, Definition, DefinitionId, Delivery, DeliveryAction,
    DeliveryAttempt, DeliveryId, DeliveryState, DomainId, DomainStep, DomainStepId, DossierEntry, DossierEntryId,
    FencingToken, IdentityId, Invitation, InvitationId, Job, JobId, KeptAnswer, KeptAnswerId, Message, MessageId,
    Notice, ReceivedCall, ReceivedCallId, Record, Seq, Session, SessionId, Timestamp, Webhook, WebhookCall,
    WebhookCallId, WebhookId, Widget, WidgetId,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// Everything that one client has. Whoever holds one of these sees nothing of the others.
#[derive(Default)]
pub(super) struct Tenant {
    pub(super) client: Option<Client>,
    pub(super) accounts: BTreeMap<AccountId, Account>,
    pub(super) agents: BTreeMap<AgentId, Agent>,
    pub(super) answers: BTreeMap<KeptAnswerId, KeptAnswer>,
    pub(super) api_keys: BTreeMap<ApiKeyId, ApiKey>,
    pub(super) attachments: BTreeMap<AttachmentId, Attachment>,
    pub(super) attempts: BTreeMap<AttemptId, DeliveryAttempt>,
    pub(super) audit: BTreeMap<AuditEntryId, AuditEntry>,
    pub(super) blobs: BTreeMap<BlobId, Blob>,
    pub(super) bookmarks: BTreeMap<BookmarkId, Bookmark>,
    pub(super) calls: BTreeMap<ReceivedCallId, ReceivedCall>,
    pub(super) conversations: BTreeMap<ConversationId, Conversation>,
    pub(super) customers: BTreeMap<CustomerId, Customer>,
    pub(super) invitations: BTreeMap<InvitationId, Invitation>,
    pub(super) definitions: BTreeMap<DefinitionId, Definition>,
    pub(super) deliveries: BTreeMap<DeliveryId, Delivery>,
    pub(super) domains: BTreeMap<DomainId, AuthorizedDomain>,
    pub(super) domain_steps: BTreeMap<DomainStepId, DomainStep>,
    pub(super) dossier: BTreeMap<DossierEntryId, DossierEntry>,
    pub(super) identities: BTreeMap<IdentityId, CustomerIdentity>,
    pub(super) jobs: BTreeMap<JobId, Job>,
    pub(super) messages: BTreeMap<MessageId, Message>,
    pub(super) sessions: BTreeMap<SessionId, Session>,
    pub(super) webhooks: BTreeMap<WebhookId, Webhook>,
    pub(super) webhook_calls: BTreeMap<WebhookCallId, WebhookCall>,
    pub(super) widgets: BTreeMap<WidgetId, Widget>,
    pub(super) counts: BTreeMap<CountKey, i64>,
    pub(super) words: Words,
    pub(super) journal: Vec<Notice>,
    /// The last event that was forgotten.
    pub(super) forgotten: Seq,
    /// Who holds each unique key.
    pub(super) keys: HashMap<OwnKey, Uuid>,
    /// Conversations by their latest message.
    pub(super) recent: BTreeSet<Cursor>,
    /// Customers by their creation.
    pub(super) newest: BTreeSet<Cursor>,
    /// What is kept about customers by its creation.
    pub(super) dossier_by_age: BTreeSet<Cursor>,
    /// The identities of each customer by the moment they were learned.
    pub(super) identities_of: HashMap<CustomerId, BTreeSet<(Timestamp, IdentityId)>>,
    /// The messages of each conversation by position.
    pub(super) threads: HashMap<ConversationId, BTreeMap<i64, MessageId>>,
    /// The deliveries that send a message, by position.
    pub(super) sends: HashMap<MessageId, BTreeSet<Place>>,
    /// The attempts to send a message, by delivery and number.
    pub(super) attempts_of: HashMap<MessageId, BTreeSet<(DeliveryId, i64, AttemptId)>>,
    /// The pending deliveries of each conversation that has any, by position.
    pub(super) lanes: BTreeMap<ConversationId, BTreeSet<Place>>,
    /// Who works a lane.
    pub(super) holds: HashMap<ConversationId, Hold>,
    /// From when on a lane may send.
    pub(super) free: HashMap<ConversationId, Timestamp>,
}

/// What tells counts apart.
pub(super) type CountKey = (WidgetId, Day, Counter, String);

/// Where a delivery stands in its lane.
pub(super) type Place = (i64, DeliveryId);

/// A lane that was given out.
#[derive(Clone, Copy)]
pub(super) struct Hold {
    pub(super) token: FencingToken,
    pub(super) until: Timestamp,
}

impl Tenant {
    pub(super) fn record(&self, (kind, id): RecordId) -> Option<Record> {
        match kind {
            Kind::Account => self.accounts.get(&id.into()).cloned().map(Record::Account),
            Kind::Agent => self.agents.get(&id.into()).cloned().map(Record::Agent),
            Kind::ApiKey => self.api_keys.get(&id.into()).cloned().map(Record::ApiKey),
            Kind::Attachment => self.attachments.get(&id.into()).cloned().map(Record::Attachment),
            Kind::AuditEntry => self.audit.get(&id.into()).cloned().map(Record::AuditEntry),
            Kind::Blob => self.blobs.get(&id.into()).cloned().map(Record::Blob),
            Kind::Bookmark => self.bookmarks.get(&id.into()).cloned().map(Record::Bookmark),
            Kind::AuthorizedDomain => self.domains.get(&id.into()).cloned().map(Record::AuthorizedDomain),
            Kind::Client => self.client.clone().filter(|client| client.id.uuid() == id).map(Record::Client),
            Kind::Conversation => self.conversations.get(&id.into()).cloned().map(Record::Conversation),
            Kind::Customer => self.customers.get(&id.into()).cloned().map(Record::Customer),
            Kind::CustomerIdentity => self.identities.get(&id.into()).cloned().map(Record::CustomerIdentity),
            Kind::Definition => self.definitions.get(&id.into()).cloned().map(Record::Definition),
            Kind::Delivery => self.deliveries.get(&id.into()).cloned().map(Record::Delivery),
            Kind::DeliveryAttempt => self.attempts.get(&id.into()).cloned().map(Record::DeliveryAttempt),
            Kind::DomainStep => self.domain_steps.get(&id.into()).cloned().map(Record::DomainStep),
            Kind::DossierEntry => self.dossier.get(&id.into()).cloned().map(Record::DossierEntry),
            Kind::Invitation => self.invitations.get(&id.into()).cloned().map(Record::Invitation),
            Kind::Job => self.jobs.get(&id.into()).cloned().map(Record::Job),
            Kind::KeptAnswer => self.answers.get(&id.into()).cloned().map(Record::KeptAnswer),
            Kind::Message => self.messages.get(&id.into()).cloned().map(Record::Message),
            Kind::ReceivedCall => self.calls.get(&id.into()).cloned().map(Record::ReceivedCall),
            Kind::Session => self.sessions.get(&id.into()).cloned().map(Record::Session),
            Kind::Webhook => self.webhooks.get(&id.into()).cloned().map(Record::Webhook),
            Kind::WebhookCall => self.webhook_calls.get(&id.into()).cloned().map(Record::WebhookCall),
            Kind::Widget => self.widgets.get(&id.into()).cloned().map(Record::Widget),
        }
    }

    /// Puts a record in; one of the same id must have been taken out.
    pub(super) fn put(&mut self, record: Record) {
        let (_, id) = keys::id_of(&record);
        self.words.note(&record);
        self.keys.extend(keys::own_keys(&record).into_iter().map(|key| (key, id)));
        match record {
            Record::Account(account) => drop(self.accounts.insert(account.id, account)),
            Record::Agent(agent) => drop(self.agents.insert(agent.id, agent)),
            Record::ApiKey(key) => drop(self.api_keys.insert(key.id, key)),
            Record::Invitation(invitation) => drop(self.invitations.insert(invitation.id, invitation)),
            Record::Attachment(attachment) => drop(self.attachments.insert(attachment.id, attachment)),
            Record::AuthorizedDomain(domain) => drop(self.domains.insert(domain.id, domain)),
            Record::AuditEntry(entry) => drop(self.audit.insert(entry.id, entry)),
            Record::Blob(blob) => drop(self.blobs.insert(blob.id, blob)),
            Record::Bookmark(bookmark) => drop(self.bookmarks.insert(bookmark.id, bookmark)),
            Record::DomainStep(step) => drop(self.domain_steps.insert(step.id, step)),
            Record::DossierEntry(entry) => {
                self.dossier_by_age.insert(entry_age(&entry));
                self.dossier.insert(entry.id, entry);
            }
            Record::Client(client) => self.client = Some(client),
            Record::Conversation(conversation) => {
                self.recent.insert(recency(&conversation));
                self.conversations.insert(conversation.id, conversation);
            }
            Record::Customer(customer) => {
                self.newest.insert(age(&customer));
                self.customers.insert(customer.id, customer);
            }
            Record::CustomerIdentity(identity) => {
                if identity.removed_at.is_none() {
                    let learned = (identity.created_at, identity.id);
                    self.identities_of.entry(identity.customer_id).or_default().insert(learned);
                }
                self.identities.insert(identity.id, identity);
            }
            Record::Definition(definition) => drop(self.definitions.insert(definition.id, definition)),
            Record::Delivery(delivery) => {
                if delivery.state == DeliveryState::Pending {
                    self.lanes.entry(delivery.conversation_id).or_default().insert(place(&delivery));
                }
                if let DeliveryAction::Send { message_id } = &delivery.action {
                    self.sends.entry(*message_id).or_default().insert(place(&delivery));
                }
                self.deliveries.insert(delivery.id, delivery);
            }
            Record::DeliveryAttempt(attempt) => {
                self.attempts_of.entry(attempt.message_id).or_default().insert(turn(&attempt));
                self.attempts.insert(attempt.id, attempt);
            }
            Record::Message(message) => {
                self.threads.entry(message.conversation_id).or_default().insert(message.position, message.id);
                self.messages.insert(message.id, message);
            }
            Record::Job(job) => drop(self.jobs.insert(job.id, job)),
            Record::KeptAnswer(answer) => drop(self.answers.insert(answer.id, answer)),
            Record::ReceivedCall(call) => drop(self.calls.insert(call.id, call)),
            Record::Session(session) => drop(self.sessions.insert(session.id, session)),
            Record::Webhook(webhook) => drop(self.webhooks.insert(webhook.id, webhook)),
            Record::WebhookCall(call) => drop(self.webhook_calls.insert(call.id, call)),
            Record::Widget(widget) => drop(self.widgets.insert(widget.id, widget)),
        }
    }

    /// Takes out a record that is in, with all that is remembered about it.
    pub(super) fn take(&mut self, record: &Record) {
        for key in keys::own_keys(record) {
            self.keys.remove(&key);
        }
        match record {
            Record::Account(account) => drop(self.accounts.remove(&account.id)),
            Record::Agent(agent) => drop(self.agents.remove(&agent.id)),
            Record::ApiKey(key) => drop(self.api_keys.remove(&key.id)),
            Record::Invitation(invitation) => drop(self.invitations.remove(&invitation.id)),
            Record::Attachment(attachment) => drop(self.attachments.remove(&attachment.id)),
            Record::AuthorizedDomain(domain) => drop(self.domains.remove(&domain.id)),
            Record::AuditEntry(entry) => drop(self.audit.remove(&entry.id)),
            Record::Blob(blob) => drop(self.blobs.remove(&blob.id)),
            Record::Bookmark(bookmark) => drop(self.bookmarks.remove(&bookmark.id)),
            Record::DomainStep(step) => drop(self.domain_steps.remove(&step.id)),
            Record::DossierEntry(entry) => {
                self.dossier_by_age.remove(&entry_age(entry));
                self.dossier.remove(&entry.id);
            }
            Record::Client(_) => self.client = None,
            Record::Conversation(conversation) => {
                self.recent.remove(&recency(conversation));
                self.conversations.remove(&conversation.id);
            }
            Record::Customer(customer) => {
                self.newest.remove(&age(customer));
                self.customers.remove(&customer.id);
            }
            Record::CustomerIdentity(identity) => {
                let learned = (identity.created_at, identity.id);
                self.identities_of.entry(identity.customer_id).or_default().remove(&learned);
                self.identities.remove(&identity.id);
            }
            Record::Definition(definition) => drop(self.definitions.remove(&definition.id)),
            Record::Delivery(delivery) => {
                remove(&mut self.lanes, delivery);
                if let DeliveryAction::Send { message_id } = &delivery.action {
                    self.sends.entry(*message_id).or_default().remove(&place(delivery));
                }
                self.deliveries.remove(&delivery.id);
            }
            Record::DeliveryAttempt(attempt) => {
                self.attempts_of.entry(attempt.message_id).or_default().remove(&turn(attempt));
                self.attempts.remove(&attempt.id);
            }
            Record::Message(message) => {
                self.threads.entry(message.conversation_id).or_default().remove(&message.position);
                self.messages.remove(&message.id);
            }
            Record::Job(job) => drop(self.jobs.remove(&job.id)),
            Record::KeptAnswer(answer) => drop(self.answers.remove(&answer.id)),
            Record::ReceivedCall(call) => drop(self.calls.remove(&call.id)),
            Record::Session(session) => drop(self.sessions.remove(&session.id)),
            Record::Webhook(webhook) => drop(self.webhooks.remove(&webhook.id)),
            Record::WebhookCall(call) => drop(self.webhook_calls.remove(&call.id)),
            Record::Widget(widget) => drop(self.widgets.remove(&widget.id)),
        }
    }
}

fn remove(lanes: &mut BTreeMap<ConversationId, BTreeSet<Place>>, delivery: &Delivery) {
    if let Some(lane) = lanes.get_mut(&delivery.conversation_id) {
        lane.remove(&place(delivery));
        if lane.is_empty() {
            lanes.remove(&delivery.conversation_id);
        }
    }
}

fn place(delivery: &Delivery) -> Place {
    (delivery.position, delivery.id)
}

fn turn(attempt: &DeliveryAttempt) -> (DeliveryId, i64, AttemptId) {
    (attempt.delivery_id, attempt.number, attempt.id)
}

/// Where a conversation stands among those of its client.
pub(super) fn recency(conversation: &Conversation) -> Cursor {
    let moment = conversation.last_message_at.unwrap_or(conversation.created_at);
    Cursor { key: moment.millis(), id: conversation.id.uuid() }
}

/// Where a customer stands among those of its client.
pub(super) fn age(customer: &Customer) -> Cursor {
    Cursor { key: customer.created_at.millis(), id: customer.id.uuid() }
}

/// Where an entry stands among those about the customers of its client.
pub(super) fn entry_age(entry: &DossierEntry) -> Cursor {
    Cursor { key: entry.created_at.millis(), id: entry.id.uuid() }
}
