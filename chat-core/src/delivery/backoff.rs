//! How long to wait before another try.

use std::time::Duration;

/// After so many failures a delivery is given up: about half a day after the first.
pub(crate) const FAILURES_MAX: i64 = 16;
/// After being told to wait so often in a row a delivery is given up: days after the first time.
pub(crate) const WAITS_MAX: i64 = 100;

const FIRST_MS: u64 = 1_000;
const LONGEST_MS: u64 = 3_600_000;
/// The first check of a paused account comes after so long.
const CHECK_FIRST_MS: u64 = 5_000;
/// A throttle that the provider gives no time for is over sooner than that.
const THROTTLE_MAX_MS: u64 = 600_000;

/// How long to wait after the `failures`-th failure: 1 s, 2 s, 4 s, … up to an hour, less up to a half by `random`, so that those
/// who failed together do not come back together.
pub(crate) fn after_failure(failures: i64, random: u64) -> Duration {
    let doublings = u32::try_from(failures.clamp(1, 16) - 1).unwrap_or(0);
    with_jitter((FIRST_MS << doublings).min(LONGEST_MS), random)
}

/// How long a recipient is left alone the `waits`-th time in a row: 1 s, 4 s, 16 s, … up to an hour, as Meta asks.
pub(crate) fn for_recipient(waits: i64) -> Duration {
    let doublings = 2 * u32::try_from(waits.clamp(1, 8) - 1).unwrap_or(0);
    Duration::from_millis((FIRST_MS << doublings).min(LONGEST_MS))
}

/// How long an account is left alone when the last such time was `before_ms`, 0 for the first of a row: twice as long, from a
/// second up to ten minutes, less up to a half by `random`.
pub(crate) fn for_account(before_ms: i64, random: u64) -> Duration {
    let before_ms = u64::try_from(before_ms).unwrap_or(0);
    with_jitter(before_ms.saturating_mul(2).clamp(FIRST_MS, THROTTLE_MAX_MS), random)
}

/// How long after the `checks`-th check of a paused account in a row the next one is made, 0 for the first: 5 s, 10 s, 20 s, …
/// up to an hour, less up to a half by `random`.
pub(crate) fn for_check(checks: i64, random: u64) -> Duration {
    let doublings = u32::try_from(checks.clamp(0, 16)).unwrap_or(0);
    with_jitter((CHECK_FIRST_MS << doublings).min(LONGEST_MS), random)
}

fn with_jitter(full_ms: u64, random: u64) -> Duration {
    let jitter_ms = random % (full_ms / 2 + 1);
    Duration::from_millis(full_ms - jitter_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Jitter takes at most half of `full_ms`.
    fn is_about(full_ms: u64, wait: impl Fn(u64) -> Duration) {
        assert_eq!(wait(0), Duration::from_millis(full_ms));
        for random in [1, 77_777, u64::MAX] {
            let waited = wait(random);
            assert!(waited >= Duration::from_millis(full_ms / 2) && waited <= Duration::from_millis(full_ms));
        }
    }

    #[test]
    fn failures_double_the_wait_up_to_an_hour() {
        let table =
            [(1, 1_000), (2, 2_000), (3, 4_000), (10, 512_000), (12, 2_048_000), (13, 3_600_000), (99, 3_600_000)];
        for (failures, full_ms) in table {
            is_about(full_ms, |random| after_failure(failures, random));
        }
    }

    #[test]
    fn a_recipient_is_left_alone_four_times_as_long_each_time() {
        let table = [(0, 1), (1, 1), (2, 4), (3, 16), (4, 64), (5, 256), (6, 1_024), (7, 3_600), (99, 3_600)];
        for (waits, seconds) in table {
            assert_eq!(for_recipient(waits), Duration::from_secs(seconds), "the {waits}th time");
        }
    }

    #[test]
    fn checks_double_their_distance_up_to_an_hour() {
        for (checks, full_ms) in [(-1, 5_000), (0, 5_000), (1, 10_000), (5, 160_000), (10, 3_600_000), (99, 3_600_000)]
        {
            is_about(full_ms, |random| for_check(checks, random));
        }
    }

    #[test]
    fn a_throttle_doubles_up_to_ten_minutes() {
        let table = [(-1, 1_000), (0, 1_000), (500, 1_000), (1_000, 2_000), (300_001, 600_000), (i64::MAX, 600_000)];
        for (before_ms, full_ms) in table {
            is_about(full_ms, |random| for_account(before_ms, random));
        }
    }
}
