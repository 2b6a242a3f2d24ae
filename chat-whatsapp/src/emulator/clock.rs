//! The emulator's own time.

use chat_core::{Clock as _, SystemClock};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use std::time::{Duration, Instant};

/// A clock that runs from a given moment, and that can be frozen, advanced and made faster.
#[derive(Debug)]
pub(crate) struct Clock {
    base: DateTime<Utc>,
    anchor: Instant,
    frozen: bool,
    /// How many seconds pass in a real one.
    scale: f64,
}

impl Clock {
    /// Starts at the present.
    pub(crate) fn started_now() -> Self {
        Self { base: SystemClock.now().to_chrono(), anchor: Instant::now(), frozen: false, scale: 1.0 }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        match self.frozen {
            true => self.base,
            false => (self.base + self.anchor.elapsed().mul_f64(self.scale)).trunc_subsecs(3),
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

    pub(crate) fn scale(&self) -> f64 {
        self.scale
    }

    /// Makes time pass so many times as fast from now on.
    pub(crate) fn set_scale(&mut self, scale: f64) {
        self.base = self.now();
        self.anchor = Instant::now();
        self.scale = scale;
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
        let real = || left.to_std().unwrap_or_default().div_f64(self.scale);
        (!self.frozen).then(|| real() + Duration::from_millis(1))
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

    #[test]
    fn a_faster_clock_is_waited_for_shorter() {
        let mut clock = Clock::started_now();
        clock.set_scale(60.0);

        let wait = clock.wait_until(clock.now() + TimeDelta::minutes(1)).unwrap();

        assert!(wait <= Duration::from_millis(1_002), "{wait:?}");
    }
}
