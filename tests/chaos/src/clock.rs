//! Waiting at random, and for what nothing tells.

use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long it takes until what nothing tells of is looked at again.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// A time between nothing and twice the average.
pub(crate) fn around(average: Duration, random: &mut fastrand::Rng) -> Duration {
    average.mul_f64(2.0 * random.f64())
}

/// Looks until there is nothing left to wait for; gives what was left when the time was over.
pub(crate) async fn settled(limit: Duration, mut left: impl AsyncFnMut() -> Option<String>) -> Option<String> {
    let end = Instant::now() + limit;
    loop {
        let waiting = left().await?;
        if Instant::now() > end {
            return Some(waiting);
        }
        sleep(LOOK_AGAIN).await;
    }
}
