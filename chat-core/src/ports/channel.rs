use super::{Addressed, Administration, Composed, Incoming, Media, RemoteFile, Wish};
use crate::{
    Account, AttachedFile, AttemptOutcome, ExternalId, Fault, FieldError, IdentityKey, Message, Quota, Source,
};
use async_trait::async_trait;
use bytes::Bytes;
use std::{fmt, sync::Arc, time::Duration};

/// A call from a provider, as it came over the wire.
#[derive(Clone)]
pub struct IncomingCall {
    /// Its headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Its body, byte for byte.
    pub body: Bytes,
}

impl IncomingCall {
    /// The value of a header whose name is given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for IncomingCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IncomingCall({} bytes)", self.body.len())
    }
}

/// Why a call was not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CallRefused {
    /// It carries no signature.
    #[error("the signature is missing")]
    Unsigned,
    /// Its signature is not written as it should be.
    #[error("the signature is malformed")]
    Malformed,
    /// Its signature was not made with the account's secret.
    #[error("the signature does not match")]
    Forged,
    /// Its body is not what the provider is known to send.
    #[error("the body cannot be read")]
    Unreadable,
}

/// A file that goes with a message, and its bytes.
#[derive(Clone, Debug)]
pub struct SentFile {
    /// What it is.
    pub facts: AttachedFile,
    /// Its bytes.
    pub media: Arc<dyn Media>,
}

/// What is to be sent.
#[derive(Clone, Debug)]
pub struct Sending {
    /// The message.
    pub message: Message,
    /// Its files, in their order.
    pub files: Vec<SentFile>,
    /// Every identity of the recipient, the first learned first.
    pub to: Vec<IdentityKey>,
    /// The provider's name of the message it answers.
    pub reply_to: Option<ExternalId>,
    /// Names this delivery, at most 128 bytes. A provider that can hand something back with its receipts gets it, so that a
    /// receipt finds its message even when the answer to the sending was lost.
    pub reference: String,
}

/// A sign that is an answer to a message.
#[derive(Clone, Debug)]
pub struct Reacting<'a> {
    /// Every identity of the recipient, the first learned first.
    pub to: &'a [IdentityKey],
    /// The provider's name of the message.
    pub target: &'a str,
    /// The sign; nothing takes it back.
    pub emoji: Option<&'a str>,
}

/// How an attempt at a provider ended. Each asks for something else to be done.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// The provider has taken it; a message got this name.
    Done(Option<ExternalId>),
    /// Not now: try again, at the earliest after the given time when the provider named one.
    Retry {
        /// What the provider said.
        fault: Fault,
        /// How long it asked us to wait.
        after: Option<Duration>,
        /// After how many failures to give up, when that is earlier than usual.
        tries_max: Option<u32>,
    },
    /// Nothing more for this recipient yet; others may go on. That is no failure.
    WaitForRecipient {
        /// What the provider said.
        fault: Fault,
        /// How long it asked us to wait; longer from time to time when it did not.
        after: Option<Duration>,
    },
    /// Nothing more from this account yet, to whomever. That is no failure.
    WaitForAccount {
        /// What the provider said.
        fault: Fault,
        /// How long it asked us to wait; longer from time to time when it did not.
        after: Option<Duration>,
    },
    /// The request went out and no answer came back: it may have been taken. Never repeated blindly.
    Ambiguous(Fault),
    /// Free text is not allowed any more; an approved template is.
    NeedsTemplate(Fault),
    /// It will never be taken.
    Refused(Fault),
    /// Nothing will be taken from this account until somebody mends it.
    PauseAccount(Fault),
}

impl Outcome {
    /// The provider failed for now, and named no time.
    pub fn retry(fault: Fault) -> Self {
        Self::Retry { fault, after: None, tries_max: None }
    }

    /// What went wrong.
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Done(_) => None,
            Self::Retry { fault, .. }
            | Self::WaitForRecipient { fault, .. }
            | Self::WaitForAccount { fault, .. }
            | Self::Ambiguous(fault)
            | Self::NeedsTemplate(fault)
            | Self::Refused(fault)
            | Self::PauseAccount(fault) => Some(fault),
        }
    }

    /// The word for it among a delivery's attempts.
    pub fn word(&self) -> AttemptOutcome {
        match self {
            Self::Done(_) => AttemptOutcome::Sent,
            Self::Retry { .. } => AttemptOutcome::Retry,
            Self::WaitForRecipient { .. } => AttemptOutcome::WaitingForRecipient,
            Self::WaitForAccount { .. } => AttemptOutcome::WaitingForAccount,
            Self::Ambiguous(_) => AttemptOutcome::Ambiguous,
            Self::NeedsTemplate(_) => AttemptOutcome::NeedsTemplate,
            Self::Refused(_) => AttemptOutcome::Refused,
            Self::PauseAccount(_) => AttemptOutcome::AccountPaused,
        }
    }
}

