//! From when on a lane may send again.

use crate::{Quota, Timestamp};
use std::time::Duration;

/// From when on a lane that was free at `free_at` is free again after a send that ended at `ended_at`.
///
/// This is the generic cell rate algorithm with one number kept: as many as the quota's burst at once after a quiet time, then one
/// whenever its `per` has passed. It counts from the end of a send, which the provider had counted by then at the latest: a lane
/// sends one message at a time, so that the provider never sees them closer together than they are counted here.
pub(crate) fn free_after(free_at: Timestamp, ended_at: Timestamp, quota: Quota) -> Timestamp {
    let per_ms = millis(quota.per()).max(1);
    let slack_ms = per_ms.saturating_mul(i64::from(quota.burst().get()) - 1);
    let quiet = ended_at.millis().saturating_sub(slack_ms);
    Timestamp::from_millis(free_at.millis().max(quiet).saturating_add(per_ms))
}

/// From when on a lane is free again whose provider has had enough for now, whatever was counted: its allowance is used up.
pub(crate) fn free_after_refusal(free_at: Timestamp, ended_at: Timestamp, quota: Quota) -> Timestamp {
    free_at.max(ended_at.plus(quota.per()))
}

/// Rounded up, so that nothing is ever too early.
fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_nanos().div_ceil(1_000_000)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_767_225_600_000);

    fn at(ms: u64) -> Timestamp {
        START.plus(Duration::from_millis(ms))
    }

    /// When each of `count` sends goes out that are made as early as the lane is free, each taking `took_ms`.
    fn sends(quota: Quota, count: usize, took_ms: u64) -> Vec<u64> {
        let (mut free_at, mut now) = (Timestamp::default(), START);
        let send = |_| {
            let sent_at = now.max(free_at);
            now = sent_at.plus(Duration::from_millis(took_ms));
            free_at = free_after(free_at, now, quota);
            u64::try_from(sent_at.since(START).as_millis()).unwrap()
        };
        (0..count).map(send).collect()
    }

    #[test]
    fn a_burst_goes_out_at_once_and_the_rest_one_by_one() {
        let pair = Quota::new(45, Duration::from_secs(6));
        let expected: Vec<u64> = (0..45).map(|_| 0).chain([6_000, 12_000, 18_000]).collect();
        assert_eq!(sends(pair, 48, 0), expected);
    }

    #[test]
    fn what_takes_long_is_counted_from_its_end() {
        let quota = Quota::new(2, Duration::from_secs(6));
        assert_eq!(sends(quota, 4, 1_000), [0, 1_000, 7_000, 13_000]);
        assert_eq!(sends(quota, 3, 10_000), [0, 10_000, 20_000], "slower than the quota anyway");
    }

    #[test]
    fn a_quiet_time_gives_the_burst_back_bit_by_bit() {
        let quota = Quota::new(3, Duration::from_secs(6));
        // The lane was used up at the start: free again, and how many at once, after so many seconds.
        let used_up = at(6_000);
        for (after_s, at_once) in [(6, 1), (12, 2), (18, 3), (600, 3)] {
            let now = at(after_s * 1_000);
            let mut free_at = used_up;
            let mut sent = 0;
            while free_at <= now {
                free_at = free_after(free_at, now, quota);
                sent += 1;
            }
            assert_eq!(sent, at_once, "after {after_s} s");
        }
    }

    #[test]
    fn parts_of_a_millisecond_are_rounded_up_and_nothing_overflows() {
        assert_eq!(free_after(START, START, Quota::new(1, Duration::from_micros(1_500))), at(2));
        let largest = Quota::new(Quota::COUNT_MAX, Quota::PER_MAX);
        assert!(free_after(Timestamp::default(), START, largest) <= START);
        let end = Timestamp::from_millis(Timestamp::MAX_MILLIS);
        assert_eq!(free_after(end, end, largest), end);
    }

    #[test]
    fn after_a_refusal_nothing_is_left() {
        let pair = Quota::new(45, Duration::from_secs(6));
        let free_at = free_after_refusal(Timestamp::default(), START, pair);
        assert_eq!(free_at, at(6_000));
        assert_eq!(free_after(free_at, free_at, pair), at(12_000));
    }
}
