use crate::{
    AgentId, Attributes, ClientId, CustomerId, IdentityId, LanguageTag, Revision, Source, Timestamp,
    text_enum::text_enum,
};
use serde::{Deserialize, Serialize};

/// Somebody who writes to a client.
///
/// Who it is follows from a *set* of identities ([`CustomerIdentity`]) which grows over time: a WhatsApp user may have
/// no phone number at all. Its e-mail address and phone number are what people reach it by; they find nobody.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Customer {
    /// Its name.
    pub id: CustomerId,
    /// Whose customer it is.
    pub client_id: ClientId,
    /// What people call it, as the channel told or an agent wrote, at most [`Customer::NAME_MAX`] bytes.
    pub name: Option<String>,
    /// Whether the team gave it its name: then no channel changes that any more.
    #[serde(default)]
    pub is_named_by_team: bool,
    /// What it calls itself where people have names of their own choice, without `@`, at most [`Customer::NAME_MAX`] bytes. Names
    /// change hands, so that nobody is found by one.
    #[serde(default)]
    pub username: Option<String>,
    /// Since when it does not want to be advertised to.
    #[serde(default)]
    pub no_marketing_since: Option<Timestamp>,
    /// Where it gets e-mail, at most [`Customer::EMAIL_MAX`] bytes.
    pub email: Option<String>,
    /// Where it can be called, as people write it, at most [`Customer::PHONE_MAX`] bytes.
    pub phone: Option<String>,
    /// The language it is to be spoken to in.
    pub language: Option<LanguageTag>,
    /// What else the client wants to know of it, as it has defined.
    pub attributes: Attributes,
    /// The channels on which it is not heard, at most [`Customer::BLOCKS_MAX`].
    pub blocks: Vec<Block>,
    /// How many of its messages were held back while it was blocked.
    pub held_back_count: i64,
    /// The customer that it turned out to be: whatever it had is there.
    pub merged_into: Option<CustomerId>,
    /// When it first wrote.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}

impl Customer {
    /// The longest name in bytes; a longer one is cut.
    pub const NAME_MAX: usize = 256;
    /// The longest e-mail address in bytes (RFC 5321).
    pub const EMAIL_MAX: usize = 254;
    /// The longest phone number in bytes.
    pub const PHONE_MAX: usize = 64;
    /// The most channels that it is blocked on.
    pub const BLOCKS_MAX: usize = 16;
    /// The most identities that an agent may add.
    pub const IDENTITIES_MAX: usize = 50;

    /// Somebody of whom nothing is known yet.
    pub fn new(id: CustomerId, client_id: ClientId, now: Timestamp) -> Self {
        Self {
            id,
            client_id,
            name: None,
            is_named_by_team: false,
            username: None,
            no_marketing_since: None,
            email: None,
            phone: None,
            language: None,
            attributes: Attributes::new(),
            blocks: Vec::new(),
            held_back_count: 0,
            merged_into: None,
            created_at: now,
            updated_at: now,
            revision: 0,
        }
    }

    /// Whether what it writes on a channel is kept out of the inbox.
    pub fn is_blocked_on(&self, source: &Source) -> bool {
        self.blocks.iter().any(|block| block.source.as_ref().is_none_or(|blocked| blocked == source))
    }
}

/// That a customer is not heard.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Block {
    /// On which channel; on all of them without one.
    pub source: Option<Source>,
    /// Who wanted it so.
    pub agent_id: AgentId,
    /// Since when.
    pub at: Timestamp,
}

text_enum! {
    /// What kind of identity a value is.
    pub enum IdentityKind {
        /// A phone number on WhatsApp (`wa_id`): digits with the country code, without `+`.
        WhatsappPhone = "whatsapp_phone",
        /// A business-scoped WhatsApp user id (BSUID).
        WhatsappUser = "whatsapp_user",
        /// A BSUID of the parent business portfolio.
        WhatsappParentUser = "whatsapp_parent_user",
        /// A group on WhatsApp, whose members talk with a client as one.
        WhatsappGroup = "whatsapp_group",
        /// An e-mail address in lower case.
        Email = "email",
        /// A visitor id of the website widget.
        Visitor = "visitor",
        /// An id of the host's own, or of a channel of the host's own.
        External = "external",
    }
}

/// What finds a customer: unique within a client.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct IdentityKey {
    /// What kind of value it is.
    pub kind: IdentityKind,
    /// The value, at most [`IdentityKey::VALUE_MAX`] bytes.
    pub value: String,
}

impl IdentityKey {
    /// The longest value in bytes.
    pub const VALUE_MAX: usize = 256;

    /// Puts a kind and a value together.
    pub fn new(kind: IdentityKind, value: impl Into<String>) -> Self {
        Self { kind, value: value.into() }
    }
}

/// One of the identities of a customer.
///
/// It is added when it is learned. Somebody may take it away, after which it finds nobody and may be learned anew; and it moves with
/// everything else when two customers turn out to be one.
#[derive(Clone, PartialEq, Debug)]
pub struct CustomerIdentity {
    /// Its name.
    pub id: IdentityId,
    /// Whose customer it is.
    pub client_id: ClientId,
    /// Whom it identifies.
    pub customer_id: CustomerId,
    /// What finds the customer.
    pub key: IdentityKey,
    /// When it was learned.
    pub created_at: Timestamp,
    /// When it was taken away.
    pub removed_at: Option<Timestamp>,
    /// How often it was written.
    pub revision: Revision,
}