/// Why a file cannot be had from its provider.
#[derive(Clone, PartialEq, Debug)]
pub enum NotFetched {
    /// It may be had later.
    Later(Fault),
    /// It will never be had: it is gone, too large, or other than it was said to be.
    Never(Fault),
}

/// What a provider says about an account's credentials.
#[derive(Clone, PartialEq, Debug)]
pub enum AccountCheck {
    /// They work.
    Fine {
        /// The number as people write it, where the provider tells.
        display_number: Option<String>,
        /// How many messages a second it takes, where it tells.
        throughput: Option<u32>,
    },
    /// They do not, for the reason given in words for the owner.
    Wrong(Fault),
    /// The provider could not be asked.
    Unknown(Fault),
}

/// How fast a provider takes messages. What would be too fast for it waits here instead of being refused there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Pace {
    /// From one account, to whomever.
    pub account: Option<Quota>,
    /// From one account to one recipient.
    pub recipient: Option<Quota>,
}

/// The channel of a source: the first one that was added.
pub(crate) fn channel_of<'a>(channels: &'a [Arc<dyn Channel>], source: &Source) -> Option<&'a Arc<dyn Channel>> {
    channels.iter().find(|channel| channel.source() == *source)
}

/// A way to talk with customers.
#[async_trait]
pub trait Channel: fmt::Debug + Send + Sync + 'static {
    /// The source of the conversations that go over it.
    fn source(&self) -> Source;

    /// What to answer when the provider asks whether an address is ours, by the query of its request; nothing when it was
    /// not asked on behalf of this account. Pure and in constant time.
    fn handshake(&self, query: &[(String, String)], account: &Account) -> Option<String>;

    /// Reads a call, item by item. Pure; nothing of it may be believed before [`Channel::authenticate`] has agreed.
    ///
    /// One bad item never fails the others: it comes back as [`Inbound::NotUnderstood`](super::Inbound::NotUnderstood). The call as a whole is refused only
    /// when its body cannot be read at all.
    fn receive(&self, call: &IncomingCall) -> Result<Vec<Addressed>, CallRefused>;

    /// Whether a call was truly made on behalf of an account. Pure and in constant time.
    fn authenticate(&self, call: &IncomingCall, account: &Account) -> Result<(), CallRefused>;

    /// How fast messages may go out by an account. Pure.
    fn pace(&self, account: &Account) -> Pace;

    /// For how long a customer may be answered freely after it has written; nothing where that is always so. Pure.
    fn reply_window(&self) -> Option<Duration> {
        None
    }

    /// Whether it sends messages that have files. Where it does not, nobody gets to order one. Pure.
    fn carries_files(&self) -> bool;

    /// Makes of what an agent wants to send the messages that go out, in their order and never none, or says what is wrong with it: what
    /// is refused here need not be refused by the provider. Pure.
    ///
    /// Unless a channel says otherwise it carries text, with all files.
    ///
    /// # Errors
    /// What is wrong, by field.
    fn compose(&self, wish: &Wish<'_>) -> Result<Vec<Composed>, Vec<FieldError>> {
        if wish.template.is_some() {
            return Err(vec![FieldError::new("template", "this channel has no templates")]);
        }
        if wish.payload.is_some() {
            return Err(vec![FieldError::new("payload", "this channel carries text and files alone")]);
        }
        Ok(vec![Composed::plain(wish)])
    }

    /// Hands over a message.
    async fn send(&self, account: &Account, sending: &Sending) -> Outcome;

    /// Tells the customer that the message, and all before it, was read.
    async fn mark_read(&self, account: &Account, external_id: &str) -> Outcome;

    /// Answers a message of the customer with a sign, or takes that back.
    async fn react(&self, _account: &Account, _reaction: &Reacting<'_>) -> Outcome {
        Outcome::Refused(Fault::new("unsupported", "this channel has no reactions"))
    }

    /// Shows a customer for a moment that somebody is writing, if the channel can. A lost one does not matter.
    async fn show_typing(&self, _account: &Account, _last_external_id: &str) {}

    /// Fetches a file of a customer's message.
    ///
    /// # Errors
    /// [`NotFetched`].
    async fn fetch(&self, _account: &Account, _file: &RemoteFile) -> Result<Box<dyn Incoming>, NotFetched> {
        Err(NotFetched::Never(Fault::new("unsupported", "this channel brings no files")))
    }

    /// Asks the provider whether an account's credentials work, and has it send its calls to us.
    async fn check(&self, account: &Account) -> AccountCheck;

    /// What can be managed at the provider by way of us, if anything can.
    fn administration(&self) -> Option<&dyn Administration> {
        None
    }
}
