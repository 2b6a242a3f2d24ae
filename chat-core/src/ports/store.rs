//! The store: many small reads, one write.

use crate::{
    Account, AccountId, Agent, AgentId, Answers, ApiKey, Attachment, AttachmentId, AuditLog, AuthorizedDomain, Blob,
    BlobId, Bookmark, Changes, Client, ContentHash, Conversation, ConversationFilter, ConversationId,
    ConversationOrder, ConversationStatus, Count, Customer, CustomerId, CustomerIdentity, Day, Definition,
    DefinitionId, DefinitionKind, DomainEntry, DomainId, DomainStep, DossierEntry, DossierEntryId, DossierKind,
    ExternalId, IdentityKey, Inbox, Invitation, Job, JobId, Journal, Message, MessageId, Notice, Outbox, Page,
    PageQuery, Search, SenderId, Session, Source, TenantScope, Timestamp, TokenHash, Viewer, Webhooks, Widget,
    WidgetId,
};
use async_trait::async_trait;
use std::{error::Error as StdError, fmt};

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

/// Which conversations are wanted, by whom, and in which order.
#[derive(Clone, PartialEq, Debug)]
pub struct ConversationQuery {
    /// Which.
    pub filter: ConversationFilter,
    /// In which order.
    pub order: ConversationOrder,
    /// Who asks, and when.
    pub viewer: Viewer,
}

impl ConversationQuery {
    /// The conversations that a customer has had as a website's visitor.
    pub(crate) fn of_visitor(customer: CustomerId) -> Self {
        let mut query = Self::of(customer);
        query.filter = query.filter.and(ConversationFilter::Source(vec![Source::WEBSITE]));
        query
    }

    /// All conversations of a customer.
    pub(crate) fn of(customer: CustomerId) -> Self {
        // No condition depends on the moment.
        Self::own(ConversationFilter::Customer(vec![customer]), Timestamp::from_millis(0))
    }

    /// The same, those that are active.
    pub(crate) fn open_of_visitor(customer: CustomerId) -> Self {
        let mut query = Self::of_visitor(customer);
        query.filter = query.filter.and(ConversationFilter::Status(vec![ConversationStatus::Active]));
        query
    }

    /// Those that a filter finds for the module itself, with the latest message first.
    pub fn own(filter: ConversationFilter, now: Timestamp) -> Self {
        Self { filter, order: ConversationOrder::Latest, viewer: Viewer::nobody(now) }
    }
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
    ///   a customer, an account, a conversation, a message, a domain and its widget, the webhook of a call, the bytes of a file, and the agent of a session
    ///   or an API key. Senders, assignees, uploaders, labels and the agents of bookmarks do not: they may be the host's own, or not be known yet.
    /// - A record refers to what was stored before or stands before it in the commit, and an inserted one may take a unique key that
    ///   an updated one before it gives up. A record that occurs twice, and a step of a domain that is written again, are refused
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

    /// The conversations that meet a filter ([`ConversationFilter::is_met`]), in the order that is asked for. What is alike in that is
    /// told apart by its id: by [`ConversationOrder::Latest`] the greatest first, by [`ConversationOrder::Waiting`] the least.
    async fn conversations(
        &self,
        scope: TenantScope,
        query: &ConversationQuery,
        page: PageQuery,
    ) -> Result<Page<Conversation>, StoreError>;

    /// How many conversations meet a filter, whatever their order: at most `max`, from where on nobody counts.
    async fn count_conversations(
        &self,
        scope: TenantScope,
        query: &ConversationQuery,
        max: usize,
    ) -> Result<usize, StoreError>;

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

