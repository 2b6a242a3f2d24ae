use crate::{LimitKey, Limited, Limits, Quota, Timestamp};
use async_trait::async_trait;
use governor::{
    RateLimiter,
    clock::{Clock, Reference},
    middleware::NoOpMiddleware,
    nanos::Nanos,
    state::keyed::HashMapStateStore,
};
use std::{
    collections::HashMap,
    fmt,
    ops::Add,
    sync::{
        Mutex, MutexGuard,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

/// Counts within one process.
///
/// Each thing that is limited has room for [`LocalLimits::KEYS_MAX`] keys, so that a flood of strangers does not push out those
/// who are known. When even that is not enough all of its keys are forgotten, which lets everybody begin anew.
#[derive(Default)]
pub struct LocalLimits(Mutex<Counts>);

/// Does not say whom it has counted.
impl fmt::Debug for LocalLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalLimits").field("keys", &self.key_count()).finish()
    }
}

impl LocalLimits {
    /// The most keys of one thing that is limited by one quota.
    pub const KEYS_MAX: usize = 100_000;
    /// The most different quotas at a time; when there are more, all counts begin anew.
    pub const QUOTAS_MAX: usize = 64;
    /// A clock that goes back by more than this was set anew, and what was counted until then means nothing.
    pub const BACKWARD_MAX: Duration = Duration::from_secs(5);

    /// How many keys are remembered.
    pub fn key_count(&self) -> usize {
        self.counts().tables.values().map(|table| table.limiter.len()).sum()
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().expect("no holder of the lock panics")
    }
}

#[async_trait]
impl Limits for LocalLimits {
    async fn take(&self, key: &LimitKey, quota: Quota, now: Timestamp) -> Result<(), Duration> {
        self.counts().table(key.what, quota, now).take(key, now)
    }
}

#[derive(Default)]
struct Counts {
    tables: HashMap<(Limited, Quota), Table>,
    /// The last moment that was handed in.
    latest: Timestamp,
}

impl Counts {
    fn table(&mut self, what: Limited, quota: Quota, now: Timestamp) -> &mut Table {
        let is_full = self.tables.len() >= LocalLimits::QUOTAS_MAX && !self.tables.contains_key(&(what, quota));
        if is_full || self.latest.since(now) > LocalLimits::BACKWARD_MAX {
            self.tables.clear();
        }
        self.latest = now;
        self.tables.entry((what, quota)).or_insert_with(|| Table::new(quota, now))
    }
}

/// The counts of one thing by one quota.
struct Table {
    quota: Quota,
    limiter: Limiter,
    /// When the keys whose allowance is whole are to be forgotten: at so many keys,
    sweep_at_count: usize,
    /// and at this moment.
    sweep_at: Timestamp,
}

type Limiter = RateLimiter<LimitKey, HashMapStateStore<LimitKey>, Told, NoOpMiddleware<Moment>>;

impl Table {
    /// At how many keys it is swept at the earliest.
    const SWEEP_KEYS_MIN: usize = 1024;
    /// After how long it is swept at the latest.
    const SWEEP_INTERVAL: Duration = Duration::from_secs(60);

    fn new(quota: Quota, now: Timestamp) -> Self {
        let sweep_at = now.plus(Self::SWEEP_INTERVAL);
        Self { quota, limiter: limiter(quota, now), sweep_at_count: Self::SWEEP_KEYS_MIN, sweep_at }
    }

    fn take(&mut self, key: &LimitKey, now: Timestamp) -> Result<(), Duration> {
        self.limiter.clock().set(now);
        if self.limiter.len() >= self.sweep_at_count || now >= self.sweep_at {
            self.sweep(now);
        }
        self.limiter.check_key(key).map_err(|not_until| not_until.wait_time_from(self.limiter.clock().now()))
    }

    /// Forgets whose allowance is whole; when it happens next, so many keys came anew that this cost next to nothing.
    fn sweep(&mut self, now: Timestamp) {
        self.limiter.retain_recent();
        if self.limiter.len() >= LocalLimits::KEYS_MAX {
            tracing::warn!("more are to be limited than there is room for: all of them begin anew");
            self.limiter = limiter(self.quota, now);
        }
        self.limiter.shrink_to_fit();
        self.sweep_at_count = (self.limiter.len() * 2).clamp(Self::SWEEP_KEYS_MIN, LocalLimits::KEYS_MAX);
        self.sweep_at = now.plus(Self::SWEEP_INTERVAL);
    }
}

fn limiter(quota: Quota, now: Timestamp) -> Limiter {
    let rate = governor::Quota::with_period(quota.per()).expect("the time of a quota is not zero");
    RateLimiter::new(rate.allow_burst(quota.burst()), HashMapStateStore::default(), Told::at(now))
}

/// A clock that shows what it was told last.
#[derive(Debug)]
struct Told(AtomicI64);

impl Told {
    fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.millis()))
    }

    fn set(&self, now: Timestamp) {
        self.0.store(now.millis(), Ordering::Relaxed);
    }
}

