//! The store: many small reads, one write.

use crate::{
    Account, AccountId, Agent, AgentId, ApiKey, Attachment, AttachmentId, AuthorizedDomain, Blob, BlobId, Changes,
    Client, ContentHash, Conversation, ConversationId, ConversationStatus, Count, Customer, CustomerId,
    CustomerIdentity, Day, Delivery, DeliveryAttempt, DeliveryState, DomainEntry, DomainId, DomainStep, ExternalId,
    IdentityKey, Journal, Message, MessageId, Notice, ReceivedCall, SenderId, Session, Source, TenantScope, Timestamp,
    TokenHash, Widget, WidgetId,
};
use async_trait::async_trait;
use serde::{Deserialize, Deserializer, Serialize, de};
use std::{error::Error as StdError, fmt, str::FromStr, time::Duration};

/// Why a store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another commit was faster: a record has another revision than the one that was read, exists although it must not, or
    /// holds a unique key already; or the lane was taken over. Load and decide again.
    #[error("another commit was faster")]
    Conflict,
    /// The changes hold a record of another client than the scope's, or refer to one. Nothing was written.
    #[error("a record belongs to another client")]
    Foreign,
    /// There is no room left where the records are kept. Nothing was written.
    #[error("the disk is full")]
    Full,
    /// The store cannot be reached or has failed; whether a commit took effect is not known.
    #[error("the store has failed")]
    Backend(#[source] Box<dyn StdError + Send + Sync>),
}

impl StoreError {
    /// Wraps whatever the backend reported.
    pub fn backend(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Backend(source.into())
    }
}

/// A place in a list: what the last record of a page is sorted by. Opaque to clients, who hand back what they were given.
///
/// Written as `<first>.<second>`: two numbers' worth of sort key, the second as a UUID.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cursor {
    /// What the list is sorted by: a position, or milliseconds since 1970.
    pub key: i64,
    /// The record's id, which breaks ties.
    pub id: uuid::Uuid,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.key, self.id.simple())
    }
}

impl FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "not a cursor: pass on the `nextCursor` of the page before";
        let (key, id) = text.split_once('.').ok_or(WRONG)?;
        Ok(Self { key: key.parse().map_err(|_| WRONG)?, id: id.parse().map_err(|_| WRONG)? })
    }
}

impl Serialize for Cursor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Which part of a list is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PageQuery {
    /// How many records at most, 1 to [`PageQuery::LIMIT_MAX`]; a store takes what lies outside for the nearer end.
    pub limit: usize,
    /// Where the page before ended; nothing for the first page.
    pub after: Option<Cursor>,
}

impl PageQuery {
    /// The largest page.
    pub const LIMIT_MAX: usize = 200;

    /// The first page with up to `limit` records, held within 1 and [`PageQuery::LIMIT_MAX`].
    pub fn first(limit: usize) -> Self {
        Self { limit: limit.clamp(1, Self::LIMIT_MAX), after: None }
    }
}

impl Default for PageQuery {
    /// The first 50 records.
    fn default() -> Self {
        Self::first(50)
    }
}

/// Part of a list.
#[derive(Clone, PartialEq, Debug)]
pub struct Page<T> {
    /// The records, in the list's order.
    pub items: Vec<T>,
    /// Where the next page starts; nothing on the last one.
    pub next: Option<Cursor>,
}

impl<T> Default for Page<T> {
    /// The only page of a list without records.
    fn default() -> Self {
        Self { items: Vec::new(), next: None }
    }
}

/// Which conversations are wanted; each criterion that is given must be met.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ConversationFilter {
    /// Where it stands.
    pub status: Option<ConversationStatus>,
    /// The channel it goes over.
    pub source: Option<Source>,
    /// Who is to answer.
    pub assignee_id: Option<AgentId>,
    /// Whose conversation it is.
    pub customer_id: Option<CustomerId>,
    /// A part of the customer's name or number or of the subject, whatever the case of ASCII letters.
    pub text: Option<String>,
}

