use crate::{
    AccountId, AccountStatus, AgentId, ContentHash, ConversationId, ConversationStatus, CustomerId, DeliveryAction,
    DomainEntry, ExternalId, IdentityKey, Record, Revision, SenderId, Source, TokenHash, WidgetId,
};
use uuid::Uuid;

/// What kind of record an id names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Kind {
    Account,
    Agent,
    ApiKey,
    Attachment,
    AuditEntry,
    AuthorizedDomain,
    Blob,
    Bookmark,
    Client,
    Conversation,
    Customer,
    CustomerIdentity,
    Definition,
    Delivery,
    DeliveryAttempt,
    DomainStep,
    DossierEntry,
    Invitation,
    Job,
    KeptAnswer,
    Message,
    ReceivedCall,
    Session,
    Webhook,
    WebhookCall,
    Widget,
}

/// A record's name among all records.
pub(super) type RecordId = (Kind, Uuid);

/// What at most one record of all clients may have.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum SharedKey {
    Id(RecordId),
    Address(Source, String),
    ApiKeyToken(TokenHash),
    Email(String),
    InvitationToken(TokenHash),
    SessionToken(TokenHash),
    WidgetKey(String),
}

/// What at most one record of a client may have.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum OwnKey {
    Answer(String, String),
    AuditPlace(i64),
    Bookmark(ConversationId, AgentId),
    Bytes(ContentHash),
    ClientMessageId(SenderId, String),
    Definition(String),
    Domain(WidgetId, DomainEntry),
    DossierEntry(String),
    ExternalId(ExternalId),
    Identity(IdentityKey),
    Invited(String),
    LiveConversation(CustomerId, AccountId),
    Position(ConversationId, i64),
}

pub(super) fn id_of(record: &Record) -> RecordId {
    match record {
        Record::Account(account) => (Kind::Account, account.id.uuid()),
        Record::Agent(agent) => (Kind::Agent, agent.id.uuid()),
        Record::ApiKey(key) => (Kind::ApiKey, key.id.uuid()),
        Record::Attachment(attachment) => (Kind::Attachment, attachment.id.uuid()),
        Record::AuditEntry(entry) => (Kind::AuditEntry, entry.id.uuid()),
        Record::AuthorizedDomain(domain) => (Kind::AuthorizedDomain, domain.id.uuid()),
        Record::Blob(blob) => (Kind::Blob, blob.id.uuid()),
        Record::Bookmark(bookmark) => (Kind::Bookmark, bookmark.id.uuid()),
        Record::Client(client) => (Kind::Client, client.id.uuid()),
        Record::Conversation(conversation) => (Kind::Conversation, conversation.id.uuid()),
        Record::Customer(customer) => (Kind::Customer, customer.id.uuid()),
        Record::CustomerIdentity(identity) => (Kind::CustomerIdentity, identity.id.uuid()),
        Record::Definition(definition) => (Kind::Definition, definition.id.uuid()),
        Record::Delivery(delivery) => (Kind::Delivery, delivery.id.uuid()),
        Record::DeliveryAttempt(attempt) => (Kind::DeliveryAttempt, attempt.id.uuid()),
        Record::DomainStep(step) => (Kind::DomainStep, step.id.uuid()),
        Record::DossierEntry(entry) => (Kind::DossierEntry, entry.id.uuid()),
        Record::Invitation(invitation) => (Kind::Invitation, invitation.id.uuid()),
        Record::Job(job) => (Kind::Job, job.id.uuid()),
        Record::KeptAnswer(answer) => (Kind::KeptAnswer, answer.id.uuid()),
        Record::Message(message) => (Kind::Message, message.id.uuid()),
        Record::ReceivedCall(call) => (Kind::ReceivedCall, call.id.uuid()),
        Record::Session(session) => (Kind::Session, session.id.uuid()),
        Record::Webhook(webhook) => (Kind::Webhook, webhook.id.uuid()),
        Record::WebhookCall(call) => (Kind::WebhookCall, call.id.uuid()),
        Record::Widget(widget) => (Kind::Widget, widget.id.uuid()),
    }
}

