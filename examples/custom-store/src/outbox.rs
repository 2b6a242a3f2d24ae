//! The one queue.

use crate::{
    reads::sorted,
    shelf::{Shelf, ShelfStore},
};
use async_trait::async_trait;
use chat_core::{
    Account, AccountStatus, Backlog, Claim, ConversationId, Delivery, DeliveryAction, DeliveryAttempt, DeliveryId,
    DeliveryState, MessageId, Outbox, StoreError, TenantScope, Timestamp,
};
use std::{collections::HashMap, time::Duration};

#[async_trait]
impl Outbox for ShelfStore {
    async fn claim(&self, now: Timestamp, lease: Duration, limit: usize) -> Result<Vec<Claim>, StoreError> {
        let mut shelf = self.write();
        let mut due = shelf.due(now);
        due.truncate(limit);
        Ok(due.into_iter().map(|delivery| shelf.hold(delivery, now.plus(lease))).collect())
    }

    async fn renew(&self, claims: &[Claim], until: Timestamp) -> Result<Vec<Claim>, StoreError> {
        let mut shelf = self.write();
        let mut renew = |claim: &&Claim| match shelf.holds.get_mut(&claim.conversation_id) {
            Some((token, end)) if *token == claim.token => {
                *end = until;
                true
            }
            _ => false,
        };
        Ok(claims.iter().filter(|claim| renew(claim)).cloned().collect())
    }

    async fn deliveries_of(&self, scope: TenantScope, message: MessageId) -> Result<Vec<Delivery>, StoreError> {
        let sends = DeliveryAction::Send { message_id: message };
        Ok(sorted(self.read().of::<Delivery>(scope).filter(|one| one.action == sends), place))
    }

    async fn deliveries_to_ask(&self, now: Timestamp, limit: usize) -> Result<Vec<Delivery>, StoreError> {
        let shelf = self.read();
        let unsettled = shelf.all::<Delivery>().filter(|one| one.state == DeliveryState::Unsettled);
        let due = unsettled.filter(|one| one.ask_at.is_some_and(|at| at <= now));
        let mut due = sorted(due, |one| (one.ask_at, one.id));
        due.truncate(limit);
        Ok(due)
    }

    async fn backlog(&self, now: Timestamp) -> Result<Backlog, StoreError> {
        let mut backlog = Backlog::default();
        self.read().all::<Delivery>().for_each(|delivery| backlog.add(delivery, now));
        Ok(backlog)
    }

    async fn attempts_of(&self, scope: TenantScope, message: MessageId) -> Result<Vec<DeliveryAttempt>, StoreError> {
        let shelf = self.read();
        let made = shelf.of::<DeliveryAttempt>(scope).filter(|one| one.message_id == message);
        Ok(sorted(made, |one| (one.delivery_id, one.number)))
    }
}

impl Shelf {
    /// The first pending delivery of each conversation, if it may be made now.
    fn due(&self, now: Timestamp) -> Vec<Delivery> {
        let mut heads: HashMap<ConversationId, &Delivery> = HashMap::new();
        for one in self.all::<Delivery>().filter(|one| one.state == DeliveryState::Pending) {
            let head = heads.entry(one.conversation_id).or_insert(one);
            if place(one) < place(head) {
                *head = one;
            }
        }
        let is_free = |one: &Delivery| self.holds.get(&one.conversation_id).is_none_or(|(_, until)| *until <= now);
        let may_send = |one: &Delivery| {
            let account = self.all::<Account>().find(|account| account.id == one.account_id);
            account.is_some_and(|account| {
                account.status != AccountStatus::Paused && account.throttled_until.is_none_or(|until| until <= now)
            })
        };
        let due = heads.into_values().filter(|one| self.due_at(one) <= now && is_free(one) && may_send(one));
        sorted(due, |one| (self.due_at(one), one.id))
    }

    /// Nothing is sent before the conversation is free for it.
    fn due_at(&self, one: &Delivery) -> Timestamp {
        match one.action {
            DeliveryAction::Send { .. } => one.next_attempt_at.max(self.free_at(one.conversation_id)),
            DeliveryAction::React { .. } | DeliveryAction::MarkRead { .. } => one.next_attempt_at,
        }
    }

    fn free_at(&self, conversation: ConversationId) -> Timestamp {
        self.free.get(&conversation).copied().unwrap_or_default()
    }

    fn hold(&mut self, delivery: Delivery, until: Timestamp) -> Claim {
        self.last_token += 1;
        let (token, conversation_id) = (self.last_token, delivery.conversation_id);
        let was_abandoned = self.holds.insert(conversation_id, (token, until)).is_some();
        // The delivery was written in this client's scope.
        let scope = TenantScope::assume(delivery.client_id);
        let free_at = self.free_at(conversation_id);
        Claim { scope, conversation_id, token, delivery, was_abandoned, free_at }
    }
}

/// Where a delivery stands in its conversation.
fn place(one: &Delivery) -> (i64, DeliveryId) {
    (one.position, one.id)
}