/// Makes decisions true.
///
/// Each promise here, as of all the ports of a store, is a test of the suite that `chat_conformance::store_suite!` runs.
#[async_trait]
pub trait Commit: fmt::Debug + Send + Sync + 'static {
    /// Makes all of `changes` true at once, or none of it, and returns the events at their places in the journal.
    ///
    /// On return the changes are durable as far as the store promises durability at all. In particular:
    /// - A record of another client, or one that refers to another client's, is refused ([`StoreError::Foreign`]); so is one that
    ///   refers to a record which does not exist, and everything for a client that does not exist. What counts as a reference is
    ///   a customer, an account, a conversation, a message, a domain and its widget, the bytes of a file, and the agent of a session
    ///   or an API key. Senders, assignees and uploaders do not: they may be the host's own, or not be known yet.
    /// - A record refers to what was stored before or stands before it in the commit, and an inserted one may take a unique key that
    ///   an updated one before it gives up. A record that occurs twice, and an identity or a step of a domain that is written again, are refused
    ///   ([`StoreError::Conflict`]).
    /// - The sequence numbers of the scope's events follow the journal's head without a gap; `previous_seq` is the
    ///   conversation's last event before, whose `last_seq` becomes this event's. That is no change that others lose a race
    ///   against: the revision stays, and what a command writes into `last_seq` is not looked at.
    /// - A pending delivery makes its conversation a lane of the outbox; `changes.ends` gives a lane back. A claim that was ended
    ///   is held by nobody, so that ending it again is a conflict.
    /// - Counts are added to those of the same widget, day, counter and origin; one of a widget that is not the client's is
    ///   refused ([`StoreError::Foreign`]). Many may add at the same time, and nothing is lost.
    /// - What is read is what was written, to the last character. Texts hold no NUL character: the core takes it out of what
    ///   comes in, since PostgreSQL cannot keep one. In the JSON of a payload it may occur, as an escape, and is kept. A
    ///   payload that is nothing but `null` may come back as none.
    async fn commit(&self, scope: TenantScope, changes: Changes) -> Result<Vec<Notice>, StoreError>;
}

/// Reads conversations and messages.
#[async_trait]
pub trait Conversations: fmt::Debug + Send + Sync + 'static {
    /// One conversation.
    async fn conversation(&self, scope: TenantScope, id: ConversationId) -> Result<Option<Conversation>, StoreError>;

    /// Conversations, those with the latest message first; one without a message counts from its creation.
    async fn conversations(
        &self,
        scope: TenantScope,
        filter: &ConversationFilter,
        page: PageQuery,
    ) -> Result<Page<Conversation>, StoreError>;

    /// The conversation of a customer at an account that is not archived.
    async fn live_conversation(
        &self,
        scope: TenantScope,
        customer: CustomerId,
        account: AccountId,
    ) -> Result<Option<Conversation>, StoreError>;

    /// One message.
    async fn message(&self, scope: TenantScope, id: MessageId) -> Result<Option<Message>, StoreError>;

    /// The messages of a conversation, latest first.
    async fn messages(
        &self,
        scope: TenantScope,
        conversation: ConversationId,
        page: PageQuery,
    ) -> Result<Page<Message>, StoreError>;

    /// The message that a provider knows by this name.
    async fn message_by_external(&self, scope: TenantScope, id: &ExternalId) -> Result<Option<Message>, StoreError>;

    /// The message that its sender's program knows by this name.
    async fn message_by_client_id(
        &self,
        scope: TenantScope,
        sender: SenderId,
        client_message_id: &str,
    ) -> Result<Option<Message>, StoreError>;

    /// The latest message that a customer wrote in a conversation.
    async fn last_customer_message(
        &self,
        scope: TenantScope,
        conversation: ConversationId,
    ) -> Result<Option<Message>, StoreError>;
}

/// Reads customers.
#[async_trait]
pub trait Customers: fmt::Debug + Send + Sync + 'static {
    /// One customer.
    async fn customer(&self, scope: TenantScope, id: CustomerId) -> Result<Option<Customer>, StoreError>;

    /// Customers, the newest first; with `text` those whose name or an identity contains it, whatever the case of ASCII
    /// letters.
    async fn customers(
        &self,
        scope: TenantScope,
        text: Option<&str>,
        page: PageQuery,
    ) -> Result<Page<Customer>, StoreError>;

    /// The customer that an identity finds.
    async fn customer_at(&self, scope: TenantScope, key: &IdentityKey) -> Result<Option<Customer>, StoreError>;

    /// Everything that identifies a customer, the first learned first.
    async fn identities(&self, scope: TenantScope, customer: CustomerId) -> Result<Vec<CustomerIdentity>, StoreError>;
}

