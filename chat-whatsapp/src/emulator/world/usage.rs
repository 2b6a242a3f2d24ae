//! How much of the management API an app uses.

use super::World;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::VecDeque;

/// Which app asks, and about which business account if it is about one.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Asker {
    pub(crate) app: String,
    pub(crate) waba: Option<String>,
}

/// What an app asked for a business account within the last hour.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    calls: VecDeque<DateTime<Utc>>,
}

/// How much of its share an app has used.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Share {
    pub(crate) percent: usize,
    /// How many minutes the app has to wait; 0 as long as it may ask.
    pub(crate) wait_minutes: i64,
}

impl Usage {
    /// The time in which calls are counted.
    const WITHIN: TimeDelta = TimeDelta::hours(1);
    /// How many there may be for a business account that has a registered number, and for any other.
    const ACTIVE_MAX: usize = 5_000;
    const OTHER_MAX: usize = 200;

    fn forget_old(&mut self, now: DateTime<Utc>) {
        while self.calls.front().is_some_and(|at| now - *at >= Self::WITHIN) {
            self.calls.pop_front();
        }
    }

    /// Counts a call, unless there were as many as there may be.
    fn take(&mut self, max: usize, now: DateTime<Utc>) -> bool {
        self.forget_old(now);
        let is_within = self.calls.len() < max;
        if is_within {
            self.calls.push_back(now);
        }
        is_within
    }

    fn share(&mut self, max: usize, now: DateTime<Utc>) -> Share {
        self.forget_old(now);
        let percent = self.calls.len() * 100 / max;
        let wait = match self.calls.front() {
            Some(first) if percent >= 100 => Self::WITHIN - (now - *first),
            _ => TimeDelta::zero(),
        };
        // A minute that has begun counts as one.
        Share { percent, wait_minutes: (wait.num_milliseconds() + 59_999) / 60_000 }
    }
}

impl World {
    /// Counts a call of the management API, unless the app has used its share of the hour.
    pub(crate) fn count_call(&mut self, asker: &Asker) -> bool {
        let (max, now) = (self.calls_max(asker), self.now());
        self.usage.entry(asker.clone()).or_default().take(max, now)
    }

    /// How much the app has used of what it may ask for the business account.
    pub(crate) fn share_of(&mut self, asker: &Asker) -> Share {
        let (max, now) = (self.calls_max(asker), self.now());
        self.usage.get_mut(asker).map(|usage| usage.share(max, now)).unwrap_or_default()
    }

    /// The largest share that the app has used for any business account.
    pub(crate) fn share_of_app(&mut self, app: &str) -> Share {
        let askers: Vec<Asker> = self.usage.keys().filter(|asker| asker.app == app).cloned().collect();
        askers.iter().map(|asker| self.share_of(asker)).max().unwrap_or_default()
    }

    fn calls_max(&self, asker: &Asker) -> usize {
        let is_active = self.phones.values().any(|phone| Some(&phone.waba) == asker.waba.as_ref() && phone.registered);
        if is_active { Usage::ACTIVE_MAX } else { Usage::OTHER_MAX }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_comes_back_when_its_calls_are_an_hour_old() {
        let start = DateTime::UNIX_EPOCH;
        let mut usage = Usage::default();
        assert!((0..4).all(|minute| usage.take(4, start + TimeDelta::minutes(minute))));

        let now = start + TimeDelta::minutes(10);
        assert!(!usage.take(4, now));
        assert_eq!(usage.share(4, now), Share { percent: 100, wait_minutes: 50 });
        assert_eq!(usage.share(8, now), Share { percent: 50, wait_minutes: 0 });
        assert!(usage.take(4, start + TimeDelta::hours(1)));
        assert!(!usage.take(4, start + TimeDelta::hours(1)));
    }
}
