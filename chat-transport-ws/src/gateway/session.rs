//! What the gateway knows of a signed-in socket.

use super::wire::Failure;
use chat_core::{Desk, Secret, Timestamp};
use std::sync::Mutex;

/// A signed-in socket: its desk, and what it has left of its limits.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) desk: Desk,
    /// Kept to ask again from time to time whether it still holds.
    pub(crate) token: Secret,
    room_changes: Mutex<RoomChanges>,
}

impl Session {
    pub(crate) fn new(desk: Desk, token: Secret) -> Self {
        let room_changes = Mutex::new(RoomChanges::full(desk.chat().env().now()));
        Self { desk, token, room_changes }
    }

    /// Whether it has to sign in again.
    pub(crate) fn is_expired(&self, now: Timestamp) -> bool {
        self.desk.sign_in().expires_at.is_some_and(|at| at <= now)
    }

    /// Takes one room change from what is left.
    pub(crate) fn change_room(&self) -> Result<(), Failure> {
        let now = self.desk.chat().env().now();
        let mut room_changes = self.room_changes.lock().expect("no holder of the lock panics");
        room_changes.take(now).map_err(Failure::rate_limited)
    }
}

/// How many room changes a socket has left: a bucket that fills by itself.
#[derive(Debug)]
pub(crate) struct RoomChanges {
    left_milli: u64,
    filled_at: Timestamp,
}

impl RoomChanges {
    /// The most room changes in a row: enough to come back to every open conversation after a reconnect.
    pub(crate) const BURST_MAX: u64 = 100;
    /// How many more each second allows.
    pub(crate) const PER_SECOND: u64 = 10;

    pub(crate) fn full(now: Timestamp) -> Self {
        Self { left_milli: Self::BURST_MAX * 1000, filled_at: now }
    }

    /// Takes one, or says after how many milliseconds there will be one.
    pub(crate) fn take(&mut self, now: Timestamp) -> Result<(), u64> {
        let passed_ms = u64::try_from(now.since(self.filled_at).as_millis()).unwrap_or(u64::MAX);
        let gained_milli = passed_ms.saturating_mul(Self::PER_SECOND);
        self.left_milli = self.left_milli.saturating_add(gained_milli).min(Self::BURST_MAX * 1000);
        self.filled_at = now;
        if self.left_milli < 1000 {
            return Err((1000 - self.left_milli).div_ceil(Self::PER_SECOND));
        }
        self.left_milli -= 1000;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let start = Timestamp::from_millis(1_000_000);
        let mut bucket = RoomChanges::full(start);
        for _ in 0..RoomChanges::BURST_MAX {
            assert_eq!(bucket.take(start), Ok(()));
        }
        let wait = 1000 / RoomChanges::PER_SECOND;
        assert_eq!(bucket.take(start), Err(wait));
        let almost = start.plus(Duration::from_millis(wait - 1));
        assert_eq!(bucket.take(almost), Err(1));
        assert_eq!(bucket.take(start.plus(Duration::from_millis(wait))), Ok(()));
        let much_later = start.plus(Duration::from_secs(3600));
        for _ in 0..RoomChanges::BURST_MAX {
            assert_eq!(bucket.take(much_later), Ok(()));
        }
        assert!(bucket.take(much_later).is_err(), "it holds no more than a burst");
    }
}