/// Reads accounts.
#[async_trait]
pub trait Accounts: fmt::Debug + Send + Sync + 'static {
    /// One account, whatever its status.
    async fn account(&self, scope: TenantScope, id: AccountId) -> Result<Option<Account>, StoreError>;

    /// Every account of the client that is not disconnected, the oldest first.
    async fn accounts(&self, scope: TenantScope) -> Result<Vec<Account>, StoreError>;
}

/// Reads widgets.
#[async_trait]
pub trait Widgets: fmt::Debug + Send + Sync + 'static {
    /// One widget, whatever its status.
    async fn widget(&self, scope: TenantScope, id: WidgetId) -> Result<Option<Widget>, StoreError>;

    /// Every widget of the client that was not deleted, the oldest first.
    async fn widgets(&self, scope: TenantScope) -> Result<Vec<Widget>, StoreError>;

    /// One domain, whatever its state.
    async fn domain(&self, scope: TenantScope, id: DomainId) -> Result<Option<AuthorizedDomain>, StoreError>;

    /// Every domain of a widget that was not removed, the oldest first.
    async fn domains(&self, scope: TenantScope, widget: WidgetId) -> Result<Vec<AuthorizedDomain>, StoreError>;

    /// The domain of a widget that is written so, whatever its state.
    async fn domain_named(
        &self,
        scope: TenantScope,
        widget: WidgetId,
        entry: &DomainEntry,
    ) -> Result<Option<AuthorizedDomain>, StoreError>;

    /// What was counted of a widget from one day to another, both included, by day, counter and origin.
    async fn widget_counts(
        &self,
        scope: TenantScope,
        widget: WidgetId,
        from: Day,
        to: Day,
    ) -> Result<Vec<Count>, StoreError>;

    /// Up to `limit` things that happened to a domain, the latest first.
    async fn domain_history(
        &self,
        scope: TenantScope,
        domain: DomainId,
        limit: usize,
    ) -> Result<Vec<DomainStep>, StoreError>;
}

/// Reads what is known of files.
#[async_trait]
pub trait Attachments: fmt::Debug + Send + Sync + 'static {
    /// One attachment, whatever its state.
    async fn attachment(&self, scope: TenantScope, id: AttachmentId) -> Result<Option<Attachment>, StoreError>;

    /// The bytes of files, whatever their state.
    async fn blob(&self, scope: TenantScope, id: BlobId) -> Result<Option<Blob>, StoreError>;

    /// The bytes with this hash that are there, or about to be.
    async fn blob_with(&self, scope: TenantScope, hash: ContentHash) -> Result<Option<Blob>, StoreError>;
}

/// Reads the team.
#[async_trait]
pub trait Team: fmt::Debug + Send + Sync + 'static {
    /// One agent.
    async fn agent(&self, scope: TenantScope, id: AgentId) -> Result<Option<Agent>, StoreError>;

    /// Every agent of the client, the oldest first.
    async fn agents(&self, scope: TenantScope) -> Result<Vec<Agent>, StoreError>;
}

