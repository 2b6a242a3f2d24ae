//! The one queue.

use crate::{
    reads::sorted,
    shelf::{Shelf, ShelfStore},
};
use async_trait::async_trait;
use chat_core::{
    Account, AccountStatus, Claim, ConversationId, Delivery, DeliveryAction, DeliveryState, MessageId, Outbox,
    StoreError, TenantScope, Timestamp,
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
        Ok(sorted(self.read().of::<Delivery>(scope).filter(|one| one.action == sends), |one| one.id))
    }
}

impl Shelf {
    /// The first pending delivery of each conversation, if it may be made now.
    fn due(&self, now: Timestamp) -> Vec<Delivery> {
        let mut heads: HashMap<ConversationId, &Delivery> = HashMap::new();
        for one in self.all::<Delivery>().filter(|one| one.state == DeliveryState::Pending) {
            let head = heads.entry(one.conversation_id).or_insert(one);
            if one.id < head.id {
                *head = one;
            }
        }
        let is_free = |one: &Delivery| self.holds.get(&one.conversation_id).is_none_or(|(_, until)| *until <= now);
        let may_send = |one: &Delivery| {
            let account = self.all::<Account>().find(|account| account.id == one.account_id);
            account.is_some_and(|account| account.status != AccountStatus::Paused)
        };
        let due = heads.into_values().filter(|one| one.next_attempt_at <= now && is_free(one) && may_send(one));
        sorted(due, |one| (one.next_attempt_at, one.id))
    }

    fn hold(&mut self, delivery: Delivery, until: Timestamp) -> Claim {
        self.last_token += 1;
        let (token, conversation_id) = (self.last_token, delivery.conversation_id);
        let was_abandoned = self.holds.insert(conversation_id, (token, until)).is_some();
        // The delivery was written in this client's scope.
        let scope = TenantScope::assume(delivery.client_id);
        Claim { scope, conversation_id, token, delivery, was_abandoned }
    }
}
