//! Each message of a customer is there exactly once, in its customer's only conversation, in the order of its call.

use super::{Case, Findings, Kind};
use crate::{evidence::Kept, ledger::Wrote};
use std::collections::{BTreeMap, HashMap};

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    conversations(case, findings);
    let mut kept: HashMap<&str, Vec<&Kept>> = HashMap::new();
    for message in case.evidence.messages.iter().filter(|message| message.is_from_customer) {
        kept.entry(message.external_id.as_deref().unwrap_or_default()).or_default().push(message);
    }
    for wrote in case.wrote {
        match kept.remove(wrote.id.as_str()).as_deref() {
            None => findings.add(Kind::Lost, format!("{:?} of {}", wrote.text, wrote.customer)),
            Some([one]) if one.content == wrote.text && one.customer == wrote.customer => {}
            Some([one]) => findings.add(Kind::Wrong, format!("{wrote:?} became {one:?}")),
            Some(several) => findings.add(Kind::Doubled, format!("{:?} is there {} times", wrote.text, several.len())),
        }
    }
    for (id, messages) in kept {
        findings.add(Kind::Wrong, format!("nobody wrote {id}: {messages:?}"));
    }
    order(case, findings);
}

fn conversations(case: &Case<'_>, findings: &mut Findings) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for customer in &case.evidence.conversations {
        *counts.entry(customer).or_default() += 1;
    }
    for (customer, count) in counts.into_iter().filter(|(_, count)| *count > 1) {
        findings.add(Kind::Doubled, format!("{customer} has {count} conversations"));
    }
}

/// What a customer said in one call stands in the order in which it was said.
fn order(case: &Case<'_>, findings: &mut Findings) {
    let positions: HashMap<&str, i64> = case
        .evidence
        .messages
        .iter()
        .filter_map(|message| Some((message.external_id.as_deref()?, message.position)))
        .collect();
    let mut last: HashMap<(&str, &str), (i64, &Wrote)> = HashMap::new();
    for wrote in case.wrote {
        let Some(position) = positions.get(wrote.id.as_str()) else { continue };
        let before = last.insert((&wrote.call, &wrote.customer), (*position, wrote));
        if let Some((earlier, before)) = before.filter(|(earlier, _)| earlier >= position) {
            let what = format!("{:?} at {position} was said after {:?} at {earlier}", wrote.text, before.text);
            findings.add(Kind::Reordered, what);
        }
    }
}
