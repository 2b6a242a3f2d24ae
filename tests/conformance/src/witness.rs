use async_trait::async_trait;
use chat_core::{
    Account, AccountId, Accounts, Agent, AgentId, Answers, ApiKey, Arrival, ArrivalQuery, Attachment, AttachmentId,
    Attachments, AuditEntry, AuditFilter, AuditLog, AuthorizedDomain, Backlog, Blob, BlobId, Bookmark, ChatStore,
    Claim, Client, ContentHash, Conversation, ConversationId, ConversationQuery, Conversations, Count, Customer,
    CustomerId, CustomerIdentity, Customers, Day, Definition, DefinitionId, DefinitionKind, Definitions, Delivery,
    DeliveryAttempt, Directory, DomainEntry, DomainId, DomainStep, DossierEntry, DossierEntryId, DossierKind,
    ExternalId, IdentityKey, Inbox, Invitation, Job, JobId, Jobs, Journal, KeptAnswer, Message, MessageId, Outbox,
    Page, PageQuery, Placed, ReceivedCall, ReceivedCallState, Search, SearchQuery, SenderId, Seq, Session, Source,
    StoreError, Stretch, Team, TenantScope, Timestamp, TokenHash, Viewer, Webhook, WebhookCall, WebhookId, Webhooks,
    Widget, WidgetId, Widgets,
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

/// Passes reads on to a store and remembers which of the scoped ones were asked.
///
/// It implements every port by hand and by one list: whoever adds a read to a port has to add it here, and then to the
/// rule that asks for all of them.
#[derive(Debug)]
pub(crate) struct Witness {
    store: Arc<dyn ChatStore>,
    asked: Mutex<BTreeSet<&'static str>>,
}

impl Witness {
    pub(crate) fn new(store: Arc<dyn ChatStore>) -> Self {
        Self { store, asked: Mutex::default() }
    }

    /// The scoped reads that nobody has asked.
    pub(crate) fn unasked(&self) -> Vec<&'static str> {
        let asked = self.asked.lock().expect("no holder of the lock panics");
        let scoped = READS.iter().filter(|(reach, _)| *reach == Reach::Scoped).map(|(_, read)| *read);
        scoped.filter(|read| !asked.contains(read)).collect()
    }
}

/// Whether a read is held to one client's records.
#[derive(PartialEq)]
enum Reach {
    /// By the scope that it is given.
    Scoped,
    /// Not at all: it is how the module finds out whose something is, or whose turn it is.
    Shared,
    /// It is none: it changes something, and has rules of its own.
    Writing,
}

macro_rules! reads {
    ($($port:ident { $($reach:ident $read:ident($($arg:ident: $type:ty),*) -> $out:ty;)* })*) => {
        const READS: &[(Reach, &str)] = &[$($((Reach::$reach, stringify!($read)),)*)*];

        $(#[async_trait]
        impl $port for Witness {
            $(async fn $read(&self, $($arg: $type),*) -> Result<$out, StoreError> {
                self.asked.lock().expect("no holder of the lock panics").insert(stringify!($read));
                self.store.$read($($arg),*).await
            })*
        })*
    };
}