impl Clock for Told {
    type Instant = Moment;

    fn now(&self) -> Moment {
        let millis = u64::try_from(self.0.load(Ordering::Relaxed)).expect("a timestamp is not before 1970");
        Moment(millis.saturating_mul(1_000_000))
    }
}

/// Nanoseconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Moment(u64);

impl Add<Nanos> for Moment {
    type Output = Self;

    fn add(self, nanos: Nanos) -> Self {
        Self(self.0.saturating_add(nanos.as_u64()))
    }
}

impl Reference for Moment {
    fn duration_since(&self, earlier: Self) -> Nanos {
        Nanos::from(self.0.saturating_sub(earlier.0))
    }

    fn saturating_sub(&self, nanos: Nanos) -> Self {
        Self(self.0.saturating_sub(nanos.as_u64()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AgentId, Clock as _, Env, IpBlock, ManualClock, Whom};
    use std::net::{IpAddr, Ipv4Addr};

    fn agent() -> LimitKey {
        LimitKey::new(Limited::Write, Whom::Agent(Env::default().id::<AgentId>()))
    }

    fn stranger(number: u32) -> LimitKey {
        LimitKey::new(Limited::Read, Whom::Ip(IpBlock::from(IpAddr::from(Ipv4Addr::from_bits(number)))))
    }

    #[tokio::test]
    async fn a_burst_is_allowed_and_then_one_at_a_time() {
        let (limits, clock) = (LocalLimits::default(), ManualClock::default());
        let (key, quota) = (agent(), Quota::per_second(2).at_once(3));
        for _ in 0..3 {
            assert_eq!(limits.take(&key, quota, clock.now()).await, Ok(()));
        }
        assert_eq!(limits.take(&key, quota, clock.now()).await, Err(Duration::from_millis(500)));
        clock.advance(Duration::from_millis(200));
        assert_eq!(limits.take(&key, quota, clock.now()).await, Err(Duration::from_millis(300)));
        clock.advance(Duration::from_millis(300));
        assert_eq!(limits.take(&key, quota, clock.now()).await, Ok(()));
        assert_eq!(limits.take(&key, quota, clock.now()).await, Err(Duration::from_millis(500)));
    }

    #[tokio::test]
    async fn nobody_uses_up_the_allowance_of_another() {
        let (limits, now) = (LocalLimits::default(), ManualClock::default().now());
        let (one, other, quota) = (agent(), agent(), Quota::per_minute(1));
        assert_eq!(limits.take(&one, quota, now).await, Ok(()));
        assert!(limits.take(&one, quota, now).await.is_err());
        assert_eq!(limits.take(&other, quota, now).await, Ok(()));
        let reading = LimitKey { what: Limited::Read, ..one };
        assert_eq!(limits.take(&reading, quota, now).await, Ok(()));
    }

    #[tokio::test]
    async fn a_million_strangers_leave_nothing_behind() {
        let (limits, clock, quota) = (LocalLimits::default(), ManualClock::default(), Quota::per_minute(10));
        let mut most = 0;
        for number in 0..1_000_000 {
            assert_eq!(limits.take(&stranger(number), quota, clock.now()).await, Ok(()));
            most = most.max(limits.key_count());
        }
        assert!((50_000..=LocalLimits::KEYS_MAX).contains(&most), "{most}");
        clock.advance(Duration::from_secs(120));
        assert_eq!(limits.take(&stranger(0), quota, clock.now()).await, Ok(()));
        assert_eq!(limits.key_count(), 1);
    }

    #[tokio::test]
    async fn a_flood_of_strangers_frees_nobody_who_is_known() {
        let (limits, now) = (LocalLimits::default(), ManualClock::default().now());
        let (known, quota) = (agent(), Quota::per_minute(1));
        assert_eq!(limits.take(&known, quota, now).await, Ok(()));
        for number in 0..200_000 {
            assert_eq!(limits.take(&stranger(number), quota, now).await, Ok(()));
        }
        assert!(limits.take(&known, quota, now).await.is_err());
    }

    #[tokio::test]
    async fn quotas_do_not_pile_up() {
        let (limits, now, key) = (LocalLimits::default(), ManualClock::default().now(), agent());
        for count in 1..=1000 {
            assert_eq!(limits.take(&key, Quota::per_second(count), now).await, Ok(()));
            assert!(limits.key_count() <= LocalLimits::QUOTAS_MAX);
        }
    }

    #[tokio::test]
    async fn a_clock_that_is_set_back_locks_nobody_out() {
        let limits = LocalLimits::default();
        let (key, quota) = (agent(), Quota::per_second(1));
        let wrong = Timestamp::from_millis(1_900_000_000_000);
        assert_eq!(limits.take(&key, quota, wrong).await, Ok(()));
        let right = ManualClock::default().now();
        assert_eq!(limits.take(&key, quota, right).await, Ok(()));
        assert!(limits.take(&key, quota, right).await.is_err());
    }
}
