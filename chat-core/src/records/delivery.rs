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
    /// Tells the customer with which sign the team has answered a message, or that it has taken that back.
    React {
        /// The provider's name of the message.
        external_id: String,
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

/// One thing the outbox has to do. Those of one conversation (a *lane*) are made in the order of their positions.
#[derive(Clone, PartialEq, Debug)]
pub struct Delivery {
    /// Its name.
    pub id: DeliveryId,
    /// Whose it is.
    pub client_id: ClientId,
    /// Its lane.
    pub conversation_id: ConversationId,
    /// Its place in the lane: 1, 2, 3, …, counted by the conversation, so that no clock decides what comes first.
    pub position: i64,
    /// The account it goes out by.
    pub account_id: AccountId,
    /// What is to be done.
    pub action: DeliveryAction,
    /// Whether it is still to be done.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i64,
    /// How many of these failed for now. What only has to wait, for its recipient or its account, has not failed.
    pub failures: i64,
    /// How often in a row it was told to wait.
    pub waits: i64,
    /// Not to be tried before this moment.
    pub next_attempt_at: Timestamp,
    /// What went wrong at the last attempt.
    pub last_error: Option<Fault>,
    /// When the team is to be asked what to do, as long as nobody knows whether it was made.
    pub ask_at: Option<Timestamp>,
    /// The request that ordered it, as its caller knows it; at most [`Delivery::CORRELATION_MAX`] bytes.
    pub correlation_id: Option<String>,
    /// When it was ordered.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}

impl Delivery {
    /// The longest correlation id in bytes.
    pub const CORRELATION_MAX: usize = 128;
}
