use super::{
    fault::{Faults, MemoryFault},
    keys::{self, SharedKey},
    tenant::Tenant,
};
use crate::{ClientId, FencingToken, Record, TenantScope};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// All clients, each apart, and the few keys that are unique over all of them.
#[derive(Default)]
pub(super) struct State {
    pub(super) tenants: BTreeMap<ClientId, Tenant>,
    pub(super) keys: HashMap<SharedKey, (ClientId, Uuid)>,
    pub(super) last_token: FencingToken,
    pub(super) faults: Faults,
    pub(super) is_failing: bool,
}

impl State {
    pub(super) fn tenant(&self, scope: TenantScope) -> Option<&Tenant> {
        self.tenants.get(&scope.client_id())
    }

    /// The clients that a read looks at: its own, unless it was broken by `fault`.
    pub(super) fn seen(&self, scope: TenantScope, fault: MemoryFault) -> impl Iterator<Item = &Tenant> {
        let leaks = self.faults.has(fault);
        self.tenants.iter().filter(move |(id, _)| leaks || **id == scope.client_id()).map(|(_, tenant)| tenant)
    }

    /// Which client has a key that is unique over all of them, and for which record.
    pub(super) fn holder(&self, key: &SharedKey) -> Option<(&Tenant, Uuid)> {
        let (client, id) = self.keys.get(key)?;
        Some((self.tenants.get(client)?, *id))
    }

    pub(super) fn put(&mut self, record: Record) {
        let client = record.client_id();
        let (_, id) = keys::id_of(&record);
        self.keys.extend(keys::shared_keys(&record).into_iter().map(|key| (key, (client, id))));
        self.tenants.entry(client).or_default().put(record);
    }

    pub(super) fn take(&mut self, record: &Record) {
        for key in keys::shared_keys(record) {
            self.keys.remove(&key);
        }
        self.tenants.entry(record.client_id()).or_default().take(record);
    }
}
