use chat_core::{
    Account, Agent, ApiKey, Attachment, AuditEntry, AuthorizedDomain, Blob, Bookmark, Client, ClientId, Conversation,
    ConversationId, Count, Customer, CustomerIdentity, Definition, Delivery, DeliveryAttempt, DomainStep, DossierEntry,
    FencingToken, Invitation, Job, KeptAnswer, Message, Notice, ReceivedCall, Record, Revision, Seq, Session,
    TenantScope, Timestamp, Webhook, WebhookCall, Widget,
};
use std::{
    collections::HashMap,
    sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard},
};
use uuid::Uuid;

/// A store that keeps all records in one list.
#[derive(Clone, Debug, Default)]
pub struct ShelfStore(Arc<RwLock<Shelf>>);

impl ShelfStore {
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Shelf> {
        self.0.read().expect("nobody panics while holding the shelf")
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, Shelf> {
        self.0.write().expect("nobody panics while holding the shelf")
    }
}

/// What lies on the shelf.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shelf {
    pub(crate) records: Vec<Arc<Record>>,
    pub(crate) counts: Vec<Count>,
    pub(crate) journal: Vec<Arc<Notice>>,
    /// The last event of each client that was forgotten.
    pub(crate) forgotten: HashMap<ClientId, Seq>,
    /// Who works a conversation's deliveries, and until when nobody else does.
    pub(crate) holds: HashMap<ConversationId, (FencingToken, Timestamp)>,
    pub(crate) last_token: FencingToken,
    /// From when on a conversation may send.
    pub(crate) free: HashMap<ConversationId, Timestamp>,
}

impl Shelf {
    /// Everything of one kind that all clients have.
    pub(crate) fn all<T: Kind>(&self) -> impl Iterator<Item = &T> {
        self.records.iter().filter_map(|record| T::of(record))
    }

    /// Everything of one kind that one client has.
    pub(crate) fn of<T: Kind>(&self, scope: TenantScope) -> impl Iterator<Item = &T> {
        self.all::<T>().filter(move |record| record.client_id() == scope.client_id())
    }

    /// One record of a client.
    pub(crate) fn one<T: Kind>(&self, scope: TenantScope, id: impl Into<Option<Uuid>>) -> Option<&T> {
        let id = id.into()?;
        self.of::<T>(scope).find(|record| record.uuid() == id)
    }
}

/// A kind of record, so that the shelf can be searched for it.
pub(crate) trait Kind: Sized + 'static {
    fn of(record: &Record) -> Option<&Self>;
    fn client_id(&self) -> ClientId;
    fn uuid(&self) -> Uuid;
}

macro_rules! kinds {
    ($($kind:ident by $client:ident,)*) => {
        $(impl Kind for $kind {
            fn of(record: &Record) -> Option<&Self> {
                match record {
                    Record::$kind(record) => Some(record),
                    _ => None,
                }
            }

            fn client_id(&self) -> ClientId {
                self.$client
            }

            fn uuid(&self) -> Uuid {
                self.id.uuid()
            }
        })*

        /// The id of a record of any kind.
        pub(crate) fn uuid(record: &Record) -> Uuid {
            match record { $(Record::$kind(record) => record.uuid(),)* }
        }
    };
}

kinds! {
    Account by client_id,
    Agent by client_id,
    ApiKey by client_id,
    Attachment by client_id,
    AuditEntry by client_id,
    AuthorizedDomain by client_id,
    Blob by client_id,
    Bookmark by client_id,
    Client by id,
    Conversation by client_id,
    Customer by client_id,
    CustomerIdentity by client_id,
    Definition by client_id,
    Delivery by client_id,
    DeliveryAttempt by client_id,
    DomainStep by client_id,
    DossierEntry by client_id,
    Invitation by client_id, Job by client_id,
    KeptAnswer by client_id,
    Message by client_id,
    ReceivedCall by client_id,
    Session by client_id,
    Webhook by client_id,
    WebhookCall by client_id,
    Widget by client_id,
}

/// Notes how often a record was written; some are written once.
pub(crate) fn count(record: &mut Record, revision: Revision) {
    match record {
        Record::Account(record) => record.revision = revision,
        Record::Agent(record) => record.revision = revision,
        Record::ApiKey(record) => record.revision = revision,
        Record::Attachment(record) => record.revision = revision,
        Record::AuditEntry(record) => record.revision = revision,
        Record::AuthorizedDomain(record) => record.revision = revision,
        Record::Blob(record) => record.revision = revision,
        Record::Bookmark(record) => record.revision = revision,
        Record::Client(record) => record.revision = revision,
        Record::Conversation(record) => record.revision = revision,
        Record::Customer(record) => record.revision = revision,
        Record::CustomerIdentity(record) => record.revision = revision,
        Record::DomainStep(_) => {}
        Record::DossierEntry(record) => record.revision = revision,
        Record::Definition(record) => record.revision = revision,
        Record::Delivery(record) => record.revision = revision,
        Record::DeliveryAttempt(record) => record.revision = revision,
        Record::Invitation(record) => record.revision = revision,
        Record::Job(record) => record.revision = revision,
        Record::KeptAnswer(record) => record.revision = revision,
        Record::Message(record) => record.revision = revision,
        Record::ReceivedCall(record) => record.revision = revision,
        Record::Session(record) => record.revision = revision,
        Record::Webhook(record) => record.revision = revision,
        Record::WebhookCall(record) => record.revision = revision,
        Record::Widget(record) => record.revision = revision,
    }
}
