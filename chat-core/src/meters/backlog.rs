use crate::{Backlog, Timestamp, Waiting};
use metrics::{Gauge, describe_gauge, gauge};

const DELIVERIES: &str = "chat_outbox_deliveries";
const OLDEST: &str = "chat_outbox_oldest_seconds";

/// How much is still to be delivered.
#[derive(Debug)]
pub(crate) struct BacklogMeters {
    due: [Gauge; 2],
    later: [Gauge; 2],
    unsettled: [Gauge; 2],
}

impl BacklogMeters {
    pub(crate) fn new() -> Self {
        describe_gauge!(
            DELIVERIES,
            "Deliveries of all clients that are to be made now (due) or not yet (later), or of which nobody knows (unsettled)"
        );
        describe_gauge!(OLDEST, "How long ago the oldest of these was ordered; 0 when there is none");
        let of = |state| [gauge!(DELIVERIES, "state" => state), gauge!(OLDEST, "state" => state)];
        Self { due: of("due"), later: of("later"), unsettled: of("unsettled") }
    }

    /// So it stands now.
    pub(crate) fn tell(&self, backlog: &Backlog, now: Timestamp) {
        let all = [(&self.due, backlog.due), (&self.later, backlog.later), (&self.unsettled, backlog.unsettled)];
        for ([deliveries, oldest], Waiting { count, oldest: since }) in all {
            // A gauge is a float; 2^53 deliveries are out of reach.
            deliveries.set(count as f64);
            oldest.set(since.map_or(0.0, |since| now.since(since).as_secs_f64()));
        }
    }
}
