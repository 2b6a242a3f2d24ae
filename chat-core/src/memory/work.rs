use super::{
    MemoryStore,
    fault::MemoryFault,
    keys::OwnKey,
    state::State,
    tenant::{Hold, Tenant},
};
use crate::{
    AccountStatus, Arrival, ArrivalQuery, Backlog, Claim, ClientId, ConversationId, CustomerIdentity, Delivery,
    DeliveryAction, DeliveryAttempt, DeliveryState, ExternalId, Inbox, MessageId, Outbox, ReceivedCall,
    ReceivedCallState, StoreError, TenantScope, Timestamp,
};
use async_trait::async_trait;
use std::time::Duration;

#[async_trait]
impl Outbox for MemoryStore {
    async fn claim(&self, now: Timestamp, lease: Duration, limit: usize) -> Result<Vec<Claim>, StoreError> {
        self.with(|state| state.claim(now, lease, limit))
    }

    async fn renew(&self, claims: &[Claim], until: Timestamp) -> Result<Vec<Claim>, StoreError> {
        self.with(|state| claims.iter().filter(|claim| state.renew(claim, until)).cloned().collect())
    }

    async fn deliveries_of(&self, scope: TenantScope, message: MessageId) -> Result<Vec<Delivery>, StoreError> {
        self.with(|state| {
            let Some(tenant) = state.tenant(scope) else { return vec![] };
            let places = tenant.sends.get(&message).into_iter().flatten();
            places.filter_map(|(_, id)| tenant.deliveries.get(id)).cloned().collect()
        })
    }

    async fn deliveries_to_ask(&self, now: Timestamp, limit: usize) -> Result<Vec<Delivery>, StoreError> {
        self.with(|state| {
            let deliveries = state.tenants.values().flat_map(|tenant| tenant.deliveries.values());
            let is_due = |delivery: &&Delivery| {
                delivery.state == DeliveryState::Unsettled && delivery.ask_at.is_some_and(|at| at <= now)
            };
            let mut due: Vec<_> = deliveries.filter(is_due).cloned().collect();
            due.sort_by_key(|delivery| (delivery.ask_at, delivery.id));
            due.truncate(limit);
            due
        })
    }

    async fn backlog(&self, now: Timestamp) -> Result<Backlog, StoreError> {
        self.with(|state| {
            let mut backlog = Backlog::default();
            let deliveries = state.tenants.values().flat_map(|tenant| tenant.deliveries.values());
            deliveries.for_each(|delivery| backlog.add(delivery, now));
            backlog
        })
    }

    async fn attempts_of(&self, scope: TenantScope, message: MessageId) -> Result<Vec<DeliveryAttempt>, StoreError> {
        self.with(|state| {
            let Some(tenant) = state.tenant(scope) else { return vec![] };
            let turns = tenant.attempts_of.get(&message).into_iter().flatten();
            turns.filter_map(|(.., id)| tenant.attempts.get(id)).cloned().collect()
        })
    }
}

#[async_trait]
impl Inbox for MemoryStore {
    async fn arrival(&self, scope: TenantScope, query: ArrivalQuery<'_>) -> Result<Arrival, StoreError> {
        self.with(|state| state.tenant(scope).map(|tenant| tenant.arrival(query)).unwrap_or_default())
    }

    async fn due_calls(
        &self,
        call_state: ReceivedCallState,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<ReceivedCall>, StoreError> {
        self.with(|state| {
            let is_due = |call: &&ReceivedCall| {
                call.state == call_state
                    && (call.next_attempt_at <= now || state.faults.has(MemoryFault::IgnoreDueTime))
            };
            let calls = state.tenants.values().flat_map(|tenant| tenant.calls.values());
            let mut due: Vec<_> = calls.filter(is_due).cloned().collect();
            due.sort_by_key(|call| (call.next_attempt_at, call.id));
            due.truncate(limit);
            due
        })
    }

    async fn calls_about(
        &self,
        scope: TenantScope,
        id: &ExternalId,
        limit: usize,
    ) -> Result<Vec<ReceivedCall>, StoreError> {
        self.with(|state| {
            let calls = state.tenant(scope).into_iter().flat_map(|tenant| tenant.calls.values());
            let calls = calls.filter(|call| call.source == id.source && call.about.as_ref() == Some(&id.id));
            let waits = |call: &&ReceivedCall| {
                call.state == ReceivedCallState::Waiting || state.faults.has(MemoryFault::FindSettledCalls)
            };
            let mut waiting: Vec<_> = calls.filter(waits).cloned().collect();
            waiting.sort_by_key(|call| (call.received_at, call.id));
            waiting.truncate(limit);
            waiting
        })
    }
}

impl State {
    fn claim(&mut self, now: Timestamp, lease: Duration, limit: usize) -> Vec<Claim> {
        let mut due: Vec<(Timestamp, ClientId, Delivery)> = Vec::new();
        for (client, tenant) in &self.tenants {
            for conversation in tenant.lanes.keys() {
                if let Some((moment, head)) = self.due_head(tenant, *conversation, now) {
                    due.push((moment, *client, head.clone()));
                }
            }
        }
        due.sort_by_key(|(moment, _, head)| (*moment, head.id));
        due.truncate(limit);
        due.into_iter().map(|(_, client, head)| self.hold(client, head, now.plus(lease))).collect()
    }

