//! The journal has no gap, knows every message once, lets no status go back, and holds nothing of another shop.

use super::{Case, Findings, Kind};
use crate::journal::Entry;
use std::collections::{HashMap, HashSet};

/// How far a status has come. A message that the provider gave up may arrive after all.
const CLIMB: [&str; 5] = ["queued", "sent", "failed", "delivered", "read"];

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    let journal = &case.evidence.journal;
    for (entry, seq) in journal.iter().zip(1..) {
        if entry.seq != seq {
            findings.add(Kind::Wrong, format!("the journal has {} in place {seq}", entry.seq));
            break;
        }
    }
    posted(case, findings);
    statuses(journal, findings);
    for raw in case.evidence.raw.iter().filter(|raw| raw.contains(case.foreign)) {
        findings.add(Kind::Mixed, format!("the journal has {raw}"));
    }
}

/// Each message that is there was told of once, and no other.
fn posted(case: &Case<'_>, findings: &mut Findings) {
    let mut told = HashSet::new();
    for entry in case.evidence.journal.iter().filter(|entry| entry.kind == "messagePosted") {
        if !told.insert(entry.subject.as_str()) {
            findings.add(Kind::Doubled, format!("the message {} is told of again at {}", entry.subject, entry.seq));
        }
    }
    for message in &case.evidence.messages {
        if !told.remove(message.id.as_str()) {
            findings.add(Kind::Lost, format!("{:?} is there and was never told of", message.content));
        }
    }
    for id in told {
        findings.add(Kind::Lost, format!("the message {id} was told of and is not there"));
    }
}

fn statuses(journal: &[Entry], findings: &mut Findings) {
    let rank = |status: &str| CLIMB.iter().position(|known| *known == status);
    let mut last: HashMap<&str, &Entry> = HashMap::new();
    for entry in journal.iter().filter(|entry| entry.kind.starts_with("message")) {
        let before = last.insert(&entry.subject, entry);
        if let Some(before) = before.filter(|before| rank(&before.status) > rank(&entry.status)) {
            let (id, from, to) = (&entry.subject, &before.status, &entry.status);
            findings.add(Kind::Wrong, format!("the message {id} went from {from} to {to} at {}", entry.seq));
        }
    }
}
