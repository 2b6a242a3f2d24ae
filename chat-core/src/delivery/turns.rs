//! Whose turn it is to go out by an account that has more to send than it may.

use crate::{AccountId, DeliveryId, LimitKey, Limited, Limits, Quota, Timestamp, Whom};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard},
    time::Duration,
};

/// The turns of deliveries that have to wait for their accounts' allowance.
///
/// A delivery that comes too early is given a turn at the account's rate, behind those that wait already, and nobody overtakes it.
/// Turns are kept in memory: what a process forgets when it ends is given another.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<BTreeMap<AccountId, Queue>>);

#[derive(Debug, Default)]
struct Queue {
    waiting: BTreeSet<(Timestamp, DeliveryId)>,
    turns: BTreeMap<DeliveryId, Timestamp>,
    /// The last turn that was given, in microseconds since 1970: turns may be less than a millisecond apart.
    last_us: i64,
}

impl Turns {
    /// How long a turn is remembered that nobody took: another process made the delivery, or its account was paused.
    const LAPSE: Duration = Duration::from_secs(60);

    /// Whether a delivery may go out now; otherwise when its turn is.
    pub(super) async fn take(
        &self,
        limits: &dyn Limits,
        account: AccountId,
        delivery: DeliveryId,
        quota: Quota,
        now: Timestamp,
    ) -> Result<(), Timestamp> {
        let had_turn = match self.enter(account, delivery, quota, now) {
            Place::Turn => true,
            Place::Free => false,
            Place::Behind(turn) => return Err(turn),
        };
        let key = LimitKey::new(Limited::Sending, Whom::Account(account));
        let Err(wait) = limits.take(&key, quota, now).await else { return Ok(()) };
        let earliest = now.plus(wait.max(Duration::from_millis(1)));
        let mut queues = self.lock();
        let queue = queues.entry(account).or_default();
        Err(match had_turn {
            // Who has waited already goes next.
            true => queue.keep(delivery, earliest),
            false => queue.give(delivery, earliest, quota),
        })
    }

    /// The next turn of all.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.lock().values().filter_map(|queue| queue.waiting.first()).map(|(turn, _)| *turn).min()
    }

    fn enter(&self, account: AccountId, delivery: DeliveryId, quota: Quota, now: Timestamp) -> Place {
        let mut queues = self.lock();
        let Some(queue) = queues.get_mut(&account) else { return Place::Free };
        queue.forget_lapsed(now);
        let place = match queue.turns.get(&delivery).copied() {
            Some(turn) if turn <= now => {
                queue.remove(delivery, turn);
                Place::Turn
            }
            Some(turn) => Place::Behind(turn),
            None if queue.waiting.is_empty() => Place::Free,
            None => Place::Behind(queue.give(delivery, now, quota)),
        };
        if queue.waiting.is_empty() {
            queues.remove(&account);
        }
        place
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<AccountId, Queue>> {
        self.0.lock().expect("no holder of the lock panics")
    }
}

enum Place {
    /// It has waited, and it is its turn.
    Turn,
    /// Nobody waits.
    Free,
    /// Others wait.
    Behind(Timestamp),
}

impl Queue {
    /// A turn behind all others, not before `earliest`.
    fn give(&mut self, delivery: DeliveryId, earliest: Timestamp, quota: Quota) -> Timestamp {
        let per_us = i64::try_from(quota.per().as_micros()).unwrap_or(i64::MAX).max(1);
        let earliest_us = earliest.millis().saturating_mul(1_000);
        self.last_us = self.last_us.saturating_add(per_us).max(earliest_us);
        let turn = Timestamp::from_millis(self.last_us.saturating_add(999) / 1_000);
        self.keep(delivery, turn)
    }

    fn keep(&mut self, delivery: DeliveryId, turn: Timestamp) -> Timestamp {
        self.waiting.insert((turn, delivery));
        self.turns.insert(delivery, turn);
        turn
    }

