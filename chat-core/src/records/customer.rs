use crate::{ClientId, CustomerId, IdentityId, Revision, Timestamp, text_enum::text_enum};
use serde::{Deserialize, Serialize};

/// Somebody who writes to a client.
///
/// Who it is follows from a *set* of identities ([`CustomerIdentity`]) which grows over time: a WhatsApp user may have
/// no phone number at all.
#[derive(Clone, PartialEq, Debug)]
pub struct Customer {
    /// Its name.
    pub id: CustomerId,
    /// Whose customer it is.
    pub client_id: ClientId,
    /// What people call it, as the channel told or an agent wrote, at most [`Customer::NAME_MAX`] bytes.
    pub name: Option<String>,
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

/// One of the identities of a customer. It is added when it is learned and never changed.
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
}
