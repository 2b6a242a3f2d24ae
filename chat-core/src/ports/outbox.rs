//! What is to be delivered.

use crate::{ConversationId, Delivery, DeliveryAttempt, DeliveryState, MessageId, StoreError, TenantScope, Timestamp};
use async_trait::async_trait;
use std::{fmt, time::Duration};

/// A number that a lane of the outbox gets anew with every claim, so that a worker who was thought dead can be told apart.
pub type FencingToken = i64;

/// A hold on a lane of the outbox, with the delivery at its head.
#[derive(Clone, PartialEq, Debug)]
pub struct Claim {
    /// Whose lane it is.
    pub scope: TenantScope,
    /// The lane.
    pub conversation_id: ConversationId,
    /// Proves that the hold is this one.
    pub token: FencingToken,
    /// The delivery to make.
    pub delivery: Delivery,
    /// Whether the hold before this one ran out instead of being ended: whoever had it may have made the delivery.
    pub was_abandoned: bool,
    /// From when on the lane may send again, as the last hold that was ended said it.
    pub free_at: Timestamp,
}

/// Deliveries that are still to be made or settled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Backlog {
    /// Those that may be made now: they wait for a worker, for others before them, or for an account that is paused.
    pub due: Waiting,
    /// Those that are not to be tried before a later moment.
    pub later: Waiting,
    /// Those of which nobody knows whether they were made.
    pub unsettled: Waiting,
}

/// Some deliveries.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Waiting {
    /// How many there are.
    pub count: u64,
    /// When the oldest was ordered; nothing when there is none.
    pub oldest: Option<Timestamp>,
}

impl Backlog {
    /// Counts one more delivery, if it is still to be made or settled.
    pub fn add(&mut self, delivery: &Delivery, now: Timestamp) {
        let waiting = match delivery.state {
            DeliveryState::Pending if delivery.next_attempt_at > now => &mut self.later,
            DeliveryState::Pending => &mut self.due,
            DeliveryState::Unsettled => &mut self.unsettled,
            DeliveryState::Done | DeliveryState::Dead => return,
        };
        waiting.count += 1;
        waiting.oldest = Some(waiting.oldest.map_or(delivery.created_at, |oldest| oldest.min(delivery.created_at)));
    }
}

/// Hands out what is to be delivered.
#[async_trait]
pub trait Outbox: fmt::Debug + Send + Sync + 'static {
    /// Takes up to `limit` lanes whose first pending delivery is due at `now` and which nobody holds, the longest due first, and
    /// holds them until `now + lease`.
    ///
    /// A delivery that sends a message is not due before its lane is free. A lane whose account is paused, or throttled beyond
    /// `now`, is not taken.
    async fn claim(&self, now: Timestamp, lease: Duration, limit: usize) -> Result<Vec<Claim>, StoreError>;

    /// Holds lanes until another moment, however their leases stand, as long as nobody has taken them over; tells which of the
    /// claims those are.
    async fn renew(&self, claims: &[Claim], until: Timestamp) -> Result<Vec<Claim>, StoreError>;

    /// Every delivery that sends a message, in the order of their positions.
    async fn deliveries_of(&self, scope: TenantScope, message: MessageId) -> Result<Vec<Delivery>, StoreError>;

    /// Up to `limit` unsettled deliveries of all clients whose teams are to be asked by `now`, the longest due first.
    async fn deliveries_to_ask(&self, now: Timestamp, limit: usize) -> Result<Vec<Delivery>, StoreError>;

    /// How much is still to be made, over all clients, as it stands at `now`.
    async fn backlog(&self, now: Timestamp) -> Result<Backlog, StoreError>;

    /// Every attempt to send a message: those of one delivery after those of another, each delivery's in order.
    async fn attempts_of(&self, scope: TenantScope, message: MessageId) -> Result<Vec<DeliveryAttempt>, StoreError>;
}
