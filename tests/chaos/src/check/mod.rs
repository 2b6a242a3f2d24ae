//! Compares what was promised with what is there.

mod clients;
mod inbound;
mod journal;
mod outbound;
#[cfg(test)]
mod tests;

use crate::{
    evidence::Evidence,
    ledger::{Replied, Wrote},
};
use std::fmt;

/// What kind of promise was broken.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// Something that was taken is not there.
    Lost,
    /// Something is there twice.
    Doubled,
    /// Something came before what was said earlier.
    Reordered,
    /// One shop has something of the other.
    Mixed,
    /// Something else that must not be.
    Wrong,
}

/// A broken promise.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation {
    /// What kind it is of.
    pub kind: Kind,
    /// What is wrong, for people.
    pub what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.what)
    }
}

/// What was promised to one shop and its customers, and what is there of it.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    pub(crate) wrote: &'a [Wrote],
    pub(crate) replied: &'a [Replied],
    /// What stands in everything of the other shop.
    pub(crate) foreign: &'a str,
    pub(crate) evidence: &'a Evidence,
}

/// Gathers violations.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<Violation>);

impl Findings {
    fn add(&mut self, kind: Kind, what: String) {
        self.0.push(Violation { kind, what });
    }
}

/// Everything that is not as it was promised.
pub(crate) fn check(case: &Case<'_>) -> Vec<Violation> {
    let mut findings = Findings::default();
    inbound::check(case, &mut findings);
    outbound::check(case, &mut findings);
    journal::check(case, &mut findings);
    clients::check(case, &mut findings);
    findings.0
}

/// How many replies nobody can say of whether they are at the customer.
pub(crate) fn unsettled(evidence: &Evidence) -> usize {
    evidence.messages.iter().filter(|message| message.status == "queued" && message.has_error).count()
}
