use crate::{
    AccountId, ClientId, ConversationId, DeliveryId, Fault, MessageId, Revision, Timestamp, text_enum::text_enum,
};
use serde::{Deserialize, Serialize};

/// What a delivery does at the provider.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DeliveryAction {
    /// Hands over a message.
    Send {
        /// Which one.
        message_id: MessageId,
    },
    /// Tells the customer that a message, and all before it, was read.
    MarkRead {
        /// The provider's name of the message.
        external_id: String,
    },
}

text_enum! {
    /// Whether a delivery is still to be made.
    pub enum DeliveryState {
        /// It waits for its turn or its next attempt.
        Pending = "pending",
        /// It was made.
        Done = "done",
        /// Nobody can say whether it was made; a status from the provider or an agent settles it.
        Unsettled = "unsettled",
        /// It was given up; the last error says why.
        Dead = "dead",
    }
}

/// One thing the outbox has to do. Those of one conversation (a *lane*) are made in the order of their ids.
#[derive(Clone, PartialEq, Debug)]
pub struct Delivery {
    /// Its name; within a conversation a later delivery has a greater one.
    pub id: DeliveryId,
    /// Whose it is.
    pub client_id: ClientId,
    /// Its lane.
    pub conversation_id: ConversationId,
    /// The account it goes out by.
    pub account_id: AccountId,
    /// What is to be done.
    pub action: DeliveryAction,
    /// Whether it is still to be done.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i64,
    /// Not to be tried before this moment.
    pub next_attempt_at: Timestamp,
    /// What went wrong at the last attempt.
    pub last_error: Option<Fault>,
    /// When it was ordered.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}
