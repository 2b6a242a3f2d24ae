//! What the store counts of its own; how long its calls take is measured by whoever makes them.

use metrics::{
    Counter, Gauge, Histogram, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use std::time::Duration;

const BATCHES: &str = "chat_store_batches_total";

/// How commits become transactions.
#[derive(Debug)]
pub(crate) struct Meters {
    size: Histogram,
    took: Histogram,
    together: Counter,
    apart: Counter,
    refused: Counter,
    failed: Counter,
    /// A transaction that had to begin again, because another process was in its way.
    pub(crate) busy: Counter,
    /// Pages in SQLite's log when a checkpoint began.
    pub(crate) log_pages: Gauge,
}

/// How a batch was written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Written {
    /// All its commits at once.
    Together,
    /// Not yet: one of its commits was refused, and each half is written by itself.
    Apart,
    /// Not at all: its only commit was refused.
    Refused,
    /// Not at all: the database has failed.
    Not,
}

impl Meters {
    pub(crate) fn new() -> Self {
        describe_histogram!("chat_store_batch_size", "Commits that became one database transaction");
        describe_histogram!("chat_store_batch_seconds", "How long such a transaction took");
        describe_counter!(BATCHES, "Such transactions: together, apart since a commit was refused, refused, or failed");
        describe_counter!(
            "chat_store_busy_total",
            "Transactions that began again because another process was in the way"
        );
        describe_gauge!("chat_store_log_pages", "Pages in SQLite's log when the last checkpoint began");
        let written = |outcome| counter!(BATCHES, "outcome" => outcome);
        Self {
            size: histogram!("chat_store_batch_size"),
            took: histogram!("chat_store_batch_seconds"),
            together: written("together"),
            apart: written("apart"),
            refused: written("refused"),
            failed: written("failed"),
            busy: counter!("chat_store_busy_total"),
            log_pages: gauge!("chat_store_log_pages"),
        }
    }

    /// A batch of so many commits is through.
    pub(crate) fn batch(&self, written: Written, size: usize, took: Duration) {
        let counter = match written {
            Written::Together => &self.together,
            Written::Apart => &self.apart,
            Written::Refused => &self.refused,
            Written::Not => &self.failed,
        };
        counter.increment(1);
        // A batch has at most a few hundred.
        self.size.record(size as f64);
        self.took.record(took);
    }
}
