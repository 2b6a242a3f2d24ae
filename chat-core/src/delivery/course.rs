//! What becomes of a delivery after an attempt.

use super::backoff;
use crate::{Delivery, DeliveryState, Outcome, Timestamp, planted::Planted};
use std::time::Duration;

/// What a decision about a delivery needs to know besides the delivery.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    pub(crate) now: Timestamp,
    pub(crate) random: u64,
    /// How long nobody has to know whether a message was taken before the team is asked.
    pub(crate) unsettled_after: Duration,
    /// Until when the account sends nothing.
    pub(crate) throttled_until: Option<Timestamp>,
}

/// The delivery after an attempt that ended so. It is not counted among the attempts yet.
///
/// Failures use up its tries. What only has to wait has not failed: it is given up after a much larger number of waits in a row.
pub(crate) fn after(delivery: Delivery, outcome: &Outcome, terms: Terms) -> Delivery {
    let now = terms.now;
    let mut delivery = Delivery { last_error: outcome.fault().cloned(), updated_at: now, ..delivery };
    match outcome {
        Outcome::Done(_) => delivery.state = DeliveryState::Done,
        Outcome::Retry { after, tries_max, .. } => {
            delivery.failures += 1;
            delivery.waits = 0;
            let wait = backoff::after_failure(delivery.failures, terms.random).max(after.unwrap_or_default());
            delivery.next_attempt_at = now.plus(wait);
            if Planted::RetryLosesPlace.grows() {
                delivery.position += 100;
            }
            let tries_max = tries_max.map_or(backoff::FAILURES_MAX, |max| i64::from(max).min(backoff::FAILURES_MAX));
            if delivery.failures >= tries_max {
                delivery.state = DeliveryState::Dead;
            }
        }
        Outcome::WaitForRecipient { after, .. } => {
            delivery.waits += 1;
            let wait = backoff::for_recipient(delivery.waits).max(after.unwrap_or_default());
            delivery.next_attempt_at = now.plus(wait);
        }
        Outcome::WaitForAccount { .. } => {
            delivery.waits += 1;
            delivery.next_attempt_at = terms.throttled_until.unwrap_or(now);
        }
        Outcome::Ambiguous(_) if Planted::AmbiguousSentAgain.grows() => delivery.next_attempt_at = now,
        Outcome::Ambiguous(_) => {
            delivery.state = DeliveryState::Unsettled;
            delivery.ask_at = Some(now.plus(terms.unsettled_after));
        }
        Outcome::NeedsTemplate(_) | Outcome::Refused(_) => delivery.state = DeliveryState::Dead,
        // It stays at the head of its lane, which is not taken up before the account is resumed.
        Outcome::PauseAccount(_) => delivery.next_attempt_at = now,
    }
    if delivery.waits >= backoff::WAITS_MAX {
        delivery.state = DeliveryState::Dead;
    }
    delivery
}