    /// The messages of several conversations as one thread, by the time at which they were written and then by id, latest first. The
    /// conversations are few, and it may cost as much as they have messages.
    async fn timeline(
        &self,
        scope: TenantScope,
        conversations: &[ConversationId],
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

    /// How far an agent has come in each of the conversations, as far as something was noted, in any order.
    async fn bookmarks(
        &self,
        scope: TenantScope,
        agent: AgentId,
        conversations: &[ConversationId],
    ) -> Result<Vec<Bookmark>, StoreError>;

    /// Up to `limit` of an agent's bookmarks with something unsent, the last changed first.
    async fn unsent(&self, scope: TenantScope, agent: AgentId, limit: usize) -> Result<Vec<Bookmark>, StoreError>;

    /// The latest message of each of the conversations that is a reply or a note, as far as there is one, in any order. It costs no
    /// more for a conversation with many messages.
    async fn last_messages(
        &self,
        scope: TenantScope,
        conversations: &[ConversationId],
    ) -> Result<Vec<Message>, StoreError>;

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

    /// Those of the customers that there are, in any order.
    async fn customers_by_id(&self, scope: TenantScope, ids: &[CustomerId]) -> Result<Vec<Customer>, StoreError>;

    /// Customers that were not merged into others, the newest first; with `text` those whose name, e-mail address, phone number or
    /// an identity contains it, whatever the case of ASCII letters.
    async fn customers(
        &self,
        scope: TenantScope,
        text: Option<&str>,
        page: PageQuery,
    ) -> Result<Page<Customer>, StoreError>;

    /// The customer that an identity finds, unless that was taken away.
    async fn customer_at(&self, scope: TenantScope, key: &IdentityKey) -> Result<Option<Customer>, StoreError>;

    /// Everything that identifies a customer and was not taken away, the first learned first.
    async fn identities(&self, scope: TenantScope, customer: CustomerId) -> Result<Vec<CustomerIdentity>, StoreError>;

    /// One entry of a dossier, whether or not it was taken out.
    async fn dossier_entry(&self, scope: TenantScope, id: DossierEntryId) -> Result<Option<DossierEntry>, StoreError>;

    /// The entry of a dossier that the outside world calls so, whether or not it was taken out.
    async fn dossier_entry_named(&self, scope: TenantScope, name: &str) -> Result<Option<DossierEntry>, StoreError>;

    /// What is kept of one kind about a customer, or about all of them, and was not taken out, the newest first.
    async fn dossier(
        &self,
        scope: TenantScope,
        kind: DossierKind,
        customer: Option<CustomerId>,
        page: PageQuery,
    ) -> Result<Page<DossierEntry>, StoreError>;
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

/// Reads what a client has defined for its own work.
#[async_trait]
pub trait Definitions: fmt::Debug + Send + Sync + 'static {
    /// One definition, deleted or not.
    async fn definition(&self, scope: TenantScope, id: DefinitionId) -> Result<Option<Definition>, StoreError>;

    /// Everything of a kind that is not deleted, the oldest first.
    async fn definitions(&self, scope: TenantScope, kind: DefinitionKind) -> Result<Vec<Definition>, StoreError>;
}

/// Reads what is done in the background.
#[async_trait]
pub trait Jobs: fmt::Debug + Send + Sync + 'static {
    /// One job, whatever its state.
    async fn job(&self, scope: TenantScope, id: JobId) -> Result<Option<Job>, StoreError>;

    /// Up to `limit` jobs of the client, the newest first.
    async fn jobs(&self, scope: TenantScope, limit: usize) -> Result<Vec<Job>, StoreError>;

    /// Up to `limit` jobs of all clients that somebody may take up by `now`, the longest due first.
    async fn jobs_due(&self, now: Timestamp, limit: usize) -> Result<Vec<Job>, StoreError>;
}

/// Reads the team.
#[async_trait]
pub trait Team: fmt::Debug + Send + Sync + 'static {
    /// One agent.
    async fn agent(&self, scope: TenantScope, id: AgentId) -> Result<Option<Agent>, StoreError>;

    /// Every agent of the client, the oldest first.
    async fn agents(&self, scope: TenantScope) -> Result<Vec<Agent>, StoreError>;

    /// Up to `limit` sessions of an agent that were neither revoked nor are over at `now`, the latest first.
    async fn sessions(
        &self,
        scope: TenantScope,
        agent: AgentId,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<Session>, StoreError>;

    /// Every invitation of the client that has not ended, those that are over as well, the oldest first.
    async fn invitations(&self, scope: TenantScope) -> Result<Vec<Invitation>, StoreError>;

    /// Every API key of the client that was not revoked, expired ones as well, the oldest first.
    async fn api_keys(&self, scope: TenantScope) -> Result<Vec<ApiKey>, StoreError>;
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

    /// The invitation of a token, ended ones as well.
    async fn invitation_by_hash(&self, hash: TokenHash) -> Result<Option<Invitation>, StoreError>;

    /// Up to `limit` invitations of an e-mail address, given in lower case, that have neither ended nor are over by `now`: the
    /// oldest first, of whichever client.
    async fn open_invitations(&self, email: &str, now: Timestamp, limit: usize) -> Result<Vec<Invitation>, StoreError>;

    /// Up to `limit` agents who are to be relieved of their conversations by `now`, the longest due first.
    async fn agents_to_relieve(&self, now: Timestamp, limit: usize) -> Result<Vec<Agent>, StoreError>;

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

    /// Up to `limit` conversations that were put off until `now` or before, the longest due first.
    async fn conversations_to_wake(&self, now: Timestamp, limit: usize) -> Result<Vec<Conversation>, StoreError>;

    /// The attachment of an id that an address of ours names.
    async fn attachment_by_id(&self, id: AttachmentId) -> Result<Option<Attachment>, StoreError>;

    /// Up to `limit` attachments that are to be forgotten by `now`, the longest due first.
    async fn attachments_to_forget(&self, now: Timestamp, limit: usize) -> Result<Vec<Attachment>, StoreError>;

    /// Up to `limit` blobs that are to be forgotten by `now`, the longest due first.
    async fn blobs_to_forget(&self, now: Timestamp, limit: usize) -> Result<Vec<Blob>, StoreError>;
}

/// Everything that the module keeps. A store has it when it has all the parts.
pub trait ChatStore:
    Commit
    + Conversations
    + Customers
    + Accounts
    + Widgets
    + Attachments
    + Definitions
    + Jobs
    + Answers
    + Team
    + Directory
    + Journal
    + Outbox
    + Inbox
    + Search
    + Webhooks
    + AuditLog
{
}

impl<T> ChatStore for T where
    T: Commit
        + Conversations
        + Customers
        + Accounts
        + Widgets
        + Attachments
        + Definitions
        + Jobs
        + Answers
        + Team
        + Directory
        + Journal
        + Outbox
        + Inbox
        + Search
        + Webhooks
        + AuditLog
        + AuditLog
{
}