/// Finds out whose something is: the only reads over all clients. What it returns is for sign-in and for addressing, not for
/// showing.
#[async_trait]
pub trait Directory: fmt::Debug + Send + Sync + 'static {
    /// Every client, the oldest first.
    async fn clients(&self) -> Result<Vec<Client>, StoreError>;

    /// The agent that signs in with an e-mail address, given in lower case.
    async fn agent_by_email(&self, email: &str) -> Result<Option<Agent>, StoreError>;

    /// The session of a token, revoked and expired ones as well.
    async fn session_by_hash(&self, hash: TokenHash) -> Result<Option<Session>, StoreError>;

    /// The API key of a token, revoked ones as well.
    async fn api_key_by_hash(&self, hash: TokenHash) -> Result<Option<ApiKey>, StoreError>;

    /// The account with a provider's address that is not disconnected.
    async fn account_at(&self, source: &Source, address: &str) -> Result<Option<Account>, StoreError>;

    /// Every account of a provider's business that is not disconnected, the oldest first.
    async fn accounts_of_business(&self, source: &Source, business: &str) -> Result<Vec<Account>, StoreError>;

    /// Up to `limit` accounts of a channel that are not disconnected, the most recently changed first.
    async fn accounts_of_source(&self, source: &Source, limit: usize) -> Result<Vec<Account>, StoreError>;

    /// The widget that websites know by this public key and that was not deleted.
    async fn widget_by_key(&self, public_key: &str) -> Result<Option<Widget>, StoreError>;

    /// Up to `limit` paused accounts that are to be checked by `now`, the longest due first.
    async fn accounts_to_check(&self, now: Timestamp, limit: usize) -> Result<Vec<Account>, StoreError>;

    /// Up to `limit` domains whose proof is to be looked for by `now`, the longest due first.
    async fn domains_to_check(&self, now: Timestamp, limit: usize) -> Result<Vec<AuthorizedDomain>, StoreError>;

    /// The attachment of an id that an address of ours names.
    async fn attachment_by_id(&self, id: AttachmentId) -> Result<Option<Attachment>, StoreError>;

    /// Up to `limit` attachments that are to be forgotten by `now`, the longest due first.
    async fn attachments_to_forget(&self, now: Timestamp, limit: usize) -> Result<Vec<Attachment>, StoreError>;

    /// Up to `limit` blobs that are to be forgotten by `now`, the longest due first.
    async fn blobs_to_forget(&self, now: Timestamp, limit: usize) -> Result<Vec<Blob>, StoreError>;
}

/// A number that a lane of the outbox gets anew with every claim, so that a worker who was thought dead can be told apart.
pub type FencingToken = i64;

/// A hold on a lane of the outbox, with the delivery at its head.
#[derive(Clone, PartialEq, Debug)]
pub struct Claim {
    /// Whose lane it is.
    pub scope: TenantScope,
    /// The lane.
    pub conversation_id: ConversationId,
    /// Proves that the hold is this one.
    pub token: FencingToken,
    /// The delivery to make.
    pub delivery: Delivery,
    /// Whether the hold before this one ran out instead of being ended: whoever had it may have made the delivery.
    pub was_abandoned: bool,
    /// From when on the lane may send again, as the last hold that was ended said it.
    pub free_at: Timestamp,
}

/// Deliveries that are still to be made or settled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Backlog {
    /// Those that may be made now: they wait for a worker, for others before them, or for an account that is paused.
    pub due: Waiting,
    /// Those that are not to be tried before a later moment.
    pub later: Waiting,
    /// Those of which nobody knows whether they were made.
    pub unsettled: Waiting,
}

/// Some deliveries.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Waiting {
    /// How many there are.
    pub count: u64,
    /// When the oldest was ordered; nothing when there is none.
    pub oldest: Option<Timestamp>,
}

impl Backlog {
    /// Counts one more delivery, if it is still to be made or settled.
    pub fn add(&mut self, delivery: &Delivery, now: Timestamp) {
        let waiting = match delivery.state {
            DeliveryState::Pending if delivery.next_attempt_at > now => &mut self.later,
            DeliveryState::Pending => &mut self.due,
            DeliveryState::Unsettled => &mut self.unsettled,
            DeliveryState::Done | DeliveryState::Dead => return,
        };
        waiting.count += 1;
        waiting.oldest = Some(waiting.oldest.map_or(delivery.created_at, |oldest| oldest.min(delivery.created_at)));
    }
}

/// Hands out what is to be delivered.
#[async_trait]
pub trait Outbox: fmt::Debug + Send + Sync + 'static {
    /// Takes up to `limit` lanes whose first pending delivery is due at `now` and which nobody holds, the longest due first, and
    /// holds them until `now + lease`.
    ///
    /// A delivery that sends a message is not due before its lane is free. A lane whose account is paused, or throttled beyond
    /// `now`, is not taken.
    async fn claim(&self, now: Timestamp, lease: Duration, limit: usize) -> Result<Vec<Claim>, StoreError>;

    /// Holds lanes until another moment, however their leases stand, as long as nobody has taken them over; tells which of the
    /// claims those are.
    async fn renew(&self, claims: &[Claim], until: Timestamp) -> Result<Vec<Claim>, StoreError>;

    /// Every delivery that sends a message, in the order of their positions.
    async fn deliveries_of(&self, scope: TenantScope, message: MessageId) -> Result<Vec<Delivery>, StoreError>;

    /// Up to `limit` unsettled deliveries of all clients whose teams are to be asked by `now`, the longest due first.
    async fn deliveries_to_ask(&self, now: Timestamp, limit: usize) -> Result<Vec<Delivery>, StoreError>;

    /// How much is still to be made, over all clients, as it stands at `now`.
    async fn backlog(&self, now: Timestamp) -> Result<Backlog, StoreError>;

    /// Every attempt to send a message: those of one delivery after those of another, each delivery's in order.
    async fn attempts_of(&self, scope: TenantScope, message: MessageId) -> Result<Vec<DeliveryAttempt>, StoreError>;
}

