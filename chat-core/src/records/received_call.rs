use crate::{AccountId, ClientId, ReceivedCallId, Revision, Source, Timestamp, text_enum::text_enum};

text_enum! {
    /// Whether a kept webhook item still waits to be understood.
    pub enum ReceivedCallState {
        /// It is tried again from time to time.
        Waiting = "waiting",
        /// It was understood; its files are still to be fetched from the provider.
        Fetching = "fetching",
        /// It was understood at last, and has its files.
        Done = "done",
        /// It was given up and is kept for people to look at.
        Dead = "dead",
    }
}

/// One authentic item of a webhook that could not be turned into a commit at once: kept raw for another try.
#[derive(Clone, PartialEq, Debug)]
pub struct ReceivedCall {
    /// Its name.
    pub id: ReceivedCallId,
    /// Whose it is.
    pub client_id: ClientId,
    /// The account it was addressed to, as far as that is known.
    pub account_id: Option<AccountId>,
    /// The channel it came by.
    pub source: Source,
    /// What its provider calls the message that it tells of, where it tells of one.
    pub about: Option<String>,
    /// What the provider sent: a whole body, or one that holds nothing but this item.
    pub body: String,
    /// Why it is here, without anything that the body says.
    pub reason: String,
    /// Whether it still waits.
    pub state: ReceivedCallState,
    /// How often it was tried.
    pub attempts: i64,
    /// Not to be tried before this moment.
    pub next_attempt_at: Timestamp,
    /// When it arrived.
    pub received_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}