    fn remove(&mut self, delivery: DeliveryId, turn: Timestamp) {
        self.waiting.remove(&(turn, delivery));
        self.turns.remove(&delivery);
    }

    fn forget_lapsed(&mut self, now: Timestamp) {
        while let Some((turn, delivery)) = self.waiting.first().copied()
            && now.since(turn) > Turns::LAPSE
        {
            self.remove(delivery, turn);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Env, LocalLimits};

    const START: Timestamp = Timestamp::from_millis(1_767_225_600_000);

    fn at(ms: u64) -> Timestamp {
        START.plus(Duration::from_millis(ms))
    }

    /// Five at once, then one every 100 milliseconds.
    fn quota() -> Quota {
        Quota::new(5, Duration::from_millis(100))
    }

    struct Stage {
        turns: Turns,
        limits: LocalLimits,
        account: AccountId,
        deliveries: Vec<DeliveryId>,
    }

    impl Stage {
        fn new() -> Self {
            let env = Env::default();
            let deliveries = (0..20).map(|_| env.id()).collect();
            Self { turns: Turns::default(), limits: LocalLimits::default(), account: env.id(), deliveries }
        }

        async fn take(&self, n: usize, ms: u64) -> Result<(), Timestamp> {
            self.turns.take(&self.limits, self.account, self.deliveries[n], quota(), at(ms)).await
        }
    }

    #[tokio::test]
    async fn who_comes_too_early_waits_behind_the_others_and_is_not_overtaken() {
        let stage = Stage::new();
        for n in 0..5 {
            assert_eq!(stage.take(n, 0).await, Ok(()));
        }
        assert_eq!(stage.take(5, 0).await, Err(at(100)));
        assert_eq!(stage.take(6, 0).await, Err(at(200)));
        assert_eq!(stage.turns.next(), Some(at(100)));
        assert_eq!(stage.take(6, 50).await, Err(at(200)), "it has its turn already");
        assert_eq!(stage.take(7, 100).await, Err(at(300)), "an allowance that others wait for is theirs");
        assert_eq!(stage.take(5, 100).await, Ok(()));
        assert_eq!(stage.take(6, 200).await, Ok(()));
        assert_eq!(stage.take(7, 300).await, Ok(()));
        assert_eq!(stage.turns.next(), None);
        assert_eq!(stage.take(8, 1_000).await, Ok(()));
    }

    #[tokio::test]
    async fn who_is_too_early_at_its_turn_goes_next() {
        let stage = Stage::new();
        for n in 0..5 {
            stage.take(n, 0).await.unwrap();
        }
        for n in 5..8 {
            stage.take(n, 0).await.unwrap_err();
        }
        // Somebody else, who counts by the same limits, was faster.
        let key = LimitKey::new(Limited::Sending, Whom::Account(stage.account));
        stage.limits.take(&key, quota(), at(100)).await.unwrap();
        assert_eq!(stage.take(5, 100).await, Err(at(200)));
        assert_eq!(stage.take(5, 200).await, Ok(()));
    }

    #[tokio::test]
    async fn a_turn_that_nobody_takes_holds_nobody_up_for_ever() {
        let stage = Stage::new();
        for n in 0..5 {
            stage.take(n, 0).await.unwrap();
        }
        stage.take(5, 0).await.unwrap_err();
        assert_eq!(stage.take(6, 70_000).await, Ok(()));
        assert_eq!(stage.turns.next(), None);
    }

    #[tokio::test]
    async fn turns_are_given_at_the_rate_also_below_a_millisecond() {
        let stage = Stage::new();
        let quota = Quota::new(1, Duration::from_micros(300));
        let take =
            async |n: usize| stage.turns.take(&stage.limits, stage.account, stage.deliveries[n], quota, START).await;
        take(0).await.unwrap();
        let turns: Vec<u64> = {
            let mut turns = Vec::new();
            for n in 1..11 {
                let turn = take(n).await.unwrap_err();
                turns.push(u64::try_from(turn.since(START).as_millis()).unwrap());
            }
            turns
        };
        assert_eq!(turns, [1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
    }
}
