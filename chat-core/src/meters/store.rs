use crate::{
    Account, AccountId, Accounts, Agent, AgentId, Answers, ApiKey, Arrival, ArrivalQuery, Attachment, AttachmentId,
    Attachments, AuditEntry, AuditFilter, AuditLog, AuthorizedDomain, Backlog, Blob, BlobId, Bookmark, Changes,
    ChatStore, Claim, Client, Commit, ContentHash, Conversation, ConversationId, ConversationQuery, Conversations,
    Count, Customer, CustomerId, CustomerIdentity, Customers, Day, Definition, DefinitionId, DefinitionKind,
    Definitions, Delivery, DeliveryAttempt, Directory, DomainEntry, DomainId, DomainStep, DossierEntry, DossierEntryId,
    DossierKind, ExternalId, IdentityKey, Inbox, Invitation, Job, JobId, Jobs, Journal, KeptAnswer, Message, MessageId,
    Notice, Outbox, Page, PageQuery, Placed, ReceivedCall, ReceivedCallState, Search, SearchQuery, SenderId, Seq,
    Session, Source, StoreError, Stretch, Team, TenantScope, Timestamp, TokenHash, Viewer, Webhook, WebhookCall,
    WebhookId, Webhooks, Widget, WidgetId, Widgets,
};
use async_trait::async_trait;
use metrics::{Counter, Histogram, counter, describe_counter, describe_histogram, histogram};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

const CALLS: &str = "chat_store_seconds";
const COMMITS: &str = "chat_store_commits_total";

/// A store, whichever it is, with a clock beside it: how long each of its calls takes, and how commits end. One that does not
/// answer in time has failed, so that nobody waits for a database that is lost without a word.
#[derive(Debug)]
pub(crate) struct MeteredStore {
    store: Arc<dyn ChatStore>,
    calls: Calls,
    commit: Histogram,
    committed: Counter,
    lost: Counter,
    foreign: Counter,
    failed: Counter,
}

impl MeteredStore {
    /// How long a call may take.
    const ANSWER_MAX: Duration = Duration::from_secs(5);

    pub(crate) fn new(store: Arc<dyn ChatStore>) -> Self {
        describe_histogram!(CALLS, "How long a call of the store took, by call");
        describe_counter!(COMMITS, "Commits, by how they ended");
        let outcome = |outcome| counter!(COMMITS, "outcome" => outcome);
        Self {
            store,
            calls: Calls::new(),
            commit: histogram!(CALLS, "call" => "commit"),
            committed: outcome("committed"),
            lost: outcome("conflict"),
            foreign: outcome("foreign"),
            failed: outcome("failed"),
        }
    }
}

#[async_trait]
impl Commit for MeteredStore {
    async fn commit(&self, scope: TenantScope, changes: Changes) -> Result<Vec<Notice>, StoreError> {
        let outcome = timed(&self.commit, self.store.commit(scope, changes)).await;
        let counter = match &outcome {
            Ok(_) => &self.committed,
            Err(StoreError::Conflict) => &self.lost,
            Err(StoreError::Foreign) => &self.foreign,
            Err(StoreError::Full | StoreError::Backend(_)) => &self.failed,
        };
        counter.increment(1);
        outcome
    }
}

/// Why a call was given up.
#[derive(Debug, thiserror::Error)]
#[error("there was no answer within {} seconds", MeteredStore::ANSWER_MAX.as_secs())]
struct Silent;

async fn timed<T>(histogram: &Histogram, call: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let begun = Instant::now();
    let answer = tokio::time::timeout(MeteredStore::ANSWER_MAX, call).await;
    histogram.record(begun.elapsed());
    answer.unwrap_or_else(|_| Err(StoreError::backend(Silent)))
}

/// Passes every call on to the store inside and notes how long it took.
macro_rules! metered {
    ($($port:ident { $($call:ident($($arg:ident: $type:ty),*) -> $output:ty;)* })*) => {
        #[derive(Debug)]
        struct Calls {
            $($($call: Histogram,)*)*
        }

        impl Calls {
            fn new() -> Self {
                Self { $($($call: histogram!(CALLS, "call" => stringify!($call)),)*)* }
            }
        }

        $(
            #[async_trait]
            impl $port for MeteredStore {
                $(
                    async fn $call(&self, $($arg: $type),*) -> Result<$output, StoreError> {
                        timed(&self.calls.$call, self.store.$call($($arg),*)).await
                    }
                )*
            }
        )*
    };
}

