//! Time and identifiers, from one place.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{
    fmt,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use uuid::Uuid;

/// A moment in UTC, cut to milliseconds, from the year 1970 to 9999.
///
/// Written as RFC 3339 with three digits of fraction and `Z`: `2026-01-31T08:15:00.000Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
pub struct Timestamp(i64);

impl Timestamp {
    /// The last moment that can be told: the end of the year 9999, in milliseconds since 1970.
    pub const MAX_MILLIS: i64 = 253_402_300_799_999;

    /// The moment that lies `millis` milliseconds after the start of 1970, held within the years 1970 to 9999.
    pub const fn from_millis(millis: i64) -> Self {
        if millis < 0 {
            Self(0)
        } else if millis > Self::MAX_MILLIS {
            Self(Self::MAX_MILLIS)
        } else {
            Self(millis)
        }
    }

    /// Milliseconds since the start of 1970.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The moment `delay` later.
    #[must_use]
    pub fn plus(self, delay: Duration) -> Self {
        let millis = i64::try_from(delay.as_millis()).unwrap_or(i64::MAX);
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// The moment `delay` earlier, not before the start of 1970.
    #[must_use]
    pub fn before(self, delay: Duration) -> Self {
        let millis = i64::try_from(delay.as_millis()).unwrap_or(i64::MAX);
        Self::from_millis(self.0.saturating_sub(millis))
    }

    /// How long after `earlier` this is; nothing when it is not after it.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }

    /// The same moment for code that computes with dates.
    pub fn to_chrono(self) -> chrono::DateTime<chrono::Utc> {
        chrono::DateTime::from_timestamp_millis(self.0).expect("a timestamp lies between 1970 and 9999")
    }
}

impl From<chrono::DateTime<chrono::Utc>> for Timestamp {
    fn from(moment: chrono::DateTime<chrono::Utc>) -> Self {
        Self::from_millis(moment.timestamp_millis())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_chrono().to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
    }
}

impl FromStr for Timestamp {
    type Err = chrono::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        chrono::DateTime::parse_from_rfc3339(text).map(|moment| Self::from_millis(moment.timestamp_millis()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(|_| de::Error::custom("expected an RFC 3339 time such as 2026-01-31T08:15:00.000Z"))
    }
}

/// Tells the time. Must not block.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// Makes identifiers that were never made before, sorted by time as far as that is possible. Must not block.
pub trait Ids: fmt::Debug + Send + Sync + 'static {
    /// The next identifier.
    fn next(&self) -> Uuid;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        chrono::Utc::now().into()
    }
}

/// Random UUIDv7, in order within this process.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that makes identifiers")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A clock that stands still until it is told to move.
///
/// ```
/// # use chat_core::{Clock, ManualClock};
/// # use std::time::Duration;
/// let clock = ManualClock::default();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now().since(before), Duration::from_secs(60));
/// ```
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<AtomicI64>);

impl Default for ManualClock {
    /// Stands at the start of the year 2026.
    fn default() -> Self {
        Self(Arc::new(AtomicI64::new(1_767_225_600_000)))
    }
}

impl ManualClock {
    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.0.fetch_add(millis, Ordering::Relaxed);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// Where every command takes the time and new identifiers from.
#[derive(Clone, Debug)]
pub struct Env {
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl Default for Env {
    /// The machine's clock and random identifiers.
    fn default() -> Self {
        Self::new(SystemClock, SystemIds)
    }
}

impl Env {
    /// An environment with a clock and a source of identifiers of the caller's choice.
    pub fn new(clock: impl Clock, ids: impl Ids) -> Self {
        Self { clock: Arc::new(clock), ids: Arc::new(ids) }
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new identifier of the kind that is asked for.
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.ids.next().into()
    }

    /// A number for jitter: as random as a new identifier, and no secret.
    pub(crate) fn random(&self) -> u64 {
        self.ids.next().as_u128() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_with_milliseconds() {
        let json = serde_json::to_string(&Timestamp::from_millis(1_767_225_600_000)).unwrap();
        assert_eq!(json, "\"2026-01-01T00:00:00.000Z\"");
        assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap().millis(), 1_767_225_600_000);
    }

    #[test]
    fn times_with_an_offset_are_read_as_utc() {
        let time: Timestamp = "2026-01-01T01:00:00+01:00".parse().unwrap();
        assert_eq!(time.millis(), 1_767_225_600_000);
    }
}
