//! Each client holds exactly the journal, and never heard anything that it should not have.

use super::{Case, Findings, Kind};

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    let journal = &case.evidence.journal;
    for (name, held) in &case.evidence.clients {
        for complaint in &held.complaints {
            let kind = if complaint.contains(case.foreign) { Kind::Mixed } else { Kind::Wrong };
            findings.add(kind, format!("{name} {complaint}"));
        }
        if held.journal.len() != journal.len() {
            let (has, all) = (held.journal.len(), journal.len());
            findings.add(Kind::Lost, format!("{name} holds {has} of {all} events"));
        }
        if let Some((held, entry)) = held.journal.iter().zip(journal).find(|(held, entry)| held != entry) {
            findings.add(Kind::Wrong, format!("{name} holds {held:?} where the journal has {entry:?}"));
        }
    }
}
