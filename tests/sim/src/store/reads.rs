//! Reads, each handed on to the memory behind.

use super::SimStore;
use async_trait::async_trait;
use chat_core::{
    Account, AccountId, Accounts, Agent, AgentId, Answers, ApiKey, Arrival, ArrivalQuery, Attachment, AttachmentId,
    Attachments, AuditEntry, AuditFilter, AuditLog, AuthorizedDomain, Blob, BlobId, Bookmark, Client, ContentHash,
    Conversation, ConversationId, ConversationQuery, Conversations, Count, Customer, CustomerId, CustomerIdentity,
    Customers, Day, Definition, DefinitionId, DefinitionKind, Definitions, Directory, DomainEntry, DomainId,
    DomainStep, DossierEntry, DossierEntryId, DossierKind, ExternalId, IdentityKey, Inbox, Invitation, Job, JobId,
    Jobs, Journal, KeptAnswer, Message, MessageId, Page, PageQuery, Placed, ReceivedCall, ReceivedCallState, Search,
    SearchQuery, SenderId, Seq, Session, Source, StoreError, Stretch, Team, TenantScope, Timestamp, TokenHash, Viewer,
    Webhook, WebhookCall, WebhookId, Webhooks, Widget, WidgetId, Widgets,
};

macro_rules! reads {
    ($port:ident { $(fn $name:ident(&self $(, $arg:ident: $kind:ty)*) -> $output:ty;)* }) => {
        #[async_trait]
        impl $port for SimStore {
            $(async fn $name(&self $(, $arg: $kind)*) -> Result<$output, StoreError> {
                self.read(stringify!($name), self.memory.$name($($arg),*)).await
            })*
        }
    };
}

reads! { Conversations {
    fn conversation(&self, scope: TenantScope, id: ConversationId) -> Option<Conversation>;
    fn conversations(&self, scope: TenantScope, query: &ConversationQuery, page: PageQuery) -> Page<Conversation>;
    fn count_conversations(&self, scope: TenantScope, query: &ConversationQuery, max: usize) -> usize;
    fn live_conversation(&self, scope: TenantScope, customer: CustomerId, account: AccountId) -> Option<Conversation>;
    fn message(&self, scope: TenantScope, id: MessageId) -> Option<Message>;
    fn messages(&self, scope: TenantScope, conversation: ConversationId, page: PageQuery) -> Page<Message>;
    fn timeline(&self, scope: TenantScope, conversations: &[ConversationId], page: PageQuery) -> Page<Message>;
    fn message_by_external(&self, scope: TenantScope, id: &ExternalId) -> Option<Message>;
    fn message_by_client_id(&self, scope: TenantScope, sender: SenderId, client_message_id: &str) -> Option<Message>;
    fn bookmarks(&self, scope: TenantScope, agent: AgentId, conversations: &[ConversationId]) -> Vec<Bookmark>;
    fn unsent(&self, scope: TenantScope, agent: AgentId, limit: usize) -> Vec<Bookmark>;
    fn last_messages(&self, scope: TenantScope, conversations: &[ConversationId]) -> Vec<Message>;
    fn last_customer_message(&self, scope: TenantScope, conversation: ConversationId) -> Option<Message>;
} }

reads! { Customers {
    fn customer(&self, scope: TenantScope, id: CustomerId) -> Option<Customer>;
    fn customers_by_id(&self, scope: TenantScope, ids: &[CustomerId]) -> Vec<Customer>;
    fn customers(&self, scope: TenantScope, text: Option<&str>, page: PageQuery) -> Page<Customer>;
    fn customer_at(&self, scope: TenantScope, key: &IdentityKey) -> Option<Customer>;
    fn identities(&self, scope: TenantScope, customer: CustomerId) -> Vec<CustomerIdentity>;
    fn dossier_entry(&self, scope: TenantScope, id: DossierEntryId) -> Option<DossierEntry>;
    fn dossier_entry_named(&self, scope: TenantScope, name: &str) -> Option<DossierEntry>;
    fn dossier(&self, scope: TenantScope, kind: DossierKind, customer: Option<CustomerId>, page: PageQuery) -> Page<DossierEntry>;
} }

reads! { Accounts {
    fn account(&self, scope: TenantScope, id: AccountId) -> Option<Account>;
    fn accounts(&self, scope: TenantScope) -> Vec<Account>;
} }

reads! { Widgets {
    fn widget(&self, scope: TenantScope, id: WidgetId) -> Option<Widget>;
    fn widgets(&self, scope: TenantScope) -> Vec<Widget>;
    fn domain(&self, scope: TenantScope, id: DomainId) -> Option<AuthorizedDomain>;
    fn domains(&self, scope: TenantScope, widget: WidgetId) -> Vec<AuthorizedDomain>;
    fn domain_named(&self, scope: TenantScope, widget: WidgetId, entry: &DomainEntry) -> Option<AuthorizedDomain>;
    fn widget_counts(&self, scope: TenantScope, widget: WidgetId, from: Day, to: Day) -> Vec<Count>;
    fn domain_history(&self, scope: TenantScope, domain: DomainId, limit: usize) -> Vec<DomainStep>;
} }