reads! {
    Conversations {
        Scoped conversation(scope: TenantScope, id: ConversationId) -> Option<Conversation>;
        Scoped conversations(scope: TenantScope, query: &ConversationQuery, page: PageQuery) -> Page<Conversation>;
        Scoped count_conversations(scope: TenantScope, query: &ConversationQuery, max: usize) -> usize;
        Scoped live_conversation(scope: TenantScope, customer: CustomerId, account: AccountId) -> Option<Conversation>;
        Scoped message(scope: TenantScope, id: MessageId) -> Option<Message>;
        Scoped messages(scope: TenantScope, conversation: ConversationId, page: PageQuery) -> Page<Message>;
        Scoped timeline(scope: TenantScope, conversations: &[ConversationId], page: PageQuery) -> Page<Message>;
        Scoped message_by_external(scope: TenantScope, id: &ExternalId) -> Option<Message>;
        Scoped message_by_client_id(scope: TenantScope, sender: SenderId, id: &str) -> Option<Message>;
        Scoped bookmarks(scope: TenantScope, agent: AgentId, conversations: &[ConversationId]) -> Vec<Bookmark>;
        Scoped unsent(scope: TenantScope, agent: AgentId, limit: usize) -> Vec<Bookmark>;
        Scoped last_messages(scope: TenantScope, conversations: &[ConversationId]) -> Vec<Message>;
        Scoped last_customer_message(scope: TenantScope, conversation: ConversationId) -> Option<Message>;
    }
    Customers {
        Scoped customer(scope: TenantScope, id: CustomerId) -> Option<Customer>;
        Scoped customers_by_id(scope: TenantScope, ids: &[CustomerId]) -> Vec<Customer>;
        Scoped customers(scope: TenantScope, text: Option<&str>, page: PageQuery) -> Page<Customer>;
        Scoped customer_at(scope: TenantScope, key: &IdentityKey) -> Option<Customer>;
        Scoped identities(scope: TenantScope, customer: CustomerId) -> Vec<CustomerIdentity>;
        Scoped dossier_entry(scope: TenantScope, id: DossierEntryId) -> Option<DossierEntry>;
        Scoped dossier_entry_named(scope: TenantScope, name: &str) -> Option<DossierEntry>;
        Scoped dossier(scope: TenantScope, kind: DossierKind, customer: Option<CustomerId>, page: PageQuery) -> Page<DossierEntry>;
    }
    Accounts {
        Scoped account(scope: TenantScope, id: AccountId) -> Option<Account>;
        Scoped accounts(scope: TenantScope) -> Vec<Account>;
    }
    Widgets {
        Scoped widget(scope: TenantScope, id: WidgetId) -> Option<Widget>;
        Scoped widgets(scope: TenantScope) -> Vec<Widget>;
        Scoped domain(scope: TenantScope, id: DomainId) -> Option<AuthorizedDomain>;
        Scoped domains(scope: TenantScope, widget: WidgetId) -> Vec<AuthorizedDomain>;
        Scoped domain_named(scope: TenantScope, widget: WidgetId, entry: &DomainEntry) -> Option<AuthorizedDomain>;
        Scoped widget_counts(scope: TenantScope, widget: WidgetId, from: Day, to: Day) -> Vec<Count>;
        Scoped domain_history(scope: TenantScope, domain: DomainId, limit: usize) -> Vec<DomainStep>;
    }
    Attachments {
        Scoped attachment(scope: TenantScope, id: AttachmentId) -> Option<Attachment>;
        Scoped blob(scope: TenantScope, id: BlobId) -> Option<Blob>;
        Scoped blob_with(scope: TenantScope, hash: ContentHash) -> Option<Blob>;
    }
    Definitions {
        Scoped definition(scope: TenantScope, id: DefinitionId) -> Option<Definition>;
        Scoped definitions(scope: TenantScope, kind: DefinitionKind) -> Vec<Definition>;
    }
    Team {
        Scoped agent(scope: TenantScope, id: AgentId) -> Option<Agent>;
        Scoped agents(scope: TenantScope) -> Vec<Agent>;
        Scoped sessions(scope: TenantScope, agent: AgentId, now: Timestamp, limit: usize) -> Vec<Session>;
        Scoped api_keys(scope: TenantScope) -> Vec<ApiKey>;
        Scoped invitations(scope: TenantScope) -> Vec<Invitation>;
    }
    Directory {
        Shared clients() -> Vec<Client>;
        Shared agent_by_email(email: &str) -> Option<Agent>;
        Shared session_by_hash(hash: TokenHash) -> Option<Session>;
        Shared api_key_by_hash(hash: TokenHash) -> Option<ApiKey>;
        Shared invitation_by_hash(hash: TokenHash) -> Option<Invitation>;
        Shared open_invitations(email: &str, now: Timestamp, limit: usize) -> Vec<Invitation>;
        Shared agents_to_relieve(now: Timestamp, limit: usize) -> Vec<Agent>;
        Shared account_at(source: &Source, address: &str) -> Option<Account>;
        Shared accounts_of_business(source: &Source, business: &str) -> Vec<Account>;
        Shared accounts_of_source(source: &Source, limit: usize) -> Vec<Account>;
        Shared widget_by_key(public_key: &str) -> Option<Widget>;
        Shared domains_to_check(now: Timestamp, limit: usize) -> Vec<AuthorizedDomain>;
        Shared conversations_to_wake(now: Timestamp, limit: usize) -> Vec<Conversation>;
        Shared attachment_by_id(id: AttachmentId) -> Option<Attachment>;
        Shared attachments_to_forget(now: Timestamp, limit: usize) -> Vec<Attachment>;
        Shared blobs_to_forget(now: Timestamp, limit: usize) -> Vec<Blob>;
        Shared accounts_to_check(now: Timestamp, limit: usize) -> Vec<Account>;
    }
    Journal {
        Scoped heads(scopes: &[TenantScope]) -> Vec<Seq>;
        Scoped events_after(scope: TenantScope, after: Seq, limit: usize) -> Stretch;
        Writing prune(scope: TenantScope, before: Timestamp, limit: usize) -> usize;
    }
    Outbox {
        Shared claim(now: Timestamp, lease: Duration, limit: usize) -> Vec<Claim>;
        Shared renew(claims: &[Claim], until: Timestamp) -> Vec<Claim>;
        Scoped deliveries_of(scope: TenantScope, message: MessageId) -> Vec<Delivery>;
        Shared deliveries_to_ask(now: Timestamp, limit: usize) -> Vec<Delivery>;
        Shared backlog(now: Timestamp) -> Backlog;
        Scoped attempts_of(scope: TenantScope, message: MessageId) -> Vec<DeliveryAttempt>;
    }
    Search {
        Scoped search(scope: TenantScope, query: &SearchQuery, viewer: &Viewer, page: PageQuery) -> Page<Placed>;
        Writing index(limit: usize) -> usize;
    }
    Inbox {
        Scoped arrival(scope: TenantScope, query: ArrivalQuery<'_>) -> Arrival;
        Scoped calls_about(scope: TenantScope, id: &ExternalId, limit: usize) -> Vec<ReceivedCall>;
        Shared due_calls(state: ReceivedCallState, now: Timestamp, limit: usize) -> Vec<ReceivedCall>;
    }
    AuditLog {
        Scoped audit(scope: TenantScope, filter: &AuditFilter, page: PageQuery) -> Page<AuditEntry>;
        Scoped audit_chain(scope: TenantScope, after: Seq, limit: usize) -> Vec<AuditEntry>;
        Scoped audit_head(scope: TenantScope) -> Option<AuditEntry>;
        Shared audit_loose(limit: usize) -> Vec<AuditEntry>;
    }
    Answers {
        Scoped kept_answer(scope: TenantScope, caller: &str, key: &str) -> Option<KeptAnswer>;
        Writing forget_answers(now: Timestamp, limit: usize) -> usize;
    }
    Jobs {
        Scoped job(scope: TenantScope, id: JobId) -> Option<Job>;
        Scoped jobs(scope: TenantScope, limit: usize) -> Vec<Job>;
        Shared jobs_due(now: Timestamp, limit: usize) -> Vec<Job>;
    }
    Webhooks {
        Scoped webhook(scope: TenantScope, id: WebhookId) -> Option<Webhook>;
        Scoped webhooks(scope: TenantScope) -> Vec<Webhook>;
        Scoped webhook_calls(scope: TenantScope, webhook: WebhookId, page: PageQuery) -> Page<WebhookCall>;
        Shared webhooks_due(now: Timestamp, limit: usize) -> Vec<Webhook>;
        Writing forget_webhook_calls(before: Timestamp, limit: usize) -> usize;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chat_core::{ClientId, MemoryStore};
    use uuid::Uuid;

    #[test]
    fn a_read_that_was_not_asked_is_named() {
        let witness = Witness::new(Arc::new(MemoryStore::default()));
        // Nobody's client: there is nothing to read.
        let scope = TenantScope::assume(ClientId::from_uuid(Uuid::nil()));
        crate::run(async {
            witness.accounts(scope).await.unwrap();
            witness.clients().await.unwrap();
        });
        let unasked = witness.unasked();
        assert!(unasked.contains(&"agents") && unasked.contains(&"conversation"));
        assert!(!unasked.contains(&"accounts"), "it was asked");
        assert!(!unasked.contains(&"clients"), "it has no scope");
    }
}
