use crate::{CallError, CallRefused};
use metrics::{Counter, Histogram, counter, describe_counter, describe_histogram, histogram};
use std::time::Duration;

const CALLS: &str = "chat_webhook_calls_total";
const ITEMS: &str = "chat_webhook_items_total";

/// What becomes of providers' calls and of the items in them.
#[derive(Debug)]
pub(crate) struct CallMeters {
    taken: Counter,
    unsigned: Counter,
    malformed: Counter,
    forged: Counter,
    unreadable: Counter,
    no_channel: Counter,
    unavailable: Counter,
    too_many: Counter,
    took: Histogram,
    /// Items that became true.
    pub(crate) committed: Counter,
    /// Messages that had arrived before.
    pub(crate) repeated: Counter,
    /// Items that mean nothing to us.
    pub(crate) ignored: Counter,
    /// Items that are kept for another try.
    pub(crate) kept: Counter,
    /// Items that are kept for people to look at.
    pub(crate) dead: Counter,
}

impl CallMeters {
    pub(crate) fn new() -> Self {
        describe_counter!(CALLS, "Calls of providers, by how they were answered");
        describe_counter!(ITEMS, "Items of those calls, by what became of them");
        describe_histogram!(
            "chat_webhook_seconds",
            "How long a provider's call took until everything in it was durable"
        );
        let call = |outcome| counter!(CALLS, "outcome" => outcome);
        let item = |outcome| counter!(ITEMS, "outcome" => outcome);
        Self {
            taken: call("taken"),
            unsigned: call("unsigned"),
            malformed: call("malformed_signature"),
            forged: call("wrong_signature"),
            unreadable: call("unreadable"),
            no_channel: call("no_channel"),
            unavailable: call("unavailable"),
            too_many: call("rate_limited"),
            took: histogram!("chat_webhook_seconds"),
            committed: item("committed"),
            repeated: item("repeated"),
            ignored: item("ignored"),
            kept: item("kept"),
            dead: item("dead"),
        }
    }

    /// A call was answered after so long.
    pub(crate) fn answered(&self, answer: &Result<(), CallError>, took: Duration) {
        let counter = match answer {
            Ok(()) => &self.taken,
            Err(CallError::Refused(CallRefused::Unsigned)) => &self.unsigned,
            Err(CallError::Refused(CallRefused::Malformed)) => &self.malformed,
            Err(CallError::Refused(CallRefused::Forged)) => &self.forged,
            Err(CallError::Refused(CallRefused::Unreadable)) => &self.unreadable,
            Err(CallError::NoSuchChannel) => &self.no_channel,
            Err(CallError::Unavailable(_)) => &self.unavailable,
            Err(CallError::TooMany(_)) => &self.too_many,
        };
        counter.increment(1);
        self.took.record(took);
    }
}
