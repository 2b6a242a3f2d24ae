//! Each reply is at its customer exactly once or visibly not sent, and in the order in which its agent gave it.

use super::{Case, Findings, Kind};
use crate::{
    evidence::{Got, Kept},
    ledger::Replied,
};
use std::collections::HashMap;

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    let mut kept: HashMap<&str, Vec<&Kept>> = HashMap::new();
    for message in case.evidence.messages.iter().filter(|message| !message.is_from_customer) {
        kept.entry(&message.content).or_default().push(message);
    }
    let mut got: HashMap<&str, Vec<&Got>> = HashMap::new();
    for message in &case.evidence.phones {
        got.entry(&message.text).or_default().push(message);
    }
    for reply in case.replied {
        let at_customer = got.remove(reply.text.as_str()).unwrap_or_default();
        match kept.remove(reply.text.as_str()).as_deref() {
            None => findings.add(Kind::Lost, format!("{:?} was taken and is not there", reply.text)),
            Some([one]) => compare(reply, one, &at_customer, findings),
            Some(several) => {
                findings.add(Kind::Doubled, format!("{:?} is there {} times", reply.text, several.len()));
            }
        }
    }
    for (text, messages) in kept {
        findings.add(Kind::Wrong, format!("nobody was told that {text:?} was taken: {messages:?}"));
    }
    for (text, messages) in got {
        findings.add(Kind::Wrong, format!("a customer got {text:?}, which nobody said: {messages:?}"));
    }
    order(case, findings);
}

fn compare(reply: &Replied, kept: &Kept, at_customer: &[&Got], findings: &mut Findings) {
    if kept.id != reply.message_id || kept.customer != reply.customer {
        findings.add(Kind::Wrong, format!("{reply:?} became {kept:?}"));
    }
    match at_customer {
        [] if kept.is_visibly_not_sent() => {}
        [] => findings.add(Kind::Lost, format!("{:?} is {} and not at the customer", reply.text, kept.status)),
        [one] if one.customer != reply.customer => {
            findings.add(Kind::Wrong, format!("{:?} went to {}", reply.text, one.customer));
        }
        [one] if one.status != kept.status => {
            let what = format!("{:?} is {} and at the customer {}", reply.text, kept.status, one.status);
            findings.add(Kind::Wrong, what);
        }
        [_] => {}
        several => findings.add(Kind::Doubled, format!("{:?} is at the customer {} times", reply.text, several.len())),
    }
}

fn order(case: &Case<'_>, findings: &mut Findings) {
    let numbers: HashMap<&str, u64> = case.replied.iter().map(|reply| (reply.text.as_str(), reply.number)).collect();
    let mut last: HashMap<&str, u64> = HashMap::new();
    for got in &case.evidence.phones {
        let Some(number) = numbers.get(got.text.as_str()) else { continue };
        let before = last.insert(&got.customer, *number);
        if let Some(before) = before.filter(|before| before > number) {
            findings.add(Kind::Reordered, format!("{} got reply {number} after reply {before}", got.customer));
        }
    }
}
