use super::{
    MemoryStore,
    fault::MemoryFault,
    keys::OwnKey,
    page,
    select::{Text, is_connected, oldest_first},
    tenant::Tenant,
};
use crate::{
    Account, AccountId, Accounts, Agent, AgentId, ApiKey, Customer, CustomerId, CustomerIdentity, Customers,
    DossierEntry, DossierEntryId, DossierKind, IdentityKey, Invitation, Page, PageQuery, Session, StoreError, Team,
    TenantScope, Timestamp,
};
use async_trait::async_trait;

#[async_trait]
impl Customers for MemoryStore {
    async fn customer(&self, scope: TenantScope, id: CustomerId) -> Result<Option<Customer>, StoreError> {
        self.with(|state| state.tenant(scope)?.customers.get(&id).cloned())
    }

    async fn customers_by_id(&self, scope: TenantScope, ids: &[CustomerId]) -> Result<Vec<Customer>, StoreError> {
        self.with(|state| {
            let Some(tenant) = state.tenant(scope) else { return vec![] };
            ids.iter().filter_map(|id| tenant.customers.get(id).cloned()).collect()
        })
    }

    async fn customers(
        &self,
        scope: TenantScope,
        text: Option<&str>,
        query: PageQuery,
    ) -> Result<Page<Customer>, StoreError> {
        self.with(|state| {
            let Some(tenant) = state.tenant(scope) else { return Page { items: vec![], next: None } };
            let text = text.map(|text| Text::new(state, text));
            let lists_merged = state.faults.has(MemoryFault::ListMergedCustomer);
            let is_wanted = |customer: &Customer| {
                let is_listed = lists_merged || customer.merged_into.is_none();
                let contact = [&customer.name, &customer.email, &customer.phone];
                is_listed
                    && text.as_ref().is_none_or(|text| {
                        contact.into_iter().any(|value| text.is_in(value.as_deref()))
                            || tenant.identities_of(customer.id).any(|identity| text.is_in(Some(&identity.key.value)))
                    })
            };
            let rows = page::after(&tenant.newest, query, state.faults).filter_map(|place| {
                let customer = tenant.customers.get(&CustomerId::from_uuid(place.id))?;
                is_wanted(customer).then(|| (place, customer.clone()))
            });
            page::page(rows, query, state.faults)
        })
    }

    async fn customer_at(&self, scope: TenantScope, key: &IdentityKey) -> Result<Option<Customer>, StoreError> {
        self.with(|state| {
            let tenant = state.tenant(scope)?;
            let identity = tenant.identities.get(&(*tenant.keys.get(&OwnKey::Identity(key.clone()))?).into())?;
            tenant.customers.get(&identity.customer_id).cloned()
        })
    }

    async fn identities(&self, scope: TenantScope, customer: CustomerId) -> Result<Vec<CustomerIdentity>, StoreError> {
        self.with(|state| {
            state.tenant(scope).map(|tenant| tenant.identities_of(customer).cloned().collect()).unwrap_or_default()
        })
    }

    async fn dossier_entry(&self, scope: TenantScope, id: DossierEntryId) -> Result<Option<DossierEntry>, StoreError> {
        self.with(|state| state.tenant(scope)?.dossier.get(&id).cloned())
    }

    async fn dossier_entry_named(&self, scope: TenantScope, name: &str) -> Result<Option<DossierEntry>, StoreError> {
        self.with(|state| {
            let tenant = state.tenant(scope)?;
            let id = tenant.keys.get(&OwnKey::DossierEntry(name.to_owned()))?;
            tenant.dossier.get(&DossierEntryId::from_uuid(*id)).cloned()
        })
    }

    async fn dossier(
        &self,
        scope: TenantScope,
        kind: DossierKind,
        customer: Option<CustomerId>,
        query: PageQuery,
    ) -> Result<Page<DossierEntry>, StoreError> {
        self.with(|state| {
            let Some(tenant) = state.tenant(scope) else { return Page::default() };
            let lists_removed = state.faults.has(MemoryFault::ListRemovedEntry);
            let is_wanted = |entry: &DossierEntry| {
                entry.body.kind() == kind
                    && customer.is_none_or(|customer| entry.customer_id == customer)
                    && (entry.removed_at.is_none() || lists_removed)
            };
            let rows = page::after(&tenant.dossier_by_age, query, state.faults).filter_map(|place| {
                let entry = tenant.dossier.get(&DossierEntryId::from_uuid(place.id))?;
                is_wanted(entry).then(|| (place, entry.clone()))
            });
            page::page(rows, query, state.faults)
        })
    }
}

#[async_trait]
impl Accounts for MemoryStore {
    async fn account(&self, scope: TenantScope, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.with(|state| state.tenant(scope)?.accounts.get(&id).cloned())
    }

    async fn accounts(&self, scope: TenantScope) -> Result<Vec<Account>, StoreError> {
        self.with(|state| {
            let accounts = state.tenant(scope).into_iter().flat_map(|tenant| tenant.accounts.values());
            oldest_first(accounts.filter(|account| is_connected(account)), |account| (account.created_at, account.id))
        })
    }
}

#[async_trait]
impl Team for MemoryStore {
    async fn agent(&self, scope: TenantScope, id: AgentId) -> Result<Option<Agent>, StoreError> {
        self.with(|state| state.tenant(scope)?.agents.get(&id).cloned())
    }

    async fn agents(&self, scope: TenantScope) -> Result<Vec<Agent>, StoreError> {
        self.with(|state| {
            let agents = state.tenant(scope).into_iter().flat_map(|tenant| tenant.agents.values());
            oldest_first(agents, |agent| (agent.created_at, agent.id))
        })
    }

    async fn sessions(
        &self,
        scope: TenantScope,
        agent: AgentId,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<Session>, StoreError> {
        self.with(|state| {
            let sessions = state.tenant(scope).into_iter().flat_map(|tenant| tenant.sessions.values());
            let is_live = |it: &&Session| it.agent_id == agent && it.revoked_at.is_none() && it.expires_at > now;
            let mut live = oldest_first(sessions.filter(is_live), |session| (session.created_at, session.id));
            live.reverse();
            live.truncate(limit);
            live
        })
    }

    async fn invitations(&self, scope: TenantScope) -> Result<Vec<Invitation>, StoreError> {
        self.with(|state| {
            let known = state.tenant(scope).into_iter().flat_map(|tenant| tenant.invitations.values());
            oldest_first(known.filter(|it| it.ended_at.is_none()), |it| (it.created_at, it.id))
        })
    }

    async fn api_keys(&self, scope: TenantScope) -> Result<Vec<ApiKey>, StoreError> {
        self.with(|state| {
            let keys = state.tenant(scope).into_iter().flat_map(|tenant| tenant.api_keys.values());
            oldest_first(keys.filter(|key| key.revoked_at.is_none()), |key| (key.created_at, key.id))
        })
    }
}

impl Tenant {
    fn identities_of(&self, customer: CustomerId) -> impl Iterator<Item = &CustomerIdentity> {
        let learned = self.identities_of.get(&customer).into_iter().flatten();
        learned.filter_map(|(_, id)| self.identities.get(id))
    }
}
