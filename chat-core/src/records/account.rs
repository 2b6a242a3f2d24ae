use crate::{AccountId, ClientId, Fault, Revision, Secret, Source, Timestamp, text_enum::text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// Whether an account may send.
    pub enum AccountStatus {
        /// It sends and receives.
        Active = "active",
        /// It receives; what is to be sent waits until the cause is mended.
        Paused = "paused",
        /// It was taken away by its owner: it neither sends nor receives.
        Disconnected = "disconnected",
    }
}

/// What the provider has told of an account, in its own words.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AccountFacts {
    /// How satisfied recipients are.
    pub quality: Option<String>,
    /// How many customers it may begin to write to within a day.
    pub limit: Option<String>,
    /// The name that customers see, or that was decided upon last.
    pub name: Option<String>,
    /// What was decided about the name.
    pub name_status: Option<String>,
    /// What its owner was told last.
    pub note: Option<Fault>,
    /// When that was.
    pub noted_at: Option<Timestamp>,
}

/// One number of a client at a messaging provider.
///
/// For WhatsApp the address is Meta's `phone_number_id` and the business is the WhatsApp Business Account's id. A
/// (source, address) pair belongs to at most one account that is not disconnected, over all clients.
#[derive(Clone, PartialEq, Debug)]
pub struct Account {
    /// Its name.
    pub id: AccountId,
    /// Whose it is.
    pub client_id: ClientId,
    /// The channel it belongs to.
    pub source: Source,
    /// The provider's id of the number.
    pub address: String,
    /// The provider's id of the business that holds the number.
    pub business_id: String,
    /// The number as people write it.
    pub display_number: Option<String>,
    /// What the provider asks for when we send.
    pub access_token: Secret,
    /// What the provider signs its calls with.
    pub app_secret: Secret,
    /// The app secret before the last change, still accepted while it is being rotated.
    pub previous_app_secret: Option<Secret>,
    /// What the provider says when it checks our webhook's address.
    pub verify_token: Secret,
    /// Whether it may send.
    pub status: AccountStatus,
    /// Why it is paused, in words for the owner.
    pub pause_reason: Option<String>,
    /// When the provider is asked whether a paused account works again; nothing when its owner paused it.
    pub next_check_at: Option<Timestamp>,
    /// How often in a row the provider was asked that.
    pub checks: i64,
    /// How many messages a second the provider takes from it, as far as it has told.
    pub throughput: Option<i64>,
    /// How many messages a second its owner wants to be sent at most, whatever the provider takes.
    pub throughput_cap: Option<i64>,
    /// Whether customers are told that the team has read what they wrote, and that somebody is writing, which tells the same.
    pub sends_read_receipts: bool,
    /// Until when the provider wants nothing from it.
    pub throttled_until: Option<Timestamp>,
    /// How long that last was, in milliseconds.
    pub throttle_ms: i64,
    /// What the provider has told of it.
    pub facts: AccountFacts,
    /// When it was connected.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}

impl Account {
    /// The longest address, business id and display number in bytes.
    pub const ID_MAX: usize = 64;
    /// The longest token or secret in bytes.
    pub const SECRET_MAX: usize = 1024;
    /// The most messages a second.
    pub const THROUGHPUT_MAX: i64 = 1_000;

    /// How many messages a second may go out by it; nothing when neither the provider nor the owner has said.
    pub fn messages_per_second(&self) -> Option<u32> {
        let least = self.throughput.into_iter().chain(self.throughput_cap).min()?;
        u32::try_from(least.clamp(1, Self::THROUGHPUT_MAX)).ok()
    }
}
