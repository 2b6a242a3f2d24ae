use super::{
    database::millis,
    report::{Area, Finding},
};
use crate::settings::Settings;
use chat_redis::RedisInspection;
use std::time::Duration;

const AREA: Area = Area::Redis;
/// Typing and presence that take longer are noticed.
const SLOW: Duration = Duration::from_millis(50);

pub(super) async fn look(settings: &Settings) -> Vec<Finding> {
    let Some(redis) = &settings.redis else {
        let found =
            "not configured: one process needs none; several find out from each other's commits within a second";
        return vec![Finding::ok(AREA, "redis", found)];
    };
    match redis.inspect().await {
        Ok(inspection) => findings(&inspection),
        Err(error) => {
            let mend = "start it, or correct --redis-url (CHAT_REDIS_URL); its user needs INFO, EVALSHA, PUBLISH and SUBSCRIBE. \
                        The server works without it: typing, presence and limits then stay within each process";
            vec![Finding::failed(AREA, "redis", format!("it cannot be asked: {error}"), mend)]
        }
    }
}

fn findings(inspection: &RedisInspection) -> Vec<Finding> {
    let RedisInspection { version, round_trip, signal_round_trip, evicts } = inspection;
    let found = format!(
        "Redis {version} answers within {}, and carries a signal within {}",
        millis(*round_trip),
        millis(*signal_round_trip)
    );
    let mut findings = vec![if *signal_round_trip > SLOW {
        Finding::warning(AREA, "version", found, "bring it nearer to the servers")
    } else {
        Finding::ok(AREA, "version", found)
    }];
    if *evicts == Some(true) {
        let found = "it forgets keys by itself when its memory is full: who is there, and who has used up what";
        findings.push(Finding::warning(AREA, "memory", found, "set `maxmemory-policy noeviction`"));
    }
    findings
}
