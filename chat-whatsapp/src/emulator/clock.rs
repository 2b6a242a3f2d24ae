//! The emulator's own time.

use chat_core::{Clock as _, SystemClock};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use std::time::{Duration, Instant};

/// A clock that runs from a given moment, and that can be frozen and advanced.
#[derive(Debug)]
pub(crate) struct Clock {
    base: DateTime<Utc>,
    anchor: Instant,
    frozen: bool,
}

impl Clock {
    /// Starts at the present.
    pub(crate) fn started_now() -> Self {
        Self { base: SystemClock.now().to_chrono(), anchor: Instant::now(), frozen: false }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        match self.frozen {
            true => self.base,
            false => (self.base + self.anchor.elapsed()).trunc_subsecs(3),
        }
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen
    }

    pub(crate) fn freeze(&mut self) {
        self.base = self.now();
        self.frozen = true;
    }

    pub(crate) fn thaw(&mut self) {
        self.base = self.now();
        self.anchor = Instant::now();
        self.frozen = false;
    }

    pub(crate) fn advance(&mut self, by: TimeDelta) {
        self.base += by;
    }

    /// How long to wait in real time until `at`; `None` when a frozen clock never gets there by itself.
    pub(crate) fn wait_until(&self, at: DateTime<Utc>) -> Option<Duration> {
        let left = at - self.now();
        if left <= TimeDelta::zero() {
            return Some(Duration::ZERO);
        }
        // One more millisecond, because `now` is cut to milliseconds and must not be a hair too early.
        (!self.frozen).then(|| left.to_std().unwrap_or_default() + Duration::from_millis(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_advanced() {
        let mut clock = Clock::started_now();
        clock.freeze();
        let frozen = clock.now();
        let later = frozen + TimeDelta::days(1);

        assert_eq!(clock.wait_until(later), None);
        clock.advance(TimeDelta::days(1));

        assert_eq!(clock.now(), later);
        assert_eq!(clock.wait_until(later), Some(Duration::ZERO));
    }
}