/// What is known about something that arrives.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Arrival {
    /// The message, if it arrived before.
    pub known: Option<Message>,
    /// Those of the identities that are known, in no particular order; they may belong to several customers.
    pub identities: Vec<CustomerIdentity>,
    /// The customer of the first of the asked-for identities that is known.
    pub customer: Option<Customer>,
    /// That customer's conversation at the account that is not archived.
    pub conversation: Option<Conversation>,
    /// The message that this one answers.
    pub replied_to: Option<MessageId>,
}

/// What arrives.
#[derive(Clone, Copy, Debug)]
pub struct ArrivalQuery<'a> {
    /// The account it arrives at.
    pub account_id: AccountId,
    /// Its name at the provider.
    pub external_id: &'a ExternalId,
    /// Whom it comes from, the most trusted identity first.
    pub identities: &'a [IdentityKey],
    /// The provider's name of the message that it answers.
    pub reply_to: Option<&'a ExternalId>,
}

/// Reads what is needed when something arrives, and what is kept for another try.
#[async_trait]
pub trait Inbox: fmt::Debug + Send + Sync + 'static {
    /// What is known about a message that arrives.
    async fn arrival(&self, scope: TenantScope, query: ArrivalQuery<'_>) -> Result<Arrival, StoreError>;

    /// Up to `limit` kept items of all clients that wait and are due, the longest due first.
    async fn due_calls(&self, now: Timestamp, limit: usize) -> Result<Vec<ReceivedCall>, StoreError>;

    /// Up to `limit` kept items that wait, due or not, and tell of the message that its provider knows by this name, those first
    /// that came first.
    async fn calls_about(
        &self,
        scope: TenantScope,
        id: &ExternalId,
        limit: usize,
    ) -> Result<Vec<ReceivedCall>, StoreError>;
}

/// Everything that the module keeps. A store has it when it has all the parts.
pub trait ChatStore:
    Commit + Conversations + Customers + Accounts + Widgets + Attachments + Team + Directory + Journal + Outbox + Inbox
{
}

impl<T> ChatStore for T where
    T: Commit
        + Conversations
        + Customers
        + Accounts
        + Widgets
        + Attachments
        + Team
        + Directory
        + Journal
        + Outbox
        + Inbox
{
}

/// The scope in which records of `client` may be written when the client itself is being created.
impl From<&Client> for TenantScope {
    fn from(client: &Client) -> Self {
        // Whoever holds the record of a client has read it from the directory or has just made it.
        Self::assume(client.id)
    }
}

/// Where a received call is taken up again: within the client it was authenticated for.
impl From<&ReceivedCall> for TenantScope {
    fn from(call: &ReceivedCall) -> Self {
        // The record was written in this client's scope.
        Self::assume(call.client_id)
    }
}

/// Where a visit goes: to the client whose widget it is made in.
impl From<&Widget> for TenantScope {
    fn from(widget: &Widget) -> Self {
        // The record was written in this client's scope.
        Self::assume(widget.client_id)
    }
}

/// Where what becomes of an attachment is written down: within the client whose it is.
impl From<&Attachment> for TenantScope {
    fn from(attachment: &Attachment) -> Self {
        // The record was written in this client's scope.
        Self::assume(attachment.client_id)
    }
}

/// Where what becomes of bytes is written down: within the client whose they are.
impl From<&Blob> for TenantScope {
    fn from(blob: &Blob) -> Self {
        // The record was written in this client's scope.
        Self::assume(blob.client_id)
    }
}

/// Where a webhook's items go: to the client whose account's secret signed them.
impl From<&Account> for TenantScope {
    fn from(account: &Account) -> Self {
        // The record was written in this client's scope.
        Self::assume(account.client_id)
    }
}
