use super::{
    MemoryStore,
    fault::MemoryFault,
    keys::{Kind, SharedKey},
    select::{is_connected, oldest_first},
    state::State,
};
use crate::{
    Account, AccountStatus, Agent, ApiKey, Attachment, AttachmentId, AuthorizedDomain, Blob, Client, Conversation,
    Directory, Invitation, Session, Source, StoreError, Timestamp, TokenHash, Widget, WidgetStatus,
};
use async_trait::async_trait;

#[async_trait]
impl Directory for MemoryStore {
    async fn clients(&self) -> Result<Vec<Client>, StoreError> {
        self.with(|state| {
            let clients = state.tenants.values().filter_map(|tenant| tenant.client.as_ref());
            oldest_first(clients, |client| (client.created_at, client.id))
        })
    }

    async fn agent_by_email(&self, email: &str) -> Result<Option<Agent>, StoreError> {
        self.with(|state| {
            let (tenant, id) = state.holder(&SharedKey::Email(email.to_owned()))?;
            tenant.agents.get(&id.into()).cloned()
        })
    }

    async fn session_by_hash(&self, hash: TokenHash) -> Result<Option<Session>, StoreError> {
        self.with(|state| {
            let (tenant, id) = state.holder(&SharedKey::SessionToken(hash))?;
            tenant.sessions.get(&id.into()).cloned()
        })
    }

    async fn api_key_by_hash(&self, hash: TokenHash) -> Result<Option<ApiKey>, StoreError> {
        self.with(|state| {
            let (tenant, id) = state.holder(&SharedKey::ApiKeyToken(hash))?;
            tenant.api_keys.get(&id.into()).cloned()
        })
    }

    async fn invitation_by_hash(&self, hash: TokenHash) -> Result<Option<Invitation>, StoreError> {
        self.with(|state| {
            let (tenant, id) = state.holder(&SharedKey::InvitationToken(hash))?;
            tenant.invitations.get(&id.into()).cloned()
        })
    }

    async fn open_invitations(&self, email: &str, now: Timestamp, limit: usize) -> Result<Vec<Invitation>, StoreError> {
        self.with(|state| {
            let known = state.tenants.values().flat_map(|tenant| tenant.invitations.values());
            let open = known.filter(|it| it.email == email && it.ended_at.is_none() && it.expires_at > now);
            let mut open = oldest_first(open, |it| (it.created_at, it.id));
            open.truncate(limit);
            open
        })
    }

    async fn agents_to_relieve(&self, now: Timestamp, limit: usize) -> Result<Vec<Agent>, StoreError> {
        self.with(|state| {
            let agents = state.tenants.values().flat_map(|tenant| tenant.agents.values());
            let due = agents.filter(|agent| agent.relieve_at.is_some_and(|at| at <= now));
            let mut due = oldest_first(due, |agent| (agent.relieve_at, agent.id));
            due.truncate(limit);
            due
        })
    }

    async fn account_at(&self, source: &Source, address: &str) -> Result<Option<Account>, StoreError> {
        self.with(|state| {
            if state.faults.has(MemoryFault::FindDisconnected) {
                let mut accounts = state.tenants.values().flat_map(|tenant| tenant.accounts.values());
                return accounts.find(|account| account.source == *source && account.address == address).cloned();
            }
            let (tenant, id) = state.holder(&SharedKey::Address(source.clone(), address.to_owned()))?;
            tenant.accounts.get(&id.into()).cloned()
        })
    }

    async fn accounts_of_business(&self, source: &Source, business: &str) -> Result<Vec<Account>, StoreError> {
        self.with(|state| {
            let accounts = state.connected(source).filter(|account| account.business_id == business);
            oldest_first(accounts, |account| (account.created_at, account.id))
        })
    }

    async fn accounts_of_source(&self, source: &Source, limit: usize) -> Result<Vec<Account>, StoreError> {
        self.with(|state| {
            let mut accounts = oldest_first(state.connected(source), |account| (account.updated_at, account.id));
            accounts.reverse();
            accounts.truncate(limit);
            accounts
        })
    }

    async fn widget_by_key(&self, public_key: &str) -> Result<Option<Widget>, StoreError> {
        self.with(|state| {
            let (tenant, id) = state.holder(&SharedKey::WidgetKey(public_key.to_owned()))?;
            let widget = tenant.widgets.get(&id.into())?;
            let is_there = widget.status != WidgetStatus::Deleted || state.faults.has(MemoryFault::FindDeletedWidget);
            is_there.then(|| widget.clone())
        })
    }

    async fn accounts_to_check(&self, now: Timestamp, limit: usize) -> Result<Vec<Account>, StoreError> {
        self.with(|state| {
            let accounts = state.tenants.values().flat_map(|tenant| tenant.accounts.values());
            let due = accounts.filter(|account| {
                account.status == AccountStatus::Paused && account.next_check_at.is_some_and(|at| at <= now)
            });
            let mut due: Vec<_> = due.cloned().collect();
            due.sort_by_key(|account| (account.next_check_at, account.id));
            due.truncate(limit);
            due
        })
    }

    async fn domains_to_check(&self, now: Timestamp, limit: usize) -> Result<Vec<AuthorizedDomain>, StoreError> {
        self.with(|state| {
            let domains = state.tenants.values().flat_map(|tenant| tenant.domains.values());
            let due = domains.filter(|domain| domain.next_check_at.is_some_and(|at| at <= now));
            let mut due = oldest_first(due, |domain| (domain.next_check_at, domain.id));
            due.truncate(limit);
            due
        })
    }

    async fn conversations_to_wake(&self, now: Timestamp, limit: usize) -> Result<Vec<Conversation>, StoreError> {
        self.with(|state| {
            let conversations = state.tenants.values().flat_map(|tenant| tenant.conversations.values());
            let due = conversations.filter(|conversation| conversation.snoozed_until.is_some_and(|at| at <= now));
            let mut due = oldest_first(due, |conversation| (conversation.snoozed_until, conversation.id));
            due.truncate(limit);
            due
        })
    }

    async fn attachment_by_id(&self, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
        self.with(|state| {
            let (tenant, id) = state.holder(&SharedKey::Id((Kind::Attachment, id.uuid())))?;
            tenant.attachments.get(&id.into()).cloned()
        })
    }

    async fn attachments_to_forget(&self, now: Timestamp, limit: usize) -> Result<Vec<Attachment>, StoreError> {
        self.with(|state| {
            let attachments = state.tenants.values().flat_map(|tenant| tenant.attachments.values());
            let due = attachments.filter(|attachment| attachment.due_at.is_some_and(|at| at <= now));
            let mut due = oldest_first(due, |attachment| (attachment.due_at, attachment.id));
            due.truncate(limit);
            due
        })
    }

    async fn blobs_to_forget(&self, now: Timestamp, limit: usize) -> Result<Vec<Blob>, StoreError> {
        self.with(|state| {
            let blobs = state.tenants.values().flat_map(|tenant| tenant.blobs.values());
            let due = blobs.filter(|blob| blob.due_at.is_some_and(|at| at <= now));
            let mut due = oldest_first(due, |blob| (blob.due_at, blob.id));
            due.truncate(limit);
            due
        })
    }
}

impl State {
    fn connected<'a>(&'a self, source: &'a Source) -> impl Iterator<Item = &'a Account> {
        let accounts = self.tenants.values().flat_map(|tenant| tenant.accounts.values());
        accounts.filter(move |account| account.source == *source && is_connected(account))
    }
}
