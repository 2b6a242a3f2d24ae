//! The promises that a run is checked against.

use std::{fmt, time::Duration};

/// A promise of the module that a run is checked against.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Promise {
    /// Every message of a customer whose call was answered exists once.
    InboundOnce,
    /// Messages of a customer stand in the order in which the provider told them one after the other.
    InboundOrder,
    /// A reply that was answered exists, and reaches the customer once or is visibly not sent.
    ReplyArrives,
    /// No delivery is taken by the provider twice.
    ReplyOnce,
    /// The customer gets the replies of a conversation in their order.
    ReplyOrder,
    /// A `clientMessageId` names one message.
    ClientMessageId,
    /// A message's status never goes back.
    StatusClimbs,
    /// Every status that the provider told is there in the end.
    StatusKept,
    /// The journal has no gap, names the event before each, and tells of everything.
    Journal,
    /// Listeners hear each event once, in order.
    Listeners,
    /// Clients that have caught up hold exactly the journal.
    ClientsHoldJournal,
    /// Nobody sees another tenant's data.
    TenantsApart,
    /// Nothing that is due is left undone.
    NothingLeft,
    /// When the trouble is over everything works as if it had never been.
    WorksAgain,
    /// Nothing panics.
    NoPanic,
}

impl fmt::Display for Promise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InboundOnce => "every accepted inbound message exists exactly once",
            Self::InboundOrder => "a customer's messages keep the order in which they were told",
            Self::ReplyArrives => "every answered reply arrives or is visibly not sent",
            Self::ReplyOnce => "no delivery reaches the provider twice",
            Self::ReplyOrder => "a customer gets replies in order",
            Self::ClientMessageId => "a clientMessageId names one message",
            Self::StatusClimbs => "no status goes back",
            Self::StatusKept => "every status that was told is kept",
            Self::Journal => "the journal is gapless and tells of everything",
            Self::Listeners => "listeners hear each event once and in order",
            Self::ClientsHoldJournal => "clients that have caught up hold exactly the journal",
            Self::TenantsApart => "no tenant sees another's data",
            Self::NothingLeft => "nothing that is due is left undone",
            Self::WorksAgain => "when the trouble is over everything works again",
            Self::NoPanic => "nothing panics",
        })
    }
}

/// A promise that was broken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    /// Which promise.
    pub promise: Promise,
    /// What was found.
    pub how: String,
    /// When, in virtual time since the start of the run.
    pub at: Duration,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "after {:.3} s: {} is broken: {}", self.at.as_secs_f64(), self.promise, self.how)
    }
}