pub(super) fn shared_keys(record: &Record) -> Vec<SharedKey> {
    let mut keys = vec![SharedKey::Id(id_of(record))];
    match record {
        Record::Account(account) if account.status != AccountStatus::Disconnected => {
            keys.push(SharedKey::Address(account.source.clone(), account.address.clone()));
        }
        Record::Agent(agent) => keys.push(SharedKey::Email(agent.email.clone())),
        Record::ApiKey(key) => keys.push(SharedKey::ApiKeyToken(key.token_hash)),
        Record::Invitation(invitation) => keys.push(SharedKey::InvitationToken(invitation.token_hash)),
        Record::Session(session) => keys.push(SharedKey::SessionToken(session.token_hash)),
        Record::Widget(widget) => keys.push(SharedKey::WidgetKey(widget.public_key.clone())),
        Record::Account(_)
        | Record::Attachment(_)
        | Record::AuditEntry(_)
        | Record::AuthorizedDomain(_)
        | Record::Blob(_)
        | Record::Bookmark(_)
        | Record::Client(_)
        | Record::Conversation(_)
        | Record::Customer(_)
        | Record::CustomerIdentity(_)
        | Record::Definition(_)
        | Record::Delivery(_)
        | Record::DeliveryAttempt(_)
        | Record::DomainStep(_)
        | Record::DossierEntry(_)
        | Record::Message(_)
        | Record::ReceivedCall(_)
        | Record::Webhook(_)
        | Record::Job(_)
        | Record::KeptAnswer(_)
        | Record::WebhookCall(_) => {}
    }
    keys
}

pub(super) fn own_keys(record: &Record) -> Vec<OwnKey> {
    match record {
        Record::Conversation(conversation) if conversation.status != ConversationStatus::Archived => {
            let held = conversation.customer_id.zip(conversation.account_id);
            held.map(|(customer, account)| OwnKey::LiveConversation(customer, account)).into_iter().collect()
        }
        Record::KeptAnswer(answer) => vec![OwnKey::Answer(answer.caller.clone(), answer.key.clone())],
        Record::Blob(blob) if blob.is_live() => vec![OwnKey::Bytes(blob.hash)],
        Record::Bookmark(one) => vec![OwnKey::Bookmark(one.conversation_id, one.agent_id)],
        Record::AuditEntry(entry) => entry.link.map(|link| OwnKey::AuditPlace(link.seq)).into_iter().collect(),
        Record::AuthorizedDomain(domain) => vec![OwnKey::Domain(domain.widget_id, domain.entry.clone())],
        Record::Definition(definition) => definition.key().map(OwnKey::Definition).into_iter().collect(),
        Record::Invitation(invitation) if invitation.ended_at.is_none() => {
            vec![OwnKey::Invited(invitation.email.clone())]
        }
        Record::CustomerIdentity(identity) if identity.removed_at.is_none() => {
            vec![OwnKey::Identity(identity.key.clone())]
        }
        Record::DossierEntry(entry) => entry.name.clone().map(OwnKey::DossierEntry).into_iter().collect(),
        Record::Message(message) => {
            let mut keys = vec![OwnKey::Position(message.conversation_id, message.position)];
            keys.extend(message.external_id.clone().map(OwnKey::ExternalId));
            let sent = message.sender_id.zip(message.client_message_id.clone());
            keys.extend(sent.map(|(sender, id)| OwnKey::ClientMessageId(sender, id)));
            keys
        }
        Record::Account(_)
        | Record::Agent(_)
        | Record::ApiKey(_)
        | Record::Attachment(_)
        | Record::Blob(_)
        | Record::Client(_)
        | Record::Conversation(_)
        | Record::Customer(_)
        | Record::CustomerIdentity(_)
        | Record::Delivery(_)
        | Record::DeliveryAttempt(_)
        | Record::Invitation(_)
        | Record::DomainStep(_)
        | Record::ReceivedCall(_)
        | Record::Session(_)
        | Record::Webhook(_)
        | Record::Job(_)
        | Record::WebhookCall(_)
        | Record::Widget(_) => vec![],
    }
}

