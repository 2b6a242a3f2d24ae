//! What providers tell, item by item, in our words.

use crate::{ContentType, ExternalId, Fault, IdentityKey, MessageStatus, Timestamp};

/// Whom an item of a call is meant for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Address {
    /// The account with this address.
    Account(String),
    /// Every account of this business.
    Business(String),
    /// It does not say.
    Nobody,
}

/// A file of a message that its provider still has.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RemoteFile {
    /// What the provider calls it.
    pub reference: String,
    /// What its sender calls it.
    pub name: Option<String>,
    /// What the provider says it is, as MIME has it and perhaps with parameters.
    pub media_type: Option<String>,
    /// The SHA-256 of its bytes, as the provider says.
    pub hash: Option<[u8; 32]>,
}

/// A message that a customer wrote, or that went to one by other means than ours.
#[derive(Clone, PartialEq, Debug)]
pub struct InboundMessage {
    /// Its name at the provider.
    pub external_id: ExternalId,
    /// Who the customer is, the most trusted identity first; never empty. Of a group that talks as one it is the group's.
    pub identities: Vec<IdentityKey>,
    /// What the customer calls itself.
    pub profile_name: Option<String>,
    /// What the customer calls itself where people have names of their own choice, without `@`; it finds nobody.
    pub username: Option<String>,
    /// The customer's number as people write it, unless the provider hides it.
    pub number: Option<String>,
    /// Who of a group wrote it.
    pub sender_name: Option<String>,
    /// What the message consists of.
    pub content_type: ContentType,
    /// Its text, or words that stand for what is not text.
    pub content: String,
    /// What it says beyond its text.
    pub payload: Option<serde_json::Value>,
    /// Its files, which are fetched from the provider when the message is kept.
    pub files: Vec<RemoteFile>,
    /// The provider's name of the message it answers.
    pub reply_to: Option<ExternalId>,
    /// When it was written, by the provider's clock.
    pub sent_at: Option<Timestamp>,
    /// Whether the customer may be answered freely for a while from then on ([`Channel::reply_window`](super::Channel::reply_window)).
    pub opens_window: bool,
}

impl InboundMessage {
    /// A message of which nothing more is known than these.
    pub fn new(
        external_id: ExternalId,
        identities: Vec<IdentityKey>,
        content_type: ContentType,
        content: impl Into<String>,
    ) -> Self {
        Self {
            external_id,
            identities,
            profile_name: None,
            username: None,
            number: None,
            sender_name: None,
            content_type,
            content: content.into(),
            payload: None,
            files: Vec::new(),
            reply_to: None,
            sent_at: None,
            opens_window: true,
        }
    }
}

/// News of how far a message has come.
#[derive(Clone, PartialEq, Debug)]
pub struct InboundReceipt {
    /// The message's name at the provider.
    pub external_id: ExternalId,
    /// The [`Sending::reference`](super::Sending::reference) of the attempt, when the provider hands it back.
    pub reference: Option<String>,
    /// How far it has come.
    pub status: MessageStatus,
    /// When, by the provider's clock.
    pub at: Option<Timestamp>,
    /// Why it failed.
    pub error: Option<Fault>,
    /// Whether the provider asks for money for it, where it tells.
    pub billable: Option<bool>,
}

/// Somebody answered a message with a sign.
#[derive(Clone, PartialEq, Debug)]
pub struct InboundReaction {
    /// Its own name at the provider.
    pub external_id: ExternalId,
    /// The message that it is an answer to.
    pub target: ExternalId,
    /// The sign; nothing when it was taken back.
    pub emoji: Option<String>,
    /// When, by the provider's clock. Of two signs of one sender the later counts.
    pub at: Option<Timestamp>,
    /// Whether the team gave it by other means than ours, and not the customer.
    pub is_by_team: bool,
}

/// An author changed or took back a message.
#[derive(Clone, PartialEq, Debug)]
pub struct InboundAmendment {
    /// The message that is meant.
    pub target: ExternalId,
    /// What was done to it.
    pub change: AmendmentKind,
    /// The message as it stands from now on, under the name of the amendment; of one that was taken back words that say so.
    pub message: InboundMessage,
    /// Whether the team did it by other means than ours, and not the customer.
    pub is_by_team: bool,
}

/// What was done to a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AmendmentKind {
    /// It says something else.
    Edited,
    /// It says nothing any more.
    TakenBack,
}