    /// The delivery at the head of a lane that may be taken now, and since when it is due.
    fn due_head<'a>(
        &self,
        tenant: &'a Tenant,
        lane: ConversationId,
        now: Timestamp,
    ) -> Option<(Timestamp, &'a Delivery)> {
        let is_held = tenant.holds.get(&lane).is_some_and(|hold| hold.until > now);
        if is_held && !self.faults.has(MemoryFault::ClaimHeldLane) {
            return None;
        }
        let mut pending = tenant.lanes.get(&lane)?.iter().filter_map(|(_, id)| tenant.deliveries.get(id));
        let head = if self.faults.has(MemoryFault::ClaimLastFirst) {
            pending.next_back()?
        } else if self.faults.has(MemoryFault::OrderById) {
            pending.min_by_key(|delivery| delivery.id)?
        } else if self.faults.has(MemoryFault::ClaimPastRetry) {
            pending.find(|delivery| delivery.next_attempt_at <= now)?
        } else {
            pending.next()?
        };
        let account = tenant.accounts.get(&head.account_id)?;
        let is_paused = account.status == AccountStatus::Paused && !self.faults.has(MemoryFault::ClaimPausedAccount);
        let is_throttled = account.throttled_until.is_some_and(|until| until > now)
            && !self.faults.has(MemoryFault::ClaimThrottledAccount);
        let due = match head.action {
            DeliveryAction::Send { .. } if !self.faults.has(MemoryFault::ClaimBeforeFree) => {
                head.next_attempt_at.max(tenant.free_at(lane))
            }
            DeliveryAction::Send { .. } | DeliveryAction::React { .. } | DeliveryAction::MarkRead { .. } => {
                head.next_attempt_at
            }
        };
        (due <= now && !is_paused && !is_throttled).then_some((due, head))
    }

    fn renew(&mut self, claim: &Claim, until: Timestamp) -> bool {
        let takes_any = self.faults.has(MemoryFault::RenewLostLane);
        let Some(tenant) = self.tenants.get_mut(&claim.scope.client_id()) else { return false };
        match tenant.holds.get_mut(&claim.conversation_id) {
            Some(hold) if hold.token == claim.token || takes_any => {
                hold.until = until;
                true
            }
            _ => false,
        }
    }

    fn hold(&mut self, client: ClientId, head: Delivery, until: Timestamp) -> Claim {
        self.last_token += 1;
        let token = self.last_token;
        let tenant = self.tenants.entry(client).or_default();
        let free_at = tenant.free_at(head.conversation_id);
        let was_abandoned = tenant.holds.insert(head.conversation_id, Hold { token, until }).is_some();
        // The delivery was written in this client's scope.
        let scope = TenantScope::assume(client);
        Claim { scope, conversation_id: head.conversation_id, token, delivery: head, was_abandoned, free_at }
    }
}

impl Tenant {
    /// Gives a lane back.
    pub(super) fn end(&mut self, claim: &Claim) {
        self.holds.remove(&claim.conversation_id);
        self.free.insert(claim.conversation_id, claim.free_at);
    }

    fn free_at(&self, lane: ConversationId) -> Timestamp {
        self.free.get(&lane).copied().unwrap_or_default()
    }

    fn arrival(&self, query: ArrivalQuery<'_>) -> Arrival {
        let identity = |key| self.identities.get(&(*self.keys.get(&OwnKey::Identity(key))?).into());
        let identities: Vec<CustomerIdentity> =
            query.identities.iter().filter_map(|key| identity(key.clone())).cloned().collect();
        let customer = identities.first().and_then(|identity| self.customers.get(&identity.customer_id));
        Arrival {
            known: self.message_by_external(query.external_id).cloned(),
            customer: customer.cloned(),
            conversation: customer.and_then(|customer| self.live_conversation(customer.id, query.account_id)).cloned(),
            replied_to: query.reply_to.and_then(|id| self.message_by_external(id)).map(|message| message.id),
            identities,
        }
    }
}
