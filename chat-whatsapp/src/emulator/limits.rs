//! Meta's throughput limits.

use super::setup::Throughput;
use chrono::{DateTime, TimeDelta, Utc};

/// So many messages at once, and then one per interval.
#[derive(Debug)]
pub(crate) struct Bucket {
    interval: TimeDelta,
    burst: i32,
    /// When everything taken so far is paid for.
    paid_at: DateTime<Utc>,
}

impl Bucket {
    /// What one phone number may send in a second.
    pub(crate) fn of_number(level: Throughput, now: DateTime<Utc>) -> Self {
        let (interval, burst) = match level {
            Throughput::Standard => (TimeDelta::microseconds(12_500), 80),
            Throughput::High => (TimeDelta::milliseconds(1), 1_000),
        };
        Self { interval, burst, paid_at: now }
    }

    /// What one number may send to one user: a message in six seconds, 45 at once when the pair was quiet before.
    pub(crate) fn of_pair(now: DateTime<Utc>) -> Self {
        Self { interval: TimeDelta::seconds(6), burst: 45, paid_at: now }
    }

    /// Takes one message if it is within the limit.
    pub(crate) fn take(&mut self, now: DateTime<Utc>) -> bool {
        let from = self.paid_at.max(now);
        if from - now > self.interval * (self.burst - 1) {
            return false;
        }
        self.paid_at = from + self.interval;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_may_burst_to_45_and_then_one_in_six_seconds() {
        let start = DateTime::UNIX_EPOCH;
        let mut pair = Bucket::of_pair(start);

        assert!((0..45).all(|_| pair.take(start)));
        assert!(!pair.take(start + TimeDelta::seconds(5)));
        assert!(pair.take(start + TimeDelta::seconds(6)));
        assert!(!pair.take(start + TimeDelta::seconds(6)));
    }
}
