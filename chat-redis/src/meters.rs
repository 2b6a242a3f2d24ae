//! What is counted of Redis.

use metrics::{counter, describe_counter, describe_gauge, gauge};

const CONNECTED: &str = "chat_redis_connected";
const UNANSWERED: &str = "chat_redis_unanswered_total";
const DROPPED: &str = "chat_redis_signals_dropped_total";

/// Tells the recorder of the process what the figures mean, and that nothing has happened yet.
pub(crate) fn describe() {
    describe_gauge!(CONNECTED, "1 while Redis answers, 0 while it does not");
    describe_counter!(UNANSWERED, "Questions that Redis did not answer; the process went by what it knew itself");
    describe_counter!(DROPPED, "Signals that found no place among those that wait for Redis");
    gauge!(CONNECTED).set(0);
    counter!(UNANSWERED).absolute(0);
    counter!(DROPPED).absolute(0);
}

pub(crate) fn connected(is_connected: bool) {
    gauge!(CONNECTED).set(f64::from(is_connected));
}

pub(crate) fn unanswered() {
    counter!(UNANSWERED).increment(1);
}

pub(crate) fn dropped() {
    counter!(DROPPED).increment(1);
}