/// The records that must be the same client's. Agents who may be the host's own are not among them.
pub(super) fn references(record: &Record) -> Vec<RecordId> {
    match record {
        Record::ApiKey(key) => vec![(Kind::Agent, key.agent_id.uuid())],
        Record::Session(session) => vec![(Kind::Agent, session.agent_id.uuid())],
        Record::Conversation(conversation) => {
            let customer = conversation.customer_id.map(|id| (Kind::Customer, id.uuid()));
            let account = conversation.account_id.map(|id| (Kind::Account, id.uuid()));
            customer.into_iter().chain(account).collect()
        }
        Record::Bookmark(bookmark) => vec![(Kind::Conversation, bookmark.conversation_id.uuid())],
        Record::CustomerIdentity(identity) => vec![(Kind::Customer, identity.customer_id.uuid())],
        Record::DossierEntry(entry) => vec![(Kind::Customer, entry.customer_id.uuid())],
        Record::Message(message) => {
            let mut references = vec![(Kind::Conversation, message.conversation_id.uuid())];
            references.extend(message.reply_to.map(|id| (Kind::Message, id.uuid())));
            references
        }
        Record::Delivery(delivery) => {
            let mut references = vec![
                (Kind::Conversation, delivery.conversation_id.uuid()),
                (Kind::Account, delivery.account_id.uuid()),
            ];
            if let DeliveryAction::Send { message_id } = &delivery.action {
                references.push((Kind::Message, message_id.uuid()));
            }
            references
        }
        Record::Attachment(attachment) => {
            let conversation = attachment.conversation_id.map(|id| (Kind::Conversation, id.uuid()));
            let message = attachment.message_id.map(|id| (Kind::Message, id.uuid()));
            let blob = (Kind::Blob, attachment.blob_id.uuid());
            [blob].into_iter().chain(conversation).chain(message).collect()
        }
        Record::AuthorizedDomain(domain) => vec![(Kind::Widget, domain.widget_id.uuid())],
        Record::DomainStep(step) => vec![(Kind::AuthorizedDomain, step.domain_id.uuid())],
        Record::DeliveryAttempt(attempt) => vec![(Kind::Message, attempt.message_id.uuid())],
        Record::WebhookCall(call) => vec![(Kind::Webhook, call.webhook_id.uuid())],
        Record::ReceivedCall(call) => call.account_id.map(|id| (Kind::Account, id.uuid())).into_iter().collect(),
        Record::Account(_)
        | Record::Agent(_)
        | Record::AuditEntry(_)
        | Record::Blob(_)
        | Record::Client(_)
        | Record::Customer(_)
        | Record::Invitation(_)
        | Record::Definition(_)
        | Record::Webhook(_)
        | Record::Job(_)
        | Record::KeptAnswer(_)
        | Record::Widget(_) => vec![],
    }
}

/// Writes the store's count into a record; what is never changed carries none.
pub(super) fn set_revision(record: &mut Record, revision: Revision) {
    match record {
        Record::Account(account) => account.revision = revision,
        Record::Agent(agent) => agent.revision = revision,
        Record::ApiKey(key) => key.revision = revision,
        Record::Attachment(attachment) => attachment.revision = revision,
        Record::AuditEntry(entry) => entry.revision = revision,
        Record::AuthorizedDomain(domain) => domain.revision = revision,
        Record::Blob(blob) => blob.revision = revision,
        Record::Bookmark(bookmark) => bookmark.revision = revision,
        Record::Client(client) => client.revision = revision,
        Record::Conversation(conversation) => conversation.revision = revision,
        Record::Customer(customer) => customer.revision = revision,
        Record::CustomerIdentity(identity) => identity.revision = revision,
        Record::DomainStep(_) => {}
        Record::DossierEntry(entry) => entry.revision = revision,
        Record::Definition(definition) => definition.revision = revision,
        Record::Delivery(delivery) => delivery.revision = revision,
        Record::DeliveryAttempt(attempt) => attempt.revision = revision,
        Record::Invitation(invitation) => invitation.revision = revision,
        Record::Job(job) => job.revision = revision,
        Record::KeptAnswer(answer) => answer.revision = revision,
        Record::Message(message) => message.revision = revision,
        Record::ReceivedCall(call) => call.revision = revision,
        Record::Session(session) => session.revision = revision,
        Record::Webhook(webhook) => webhook.revision = revision,
        Record::WebhookCall(call) => call.revision = revision,
        Record::Widget(widget) => widget.revision = revision,
    }
}
