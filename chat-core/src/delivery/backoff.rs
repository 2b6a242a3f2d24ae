//! How long to wait before another try.

use std::time::Duration;

/// After this many tries a delivery is given up: about half a day after the first.
pub(crate) const ATTEMPTS_MAX: i64 = 16;

const FIRST_MS: u64 = 1_000;
const LONGEST_MS: u64 = 3_600_000;

/// How long to wait after the `attempts`-th try: 1 s, 2 s, 4 s, … up to an hour, less up to a half by `random`, so that those
/// who failed together do not come back together.
pub(crate) fn wait(attempts: i64, random: u64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 16) - 1).unwrap_or(0);
    let full_ms = (FIRST_MS << doublings).min(LONGEST_MS);
    let jitter_ms = random % (full_ms / 2 + 1);
    Duration::from_millis(full_ms - jitter_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_doubles_up_to_an_hour_and_jitter_takes_at_most_half() {
        let table =
            [(1, 1_000), (2, 2_000), (3, 4_000), (10, 512_000), (12, 2_048_000), (13, 3_600_000), (99, 3_600_000)];
        for (attempts, full_ms) in table {
            assert_eq!(wait(attempts, 0), Duration::from_millis(full_ms), "after {attempts} attempts");
            for random in [1, 77_777, u64::MAX] {
                let waited = wait(attempts, random);
                assert!(waited >= Duration::from_millis(full_ms / 2) && waited <= Duration::from_millis(full_ms));
            }
        }
    }
}