/// A message that was sent, either way, before or beside us: an old one, or one that the team sent by other means.
#[derive(Clone, PartialEq, Debug)]
pub struct ForeignMessage {
    /// The message; its identities are those of the customer, whoever wrote it.
    pub message: InboundMessage,
    /// Whether the team wrote it.
    pub is_by_team: bool,
    /// Whether it is old: nobody has to answer it, and nobody is told as if it were news.
    pub is_past: bool,
    /// How far it had come.
    pub status: Option<MessageStatus>,
}

/// Whether a customer wants to be advertised to.
#[derive(Clone, PartialEq, Debug)]
pub struct InboundConsent {
    /// Who it is.
    pub identities: Vec<IdentityKey>,
    /// Whether it does.
    pub wants_marketing: bool,
    /// When it said so.
    pub at: Option<Timestamp>,
}

/// What a business calls somebody in an address book of its own.
#[derive(Clone, PartialEq, Debug)]
pub struct InboundContact {
    /// Who it is.
    pub identities: Vec<IdentityKey>,
    /// The name; nothing when it was removed.
    pub name: Option<String>,
}

/// News of an account.
#[derive(Clone, PartialEq, Debug)]
pub struct AccountNews {
    /// The number that is meant, as people write it; every account of the address without one.
    pub number: Option<String>,
    /// What is new.
    pub change: AccountChange,
}

/// What can be new of an account.
#[derive(Clone, PartialEq, Debug)]
pub enum AccountChange {
    /// How satisfied recipients are with what it sends, in the provider's word.
    Quality(String),
    /// How many customers it may begin to write to within a day, in the provider's word.
    Limit(String),
    /// The name that customers see was decided upon, in the provider's words.
    Name {
        /// The name.
        name: String,
        /// The decision.
        decision: String,
    },
    /// Nothing is taken from it any more, for the reason given in words for its owner.
    Stopped(Fault),
    /// It may work again: its credentials are to be tried.
    MayWork,
    /// Something that its owner should know.
    Noted(Fault),
}

/// News of a template.
#[derive(Clone, PartialEq, Debug)]
pub struct TemplateNews {
    /// What the provider calls it.
    pub reference: String,
    /// Its name.
    pub name: String,
    /// Its language, as the provider writes it.
    pub language: String,
    /// What is new.
    pub change: TemplateChange,
}

/// What can be new of a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TemplateChange {
    /// Whether it may be sent, in the provider's word, and why not.
    Status {
        /// The provider's word.
        status: String,
        /// Why, where it told.
        reason: Option<String>,
    },
    /// How satisfied recipients are with it, in the provider's word.
    Quality(String),
    /// What it is taken for.
    Category(String),
    /// Its wording was changed: it is to be read anew.
    Wording,
}

/// One item of a call, in our words.
#[derive(Clone, PartialEq, Debug)]
pub enum Inbound {
    /// A customer wrote.
    Message(Box<InboundMessage>),
    /// A message came further.
    Receipt(InboundReceipt),
    /// A message was answered with a sign.
    Reaction(InboundReaction),
    /// A message was changed or taken back.
    Amendment(Box<InboundAmendment>),
    /// A message was sent beside us.
    Foreign(Box<ForeignMessage>),
    /// A customer wants to be advertised to, or does not.
    Consent(InboundConsent),
    /// The business calls somebody by a name.
    Contact(InboundContact),
    /// News of an account.
    Account(AccountNews),
    /// News of a template.
    Template(TemplateNews),
    /// Something authentic that this version has no use for yet; kept raw. The words say why and repeat nothing of it.
    NotUnderstood(String),
    /// Something that needs no keeping: it is known and means nothing to us.
    Ignored,
}

impl Inbound {
    /// The provider's name of a message without which the item means nothing: it waits until that is known.
    pub fn about(&self) -> Option<&ExternalId> {
        match self {
            Self::Receipt(receipt) => Some(&receipt.external_id),
            Self::Reaction(reaction) => Some(&reaction.target),
            Self::Amendment(amendment) => Some(&amendment.target),
            _ => None,
        }
    }
}

/// One item of a call with whom it is meant for.
#[derive(Clone, PartialEq, Debug)]
pub struct Addressed {
    /// Whom it is meant for.
    pub to: Address,
    /// What it says.
    pub inbound: Inbound,
    /// A body with nothing but this item in it, which [`Channel::receive`](super::Channel::receive) reads as this one item again.
    pub raw: String,
}
