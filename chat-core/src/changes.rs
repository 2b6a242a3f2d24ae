//! What a command decided: records to write and events to tell, as one value.

use crate::{
    Account, Agent, ApiKey, Attachment, AuditEntry, AuthorizedDomain, Blob, Bookmark, Claim, Client, Conversation,
    Count, Customer, CustomerIdentity, Definition, Delivery, DeliveryAttempt, DomainStep, DossierEntry, Event,
    Invitation, Job, KeptAnswer, Message, ReceivedCall, Revision, Session, Thread, Timestamp, Webhook, WebhookCall,
    Widget,
};

/// A record of any kind, for [`Changes`].
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "each variant is the record that it names")]
pub enum Record {
    Account(Account),
    Agent(Agent),
    ApiKey(ApiKey),
    Attachment(Attachment),
    AuditEntry(AuditEntry),
    AuthorizedDomain(AuthorizedDomain),
    Blob(Blob),
    Bookmark(Bookmark),
    Client(Client),
    Conversation(Conversation),
    Customer(Customer),
    CustomerIdentity(CustomerIdentity),
    Definition(Definition),
    Delivery(Delivery),
    DeliveryAttempt(DeliveryAttempt),
    DomainStep(DomainStep),
    DossierEntry(DossierEntry),
    Invitation(Invitation),
    Job(Job),
    KeptAnswer(KeptAnswer),
    Message(Message),
    ReceivedCall(ReceivedCall),
    Session(Session),
    Webhook(Webhook),
    WebhookCall(WebhookCall),
    Widget(Widget),
}

/// What must be so for a record to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expected {
    /// There is no record of that id, nor one that holds any of its unique keys.
    Absent,
    /// The record is stored at this revision.
    Revision(Revision),
}

/// A record to write, and what must be so beforehand.
#[derive(Clone, PartialEq, Debug)]
pub struct Write {
    /// What is written. The store counts its revision: 1 after `Absent`, one more than expected otherwise.
    pub record: Record,
    /// What must be so.
    pub expected: Expected,
}

/// An event to append to the journal.
#[derive(Clone, PartialEq, Debug)]
pub struct Told {
    /// The conversation it belongs to.
    pub thread: Option<Thread>,
    /// What happened.
    pub event: Event,
}

/// Everything one command makes true: all of it at once, or none of it.
///
/// ```
/// # use chat_core::{Changes, Client, Env};
/// let env = Env::default();
/// let client = Client { id: env.id(), name: "Shop".into(), created_at: env.now(), revision: 0 };
/// let changes = Changes::none().insert(client);
/// assert_eq!(changes.writes.len(), 1);
/// ```
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Changes {
    /// The records to write, each after those that it refers to; no record occurs twice.
    pub writes: Vec<Write>,
    /// The events to tell, in order.
    pub told: Vec<Told>,
    /// What is added to the figures of widgets.
    pub counts: Vec<Count>,
    /// The hold on a lane of the outbox that this commit ends; its `free_at` is the lane's from now on. When another worker has
    /// taken the lane meanwhile, nothing is committed ([`StoreError::Conflict`](crate::StoreError::Conflict)).
    pub ends: Option<Claim>,
    /// The moment that the events are told to have happened at.
    pub at: Timestamp,
}

impl Changes {
    /// Nothing at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a record that must not exist yet.
    #[must_use]
    pub fn insert(mut self, record: impl Into<Record>) -> Self {
        self.writes.push(Write { record: record.into(), expected: Expected::Absent });
        self
    }

    /// Writes a record over the one that was read, at the revision that it was read at.
    #[must_use]
    pub fn update(mut self, record: impl Into<Record>) -> Self {
        let record = record.into();
        let expected = Expected::Revision(record.revision());
        self.writes.push(Write { record, expected });
        self
    }

    /// Appends an event that belongs to a conversation, or to none.
    #[must_use]
    pub fn tell(mut self, thread: impl Into<Option<Thread>>, event: Event) -> Self {
        self.told.push(Told { thread: thread.into(), event });
        self
    }

    /// Adds to the figures of a widget. Nobody loses a race by it.
    #[must_use]
    pub fn count(mut self, count: Count) -> Self {
        self.counts.push(count);
        self
    }

    /// Ends the hold on a lane of the outbox in the same commit.
    #[must_use]
    pub fn end(mut self, claim: Claim) -> Self {
        self.ends = Some(claim);
        self
    }

    /// Whether there is nothing to commit.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.told.is_empty() && self.counts.is_empty() && self.ends.is_none()
    }
}

macro_rules! records {
    ($($kind:ident { $($revision:ident)? })*) => {
        impl Record {
            /// The revision the record was read at; what is never changed has none.
            pub fn revision(&self) -> Revision {
                match self { $(Self::$kind(_record) => records!(@revision _record $($revision)?),)* }
            }

            /// What kind of record it is, and its id.
            pub(crate) fn name(&self) -> (&'static str, uuid::Uuid) {
                match self { $(Self::$kind(record) => (stringify!($kind), record.id.uuid()),)* }
            }

            /// The client whose record it is.
            pub fn client_id(&self) -> crate::ClientId {
                match self {
                    $(Self::$kind(record) => records!(@client $kind record),)*
                }
            }
        }
        $(impl From<$kind> for Record {
            fn from(record: $kind) -> Self {
                Self::$kind(record)
            }
        })*
    };
    (@revision $record:ident revision) => { $record.revision };
    (@revision $record:ident) => { 0 };
    (@client Client $record:ident) => { $record.id };
    (@client $kind:ident $record:ident) => { $record.client_id };
}

records! {
    Account { revision }
    Agent { revision }
    ApiKey { revision }
    Attachment { revision }
    AuditEntry { revision }
    AuthorizedDomain { revision }
    Blob { revision }
    Bookmark { revision }
    Client { revision }
    Conversation { revision }
    Customer { revision }
    CustomerIdentity { revision }
    Definition { revision }
    Delivery { revision }
    DeliveryAttempt { revision }
    DomainStep {}
    DossierEntry { revision }
    Invitation { revision }
    Job { revision }
    KeptAnswer { revision }
    Message { revision }
    ReceivedCall { revision }
    Session { revision }
    Webhook { revision }
    WebhookCall { revision }
    Widget { revision }
}
