use crate::{
    AccountId, AgentId, ClientId, ContentType, ConversationId, ConversationStatus, CustomerId, DossierEntryId,
    ExternalId, IdentityId, Revision, Source, Timestamp, WidgetId, text_enum::text_enum,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Duration;

text_enum! {
    /// What an entry of a dossier is.
    pub enum DossierKind {
        /// Something that an agent wrote down.
        Note = "note",
        /// A message that was kept out of the inbox.
        HeldBack = "held_back",
        /// That another customer turned out to be this one.
        Merge = "merge",
    }
}

/// Something that the team keeps about a customer beside its conversations.
#[derive(Clone, PartialEq, Debug)]
pub struct DossierEntry {
    /// Its name.
    pub id: DossierEntryId,
    /// Whose it is.
    pub client_id: ClientId,
    /// Whom it is about.
    pub customer_id: CustomerId,
    /// What the outside world calls it, so that what comes twice is kept once: unique within a client, at most
    /// [`DossierEntry::NAME_MAX`] bytes.
    pub name: Option<String>,
    /// What it says.
    pub body: DossierBody,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was taken out; it is listed no more.
    pub removed_at: Option<Timestamp>,
    /// How often it was written.
    pub revision: Revision,
}

impl DossierEntry {
    /// The longest name in bytes.
    pub const NAME_MAX: usize = 1024;
}

/// What an entry of a dossier says.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DossierBody {
    /// Something that an agent wrote down.
    Note(CustomerNote),
    /// A message that was kept out of the inbox.
    HeldBack(Box<HeldBack>),
    /// That another customer turned out to be this one.
    Merge(Box<CustomerMerge>),
}

impl DossierBody {
    /// What it is.
    pub const fn kind(&self) -> DossierKind {
        match self {
            Self::Note(_) => DossierKind::Note,
            Self::HeldBack(_) => DossierKind::HeldBack,
            Self::Merge(_) => DossierKind::Merge,
        }
    }
}

/// Something that an agent wrote down about a customer, for colleagues.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerNote {
    /// Who wrote it.
    pub author_id: AgentId,
    /// What the author was called at that moment.
    pub author_name: String,
    /// The text, at most [`CustomerNote::TEXT_MAX`] characters.
    pub text: String,
}

impl CustomerNote {
    /// The longest text in characters.
    pub const TEXT_MAX: usize = 4096;
}

/// What a blocked customer wrote. Nobody was told of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HeldBack {
    /// The channel it came by.
    pub source: Source,
    /// The account it came to, for channels with accounts.
    pub account_id: Option<AccountId>,
    /// The widget it was written in, for the website.
    pub widget_id: Option<WidgetId>,
    /// What it consists of.
    pub content_type: ContentType,
    /// Its text, or words that stand for what is not text.
    pub content: String,
    /// What it says beyond its text.
    pub payload: Option<Value>,
    /// What the provider calls it.
    pub external_id: Option<ExternalId>,
    /// When it was sent, by the provider's clock.
    pub sent_at: Option<Timestamp>,
}

/// What moved from one customer to another, so that exactly that can be moved back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerMerge {
    /// Who turned out to be this customer.
    pub from: CustomerId,
    /// Who said so.
    pub agent_id: AgentId,
    /// The identities that moved.
    pub identities: Vec<IdentityId>,
    /// The conversations that moved.
    pub conversations: Vec<MovedConversation>,
    /// The entries of the dossier that moved.
    pub entries: Vec<DossierEntryId>,
    /// What was taken over because this customer had nothing there, by the names of the fields; attributes as `attributes.<name>`.
    pub taken_over: serde_json::Map<String, Value>,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
}

impl CustomerMerge {
    /// How long it can be undone.
    pub const UNDO_WITHIN: Duration = Duration::from_secs(30 * 24 * 3600);
    /// The most conversations that move, and as many identities and entries each.
    pub const MOVED_MAX: usize = 200;
}

/// A conversation that moved to another customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MovedConversation {
    /// Which one.
    pub id: ConversationId,
    /// Where it stood, if it was archived because the customer has one at the same account already.
    pub archived_from: Option<ConversationStatus>,
}
