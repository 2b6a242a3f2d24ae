use crate::server::{GUARD, OwnServer, prefix, shared};
use chat_core::{AgentId, Clock, Env, LimitKey, Limited, Limits, ManualClock, Quota, Whom};
use chat_redis::{Redis, RedisLimits};
use std::time::Duration;
use tokio::{
    net::TcpListener,
    time::{Instant, timeout},
};

fn somebody() -> LimitKey {
    LimitKey::new(Limited::Write, Whom::Agent(Env::default().id::<AgentId>()))
}

/// However busy the machine is, it is Redis who counts.
fn patient(redis: &Redis) -> RedisLimits {
    redis.limits().answer_max(GUARD)
}

#[tokio::test]
async fn two_processes_share_one_allowance() {
    let prefix = prefix();
    let (one, other) = (patient(&shared(&prefix)), patient(&shared(&prefix)));
    // By the clock of Redis: what a process takes for the time does not matter.
    let (here, there) = (ManualClock::default(), ManualClock::default());
    there.advance(Duration::from_secs(86_400));
    let (key, quota) = (somebody(), Quota::per_minute(1).at_once(3));
    assert_eq!(one.take(&key, quota, here.now()).await, Ok(()));
    assert_eq!(other.take(&key, quota, there.now()).await, Ok(()));
    assert_eq!(one.take(&key, quota, here.now()).await, Ok(()));
    for wait in [one.take(&key, quota, here.now()).await, other.take(&key, quota, there.now()).await] {
        let wait = wait.expect_err("all three are taken");
        assert!((Duration::from_secs(50)..=Duration::from_secs(60)).contains(&wait), "{wait:?}");
    }
    assert_eq!(other.take(&somebody(), quota, there.now()).await, Ok(()));
}

#[tokio::test]
async fn an_allowance_comes_back_and_its_key_goes() {
    let (prefix, now) = (prefix(), ManualClock::default().now());
    let (redis, key, quota) = (shared(&prefix), somebody(), Quota::new(1, Duration::from_millis(300)));
    let limits = patient(&redis);
    assert_eq!(limits.take(&key, quota, now).await, Ok(()));
    let wait = limits.take(&key, quota, now).await.expect_err("one is all there is");
    assert!(wait <= Duration::from_millis(300), "{wait:?}");
    let again = async { while limits.take(&key, quota, now).await.is_err() {} };
    timeout(GUARD, again).await.expect("it comes back");
    let gone = async { while redis_keys(&prefix).await > 0 {} };
    timeout(GUARD, gone).await.expect("the key goes");
}

/// How many keys there are under a prefix.
async fn redis_keys(prefix: &str) -> usize {
    let url = std::env::var("CHAT_TEST_REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379".into());
    let mut commands = redis::Client::open(url).unwrap().get_multiplexed_async_connection().await.unwrap();
    let keys: Vec<String> = redis::cmd("KEYS").arg(format!("{prefix}:*")).query_async(&mut commands).await.unwrap();
    keys.len()
}

#[tokio::test]
async fn a_thousand_at_once_take_no_more_than_there_is() {
    let (prefix, now) = (prefix(), ManualClock::default().now());
    let (one, other) = (patient(&shared(&prefix)), patient(&shared(&prefix)));
    let (key, quota) = (somebody(), Quota::per_minute(1).at_once(100));
    // The first connects.
    one.take(&key, quota, now).await.unwrap();
    other.take(&key, quota, now).await.unwrap();
    let mut granted = 2;
    for _ in 0..20 {
        let round = (0..50).map(|number| if number % 2 == 0 { &one } else { &other }.take(&key, quota, now));
        granted += futures_util::future::join_all(round).await.into_iter().filter(Result::is_ok).count();
    }
    assert_eq!(granted, 100);
}

#[tokio::test]
async fn without_redis_each_process_counts_by_itself_and_joins_when_it_is_back() {
    let mut server = OwnServer::absent().await;
    server.start().await;
    let (one, other, now) = (patient(&server.redis()), patient(&server.redis()), ManualClock::default().now());
    let (key, quota) = (somebody(), Quota::per_minute(1).at_once(2));
    assert_eq!(one.take(&key, quota, now).await, Ok(()));
    assert_eq!(other.take(&key, quota, now).await, Ok(()));
    assert!(one.take(&key, quota, now).await.is_err() && other.take(&key, quota, now).await.is_err());

    server.stop().await;
    for limits in [&one, &other] {
        assert_eq!(limits.take(&key, quota, now).await, Ok(()));
        assert_eq!(limits.take(&key, quota, now).await, Ok(()));
        assert!(limits.take(&key, quota, now).await.is_err(), "its own allowance is used up");
    }

    server.start().await;
    // Redis has forgotten all: one takes what there is, and the other finds nothing.
    let back = async { while one.take(&key, quota, now).await.is_err() {} };
    timeout(GUARD, back).await.expect("Redis is asked again");
    let joined = async { while other.take(&key, Quota::per_minute(1).at_once(1), now).await.is_ok() {} };
    timeout(GUARD, joined).await.expect("both ask the same Redis");
}

#[tokio::test]
async fn a_redis_that_does_not_answer_holds_nobody_up() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let redis = Redis::open(&format!("redis://{}", silent.local_addr().unwrap())).unwrap();
    let (limits, key, now) = (redis.limits(), somebody(), ManualClock::default().now());
    tokio::time::pause();
    let start = Instant::now();
    assert_eq!(limits.take(&key, Quota::per_minute(1), now).await, Ok(()));
    assert!(start.elapsed() <= RedisLimits::ANSWER_MAX * 2, "{:?}", start.elapsed());
    let start = Instant::now();
    assert!(limits.take(&key, Quota::per_minute(1), now).await.is_err());
    assert_eq!(start.elapsed(), Duration::ZERO, "it is left alone for a while");
}
