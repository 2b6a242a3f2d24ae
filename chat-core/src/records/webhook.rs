use crate::{ClientId, EventKind, Revision, Secret, Seq, Timestamp, WebhookCallId, WebhookId, text_enum::text_enum};

text_enum! {
    /// Whether events are sent to a webhook.
    pub enum WebhookStatus {
        /// Its endpoint has not answered the challenge yet: it gets nothing.
        Pending = "pending",
        /// It gets what it has subscribed to.
        Active = "active",
        /// Its owner holds it back: it goes on from where it is when it is resumed.
        Paused = "paused",
        /// It was given up since its endpoint did not take what was sent: it goes on from where it is when it is resumed.
        Disabled = "disabled",
        /// It was taken away for good.
        Deleted = "deleted",
    }
}

/// An address of a client's own that is told what happens: the events of the journal, one after another.
///
/// How far it has come is a place in the journal, so that nothing has to be kept for each event and nothing is lost with a process.
#[derive(Clone, PartialEq, Debug)]
pub struct Webhook {
    /// Its name in references.
    pub id: WebhookId,
    /// Whose it is.
    pub client_id: ClientId,
    /// Where events are sent, at most [`Webhook::URL_MAX`] bytes.
    pub url: String,
    /// What the team calls it, at most [`Webhook::DESCRIPTION_MAX`] characters.
    pub description: String,
    /// What it has subscribed to; everything when it is empty.
    pub events: Vec<EventKind>,
    /// What every call is signed with.
    pub secret: Secret,
    /// The secret before the last rotation.
    pub previous_secret: Option<Secret>,
    /// Until when calls are signed with the secret before as well.
    pub previous_until: Option<Timestamp>,
    /// Whether it gets events.
    pub status: WebhookStatus,
    /// Why it is not active, in words for the owner.
    pub reason: Option<String>,
    /// The last event that it has taken, or that was none of its.
    pub cursor: Seq,
    /// How often in a row it did not take what comes next.
    pub failures: i64,
    /// Since when it has not taken what comes next.
    pub failing_since: Option<Timestamp>,
    /// When it is worked on next at the earliest. Whoever works on it has put that off meanwhile.
    pub next_at: Timestamp,
    /// Counts whoever works on it: an earlier one changes nothing any more.
    pub turn: i64,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed by its owner, or its status changed.
    pub updated_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}

impl Webhook {
    /// The longest address in bytes.
    pub const URL_MAX: usize = 2048;
    /// The longest description in characters.
    pub const DESCRIPTION_MAX: usize = 200;
    /// The most webhooks that a client has at a time.
    pub const COUNT_MAX: usize = 20;
    /// What every secret begins with.
    pub const SECRET_PREFIX: &'static str = "whsec_";

    /// Whether it has subscribed to events of this kind.
    pub fn wants(&self, kind: EventKind) -> bool {
        self.events.is_empty() || self.events.contains(&kind)
    }

    /// What calls are signed with at a moment: the secret, and for a while the one before.
    pub fn secrets(&self, now: Timestamp) -> impl Iterator<Item = &Secret> {
        let still = self.previous_until.is_some_and(|until| now < until);
        [&self.secret].into_iter().chain(self.previous_secret.as_ref().filter(|_| still))
    }
}

text_enum! {
    /// What a webhook was called for.
    pub enum WebhookCallKind {
        /// To tell an event.
        Event = "event",
        /// To tell that events are missing: the journal does not keep them any more.
        Resync = "resync",
        /// To try it out.
        Test = "test",
        /// To see whether the endpoint wants to be called.
        Verification = "verification",
    }
}

/// One call of a webhook, written when it has ended and never changed. It is kept for [`WebhookCall::KEPT`].
#[derive(Clone, PartialEq, Debug)]
pub struct WebhookCall {
    /// Its name.
    pub id: WebhookCallId,
    /// Whose it is.
    pub client_id: ClientId,
    /// The webhook that was called.
    pub webhook_id: WebhookId,
    /// What for.
    pub kind: WebhookCallKind,
    /// The place of the event in the journal.
    pub seq: Option<Seq>,
    /// What kind of event it was.
    pub event: Option<EventKind>,
    /// How many times it was tried by then in a row: 1, 2, 3, …
    pub number: i64,
    /// When it began.
    pub started_at: Timestamp,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// The HTTP status of the answer, if one came.
    pub status: Option<i64>,
    /// What went wrong, at most [`WebhookCall::ERROR_MAX`] bytes; nothing when it was taken.
    pub error: Option<String>,
    /// How often it was written.
    pub revision: Revision,
}

impl WebhookCall {
    /// How long calls are kept: 30 days.
    pub const KEPT: std::time::Duration = std::time::Duration::from_secs(30 * 24 * 3600);
    /// The longest error in bytes.
    pub const ERROR_MAX: usize = 300;

    /// Whether the endpoint took it.
    pub fn is_taken(&self) -> bool {
        self.error.is_none()
    }
}
