use crate::{AttemptId, ClientId, DeliveryId, Fault, MessageId, Revision, Timestamp, text_enum::text_enum};

text_enum! {
    /// How an attempt to send a message ended.
    pub enum AttemptOutcome {
        /// The provider took it.
        Sent = "sent",
        /// It failed for now.
        Retry = "retry",
        /// The provider wants nothing more for this recipient yet.
        WaitingForRecipient = "waiting_for_recipient",
        /// The provider wants nothing more from this account yet.
        WaitingForAccount = "waiting_for_account",
        /// No answer came back: it may have been taken.
        Ambiguous = "ambiguous",
        /// Only a template would have been taken.
        NeedsTemplate = "needs_template",
        /// It will never be taken.
        Refused = "refused",
        /// Nothing is taken from the account until somebody mends it.
        AccountPaused = "account_paused",
        /// Whoever made it died on the way: it may have been taken.
        Interrupted = "interrupted",
    }
}

/// One attempt to send a message, written in the commit that says what came of it and never changed.
#[derive(Clone, PartialEq, Debug)]
pub struct DeliveryAttempt {
    /// Its name.
    pub id: AttemptId,
    /// Whose it is.
    pub client_id: ClientId,
    /// The message that was to be sent.
    pub message_id: MessageId,
    /// The delivery that it was made for.
    pub delivery_id: DeliveryId,
    /// Its place among the delivery's attempts: 1, 2, 3, …
    pub number: i64,
    /// When it began; for an interrupted one, when that was noticed.
    pub started_at: Timestamp,
    /// When it was over.
    pub ended_at: Timestamp,
    /// How it ended.
    pub outcome: AttemptOutcome,
    /// What went wrong.
    pub error: Option<Fault>,
    /// When the next one is due.
    pub next_attempt_at: Option<Timestamp>,
    /// How often it was written.
    pub revision: Revision,
}
