//! A look at Redis from outside, for whoever looks after it.

use crate::{Redis, link::too_slow};
use futures_util::StreamExt;
use redis::{AsyncCommands, RedisError, Script};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// What a Redis is and whether it can do what it is needed for, found out over connections of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RedisInspection {
    /// Its version.
    pub version: String,
    /// How long the simplest question took to be answered.
    pub round_trip: Duration,
    /// How long a signal took from one connection to the other.
    pub signal_round_trip: Duration,
    /// Whether it forgets keys by itself when its memory is full; nothing when it does not tell.
    pub evicts: Option<bool>,
}

/// Why a Redis could not be looked at.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct RedisInspectionError(#[source] RedisError);

impl Redis {
    /// Looks at Redis: asks for its version, runs a script, and sends a signal to itself.
    ///
    /// # Errors
    /// Fails when nobody answers in time, and when one of these is not allowed.
    pub async fn inspect(&self) -> Result<RedisInspection, RedisInspectionError> {
        let looked = timeout(Self::ANSWER_MAX * 2, self.look()).await;
        looked.unwrap_or_else(|_| Err(too_slow())).map_err(RedisInspectionError)
    }

    async fn look(&self) -> Result<RedisInspection, RedisError> {
        let mut commands = self.commands()?;
        let info: String = redis::cmd("INFO").query_async(&mut commands).await?;
        let begun = Instant::now();
        let _: redis::Value = redis::cmd("PING").query_async(&mut commands).await?;
        let round_trip = begun.elapsed();
        let _: i64 = Script::new("return 1").invoke_async(&mut commands).await?;
        let channel = self.key("inspection");
        let mut ear = self.hear(&channel).await?;
        let begun = Instant::now();
        let _: i64 = commands.publish(&channel, "").await?;
        let heard = ear.on_message().next().await;
        heard.ok_or_else(|| RedisError::from(std::io::Error::from(std::io::ErrorKind::ConnectionReset)))?;
        let signal_round_trip = begun.elapsed();
        let policy = line_of(&info, "maxmemory_policy");
        Ok(RedisInspection {
            version: line_of(&info, "redis_version").unwrap_or("unknown").to_owned(),
            round_trip,
            signal_round_trip,
            evicts: policy.map(|policy| policy != "noeviction"),
        })
    }
}

/// What Redis says of itself under a name.
fn line_of<'a>(info: &'a str, name: &str) -> Option<&'a str> {
    let value = |line: &'a str| line.strip_prefix(name)?.strip_prefix(':');
    info.lines().find_map(value).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_redis_says_of_itself_is_found_by_its_whole_name() {
        let info = "# Server\r\nredis_version:7.0.15\r\nredis_version_x:1\r\nmaxmemory_policy:noeviction\r\n";
        assert_eq!(line_of(info, "redis_version"), Some("7.0.15"));
        assert_eq!(line_of(info, "maxmemory_policy"), Some("noeviction"));
        assert_eq!(line_of(info, "redis"), None);
    }
}
