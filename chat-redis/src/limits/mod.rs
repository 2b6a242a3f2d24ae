//! What each may do, counted over all processes.

use crate::Redis;
use async_trait::async_trait;
use chat_core::{LimitKey, Limits, LocalLimits, Quota, Timestamp};
use redis::Script;
use std::{
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};
use tokio::time::{Instant, timeout};

static TAKE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("take.lua")));

/// Counts over all processes that share a Redis and a prefix, by the clock of Redis.
///
/// Nobody waits for long: while Redis is away or slow, each process counts by itself, from allowances that are whole.
#[derive(Clone, Debug)]
pub struct RedisLimits {
    redis: Redis,
    answer_max: Duration,
    own: Arc<LocalLimits>,
    /// Until when Redis is not asked, since it did not answer in time.
    quiet_until: Arc<Mutex<Option<Instant>>>,
}

impl RedisLimits {
    /// How long Redis may take to answer unless the host says otherwise.
    pub const ANSWER_MAX: Duration = Duration::from_millis(50);
    /// How long it is left alone after it did not answer in time.
    pub const QUIET: Duration = Duration::from_secs(1);

    pub(crate) fn new(redis: Redis) -> Self {
        Self { redis, answer_max: Self::ANSWER_MAX, own: Arc::default(), quiet_until: Arc::default() }
    }

    /// Waits so long for an answer of Redis before the process counts by itself.
    #[must_use]
    pub fn answer_max(mut self, wait: Duration) -> Self {
        self.answer_max = wait;
        self
    }

    /// Takes one of what Redis counts; nothing when it does not say.
    async fn ask(&self, key: &LimitKey, quota: Quota) -> Option<Result<(), Duration>> {
        if self.quiet_until().is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let mut asking = TAKE.prepare_invoke();
        let per = u64::try_from(quota.per().as_micros()).expect("the time of a quota is at most a day");
        asking.key(self.redis.key(&format!("limit:{key}"))).arg(per.max(1)).arg(quota.burst().get());
        let answer = async {
            let mut commands = self.redis.commands().ok()?;
            asking.invoke_async::<u64>(&mut commands).await.ok()
        };
        let wait = timeout(self.answer_max, answer).await.ok().flatten();
        *self.quiet_until.lock().expect("no holder of the lock panics") =
            wait.is_none().then(|| Instant::now() + Self::QUIET);
        wait.map(|wait| if wait == 0 { Ok(()) } else { Err(Duration::from_micros(wait)) })
    }

    fn quiet_until(&self) -> Option<Instant> {
        *self.quiet_until.lock().expect("no holder of the lock panics")
    }
}

#[async_trait]
impl Limits for RedisLimits {
    async fn take(&self, key: &LimitKey, quota: Quota, now: Timestamp) -> Result<(), Duration> {
        match self.ask(key, quota).await {
            Some(answer) => answer,
            None => self.own.take(key, quota, now).await,
        }
    }
}
