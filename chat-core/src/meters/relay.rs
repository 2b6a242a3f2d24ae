use metrics::{
    Counter, Gauge, Histogram, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use std::time::Duration;

/// How far the listeners are behind the journal.
#[derive(Debug)]
pub(crate) struct RelayMeters {
    offered: Counter,
    read: Counter,
    reads: Counter,
    delay: Histogram,
    lag_events: Gauge,
    lag_seconds: Gauge,
}

/// How an event came to the relay.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    /// Whoever committed it in this process offered it.
    Offered,
    /// It was read from the journal.
    Read,
}

impl RelayMeters {
    pub(crate) fn new() -> Self {
        const EVENTS: &str = "chat_relay_events_total";
        describe_counter!(
            EVENTS,
            "Events handed to the listeners, by how they came: offered here or read from the journal"
        );
        describe_counter!("chat_relay_reads_total", "Reads of the journal for events that were committed elsewhere");
        describe_histogram!(
            "chat_relay_delay_seconds",
            "From the moment of an event to its being handed to the listeners"
        );
        describe_gauge!("chat_journal_lag_events", "Committed events that the listeners have not been handed yet");
        describe_gauge!(
            "chat_journal_lag_seconds",
            "How long the listeners have been handed nothing although there is more"
        );
        Self {
            offered: counter!(EVENTS, "source" => "offered"),
            read: counter!(EVENTS, "source" => "read"),
            reads: counter!("chat_relay_reads_total"),
            delay: histogram!("chat_relay_delay_seconds"),
            lag_events: gauge!("chat_journal_lag_events"),
            lag_seconds: gauge!("chat_journal_lag_seconds"),
        }
    }

    /// An event was handed on so long after it happened.
    pub(crate) fn handed_on(&self, way: Way, delay: Duration) {
        match way {
            Way::Offered => self.offered.increment(1),
            Way::Read => self.read.increment(1),
        }
        self.delay.record(delay);
    }

    /// The journal was asked for events.
    pub(crate) fn asked(&self) {
        self.reads.increment(1);
    }

    /// So many events are missing at the moment, and nothing was handed on for so long.
    pub(crate) fn lag(&self, events: u64, age: Duration) {
        // A gauge is a float; a lag of more than 2^53 events is no lag any more.
        self.lag_events.set(events as f64);
        self.lag_seconds.set(age.as_secs_f64());
    }
}