metered! {
    Conversations {
        conversation(scope: TenantScope, id: ConversationId) -> Option<Conversation>;
        conversations(scope: TenantScope, query: &ConversationQuery, page: PageQuery) -> Page<Conversation>;
        count_conversations(scope: TenantScope, query: &ConversationQuery, max: usize) -> usize;
        live_conversation(scope: TenantScope, customer: CustomerId, account: AccountId) -> Option<Conversation>;
        message(scope: TenantScope, id: MessageId) -> Option<Message>;
        messages(scope: TenantScope, conversation: ConversationId, page: PageQuery) -> Page<Message>;
        timeline(scope: TenantScope, conversations: &[ConversationId], page: PageQuery) -> Page<Message>;
        message_by_external(scope: TenantScope, id: &ExternalId) -> Option<Message>;
        message_by_client_id(scope: TenantScope, sender: SenderId, client_message_id: &str) -> Option<Message>;
        bookmarks(scope: TenantScope, agent: AgentId, conversations: &[ConversationId]) -> Vec<Bookmark>;
        unsent(scope: TenantScope, agent: AgentId, limit: usize) -> Vec<Bookmark>;
        last_messages(scope: TenantScope, conversations: &[ConversationId]) -> Vec<Message>;
        last_customer_message(scope: TenantScope, conversation: ConversationId) -> Option<Message>;
    }
    Customers {
        customer(scope: TenantScope, id: CustomerId) -> Option<Customer>;
        customers_by_id(scope: TenantScope, ids: &[CustomerId]) -> Vec<Customer>;
        customers(scope: TenantScope, text: Option<&str>, page: PageQuery) -> Page<Customer>;
        customer_at(scope: TenantScope, key: &IdentityKey) -> Option<Customer>;
        identities(scope: TenantScope, customer: CustomerId) -> Vec<CustomerIdentity>;
        dossier_entry(scope: TenantScope, id: DossierEntryId) -> Option<DossierEntry>;
        dossier_entry_named(scope: TenantScope, name: &str) -> Option<DossierEntry>;
        dossier(scope: TenantScope, kind: DossierKind, customer: Option<CustomerId>, page: PageQuery) -> Page<DossierEntry>;
    }
    Accounts {
        account(scope: TenantScope, id: AccountId) -> Option<Account>;
        accounts(scope: TenantScope) -> Vec<Account>;
    }
    Widgets {
        widget(scope: TenantScope, id: WidgetId) -> Option<Widget>;
        widgets(scope: TenantScope) -> Vec<Widget>;
        domain(scope: TenantScope, id: DomainId) -> Option<AuthorizedDomain>;
        domains(scope: TenantScope, widget: WidgetId) -> Vec<AuthorizedDomain>;
        domain_named(scope: TenantScope, widget: WidgetId, entry: &DomainEntry) -> Option<AuthorizedDomain>;
        widget_counts(scope: TenantScope, widget: WidgetId, from: Day, to: Day) -> Vec<Count>;
        domain_history(scope: TenantScope, domain: DomainId, limit: usize) -> Vec<DomainStep>;
    }
    Attachments {
        attachment(scope: TenantScope, id: AttachmentId) -> Option<Attachment>;
        blob(scope: TenantScope, id: BlobId) -> Option<Blob>;
        blob_with(scope: TenantScope, hash: ContentHash) -> Option<Blob>;
    }
    Definitions {
        definition(scope: TenantScope, id: DefinitionId) -> Option<Definition>;
        definitions(scope: TenantScope, kind: DefinitionKind) -> Vec<Definition>;
    }
    Answers {
        kept_answer(scope: TenantScope, caller: &str, key: &str) -> Option<KeptAnswer>;
        forget_answers(now: Timestamp, limit: usize) -> usize;
    }
    Jobs {
        job(scope: TenantScope, id: JobId) -> Option<Job>;
        jobs(scope: TenantScope, limit: usize) -> Vec<Job>;
        jobs_due(now: Timestamp, limit: usize) -> Vec<Job>;
    }
    Team {
        agent(scope: TenantScope, id: AgentId) -> Option<Agent>;
        agents(scope: TenantScope) -> Vec<Agent>;
        sessions(scope: TenantScope, agent: AgentId, now: Timestamp, limit: usize) -> Vec<Session>;
        api_keys(scope: TenantScope) -> Vec<ApiKey>;
        invitations(scope: TenantScope) -> Vec<Invitation>;
    }
    Directory {
        clients() -> Vec<Client>;
        agent_by_email(email: &str) -> Option<Agent>;
        session_by_hash(hash: TokenHash) -> Option<Session>;
        api_key_by_hash(hash: TokenHash) -> Option<ApiKey>;
        invitation_by_hash(hash: TokenHash) -> Option<Invitation>;
        open_invitations(email: &str, now: Timestamp, limit: usize) -> Vec<Invitation>;
        agents_to_relieve(now: Timestamp, limit: usize) -> Vec<Agent>;
        account_at(source: &Source, address: &str) -> Option<Account>;
        accounts_of_business(source: &Source, business: &str) -> Vec<Account>;
        accounts_of_source(source: &Source, limit: usize) -> Vec<Account>;
        accounts_to_check(now: Timestamp, limit: usize) -> Vec<Account>;
        widget_by_key(key: &str) -> Option<Widget>;
        domains_to_check(now: Timestamp, limit: usize) -> Vec<AuthorizedDomain>;
        conversations_to_wake(now: Timestamp, limit: usize) -> Vec<Conversation>;
        attachment_by_id(id: AttachmentId) -> Option<Attachment>;
        attachments_to_forget(now: Timestamp, limit: usize) -> Vec<Attachment>;
        blobs_to_forget(now: Timestamp, limit: usize) -> Vec<Blob>;
    }
    Journal {
        heads(scopes: &[TenantScope]) -> Vec<Seq>;
        events_after(scope: TenantScope, after: Seq, limit: usize) -> Stretch;
        prune(scope: TenantScope, before: Timestamp, limit: usize) -> usize;
    }
    Outbox {
        claim(now: Timestamp, lease: Duration, limit: usize) -> Vec<Claim>;
        renew(claims: &[Claim], until: Timestamp) -> Vec<Claim>;
        deliveries_of(scope: TenantScope, message: MessageId) -> Vec<Delivery>;
        deliveries_to_ask(now: Timestamp, limit: usize) -> Vec<Delivery>;
        backlog(now: Timestamp) -> Backlog;
        attempts_of(scope: TenantScope, message: MessageId) -> Vec<DeliveryAttempt>;
    }
    Search {
        search(scope: TenantScope, query: &SearchQuery, viewer: &Viewer, page: PageQuery) -> Page<Placed>;
        index(limit: usize) -> usize;
    }
    Inbox {
        arrival(scope: TenantScope, query: ArrivalQuery<'_>) -> Arrival;
        due_calls(state: ReceivedCallState, now: Timestamp, limit: usize) -> Vec<ReceivedCall>;
        calls_about(scope: TenantScope, id: &ExternalId, limit: usize) -> Vec<ReceivedCall>;
    }
    Webhooks {
        webhook(scope: TenantScope, id: WebhookId) -> Option<Webhook>;
        webhooks(scope: TenantScope) -> Vec<Webhook>;
        webhook_calls(scope: TenantScope, webhook: WebhookId, page: PageQuery) -> Page<WebhookCall>;
        webhooks_due(now: Timestamp, limit: usize) -> Vec<Webhook>;
        forget_webhook_calls(before: Timestamp, limit: usize) -> usize;
    }
    AuditLog {
        audit(scope: TenantScope, filter: &AuditFilter, page: PageQuery) -> Page<AuditEntry>;
        audit_chain(scope: TenantScope, after: Seq, limit: usize) -> Vec<AuditEntry>;
        audit_head(scope: TenantScope) -> Option<AuditEntry>;
        audit_loose(limit: usize) -> Vec<AuditEntry>;
    }
}
