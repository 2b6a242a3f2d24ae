use metrics::{Counter, counter, describe_counter};

const CALLS: &str = "chat_outgoing_webhook_calls_total";
const DISABLED: &str = "chat_outgoing_webhooks_disabled_total";

/// What becomes of the calls of webhooks.
#[derive(Debug)]
pub(crate) struct WebhookMeters {
    taken: Counter,
    failed: Counter,
    disabled: Counter,
}

impl WebhookMeters {
    pub(crate) fn new() -> Self {
        describe_counter!(CALLS, "Events that were sent to webhooks, by whether the endpoint took them");
        describe_counter!(DISABLED, "Webhooks that were given up since their endpoints took nothing for too long");
        let calls = |outcome| counter!(CALLS, "outcome" => outcome);
        Self { taken: calls("taken"), failed: calls("failed"), disabled: counter!(DISABLED) }
    }

    /// A webhook was called.
    pub(crate) fn called(&self, is_taken: bool) {
        if is_taken { self.taken.increment(1) } else { self.failed.increment(1) }
    }

    /// A webhook was given up.
    pub(crate) fn disabled(&self) {
        self.disabled.increment(1);
    }
}