reads! { Attachments {
    fn attachment(&self, scope: TenantScope, id: AttachmentId) -> Option<Attachment>;
    fn blob(&self, scope: TenantScope, id: BlobId) -> Option<Blob>;
    fn blob_with(&self, scope: TenantScope, hash: ContentHash) -> Option<Blob>;
} }

reads! { Definitions {
    fn definition(&self, scope: TenantScope, id: DefinitionId) -> Option<Definition>;
    fn definitions(&self, scope: TenantScope, kind: DefinitionKind) -> Vec<Definition>;
} }

reads! { Answers {
    fn kept_answer(&self, scope: TenantScope, caller: &str, key: &str) -> Option<KeptAnswer>;
    fn forget_answers(&self, now: Timestamp, limit: usize) -> usize;
} }

reads! { Jobs {
    fn job(&self, scope: TenantScope, id: JobId) -> Option<Job>;
    fn jobs(&self, scope: TenantScope, limit: usize) -> Vec<Job>;
    fn jobs_due(&self, now: Timestamp, limit: usize) -> Vec<Job>;
} }

reads! { Team {
    fn agent(&self, scope: TenantScope, id: AgentId) -> Option<Agent>;
    fn agents(&self, scope: TenantScope) -> Vec<Agent>;
    fn sessions(&self, scope: TenantScope, agent: AgentId, now: Timestamp, limit: usize) -> Vec<Session>;
    fn api_keys(&self, scope: TenantScope) -> Vec<ApiKey>;
    fn invitations(&self, scope: TenantScope) -> Vec<Invitation>;
} }

reads! { Directory {
    fn clients(&self) -> Vec<Client>;
    fn agent_by_email(&self, email: &str) -> Option<Agent>;
    fn session_by_hash(&self, hash: TokenHash) -> Option<Session>;
    fn api_key_by_hash(&self, hash: TokenHash) -> Option<ApiKey>;
    fn invitation_by_hash(&self, hash: TokenHash) -> Option<Invitation>;
    fn open_invitations(&self, email: &str, now: Timestamp, limit: usize) -> Vec<Invitation>;
    fn agents_to_relieve(&self, now: Timestamp, limit: usize) -> Vec<Agent>;
    fn account_at(&self, source: &Source, address: &str) -> Option<Account>;
    fn accounts_of_business(&self, source: &Source, business: &str) -> Vec<Account>;
    fn accounts_of_source(&self, source: &Source, limit: usize) -> Vec<Account>;
    fn accounts_to_check(&self, now: Timestamp, limit: usize) -> Vec<Account>;
    fn widget_by_key(&self, public_key: &str) -> Option<Widget>;
    fn domains_to_check(&self, now: Timestamp, limit: usize) -> Vec<AuthorizedDomain>;
    fn conversations_to_wake(&self, now: Timestamp, limit: usize) -> Vec<Conversation>;
    fn attachment_by_id(&self, id: AttachmentId) -> Option<Attachment>;
    fn attachments_to_forget(&self, now: Timestamp, limit: usize) -> Vec<Attachment>;
    fn blobs_to_forget(&self, now: Timestamp, limit: usize) -> Vec<Blob>;
} }

reads! { Journal {
    fn heads(&self, scopes: &[TenantScope]) -> Vec<Seq>;
    fn events_after(&self, scope: TenantScope, after: Seq, limit: usize) -> Stretch;
    fn prune(&self, scope: TenantScope, before: Timestamp, limit: usize) -> usize;
} }

reads! { Inbox {
    fn arrival(&self, scope: TenantScope, query: ArrivalQuery<'_>) -> Arrival;
    fn due_calls(&self, state: ReceivedCallState, now: Timestamp, limit: usize) -> Vec<ReceivedCall>;
    fn calls_about(&self, scope: TenantScope, id: &ExternalId, limit: usize) -> Vec<ReceivedCall>;
} }

reads! { Webhooks {
    fn webhook(&self, scope: TenantScope, id: WebhookId) -> Option<Webhook>;
    fn webhooks(&self, scope: TenantScope) -> Vec<Webhook>;
    fn webhook_calls(&self, scope: TenantScope, webhook: WebhookId, page: PageQuery) -> Page<WebhookCall>;
    fn webhooks_due(&self, now: Timestamp, limit: usize) -> Vec<Webhook>;
    fn forget_webhook_calls(&self, before: Timestamp, limit: usize) -> usize;
} }

reads! { AuditLog {
    fn audit(&self, scope: TenantScope, filter: &AuditFilter, page: PageQuery) -> Page<AuditEntry>;
    fn audit_chain(&self, scope: TenantScope, after: Seq, limit: usize) -> Vec<AuditEntry>;
    fn audit_head(&self, scope: TenantScope) -> Option<AuditEntry>;
    fn audit_loose(&self, limit: usize) -> Vec<AuditEntry>;
} }

reads! { Search {
    fn search(&self, scope: TenantScope, query: &SearchQuery, viewer: &Viewer, page: PageQuery) -> Page<Placed>;
    fn index(&self, limit: usize) -> usize;
} }
