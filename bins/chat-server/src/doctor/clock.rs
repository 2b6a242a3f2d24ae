//! The clock of this machine, beside others.

use super::report::{Area, Finding};
use chat_storage::Inspection;
use chat_whatsapp::Reached;

const AREA: Area = Area::Clock;
const MEND: &str = "have the clock set by NTP: chrony or systemd-timesyncd";
/// What processes that share a database may differ by, in milliseconds: leases last 15 seconds.
const DATABASE_MAX: [i64; 2] = [1_000, 5_000];
/// The same of the provider, whose answers tell whole seconds.
const PROVIDER_MAX: [i64; 2] = [5_000, 60_000];

pub(super) fn look(database: Option<&Inspection>, provider: Option<&Reached>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(ahead) = database.and_then(|database| database.clock_ahead_ms) {
        findings.push(compared("beside the database", ahead, DATABASE_MAX));
    }
    if let Some(ahead) = provider.and_then(|provider| provider.clock_ahead_ms) {
        findings.push(compared("beside WhatsApp", ahead, PROVIDER_MAX));
    }
    if findings.is_empty() {
        findings.push(Finding::ok(AREA, "clock", "there is no other clock to compare it with"));
    }
    findings
}

fn compared(subject: &str, ahead_ms: i64, [warn, fail]: [i64; 2]) -> Finding {
    let seconds = ahead_ms.unsigned_abs() as f64 / 1000.0;
    let way = if ahead_ms > 0 { "slow" } else { "fast" };
    match ahead_ms.unsigned_abs() {
        off if off >= fail.unsigned_abs() => {
            Finding::failed(AREA, subject, format!("this machine's clock is {seconds:.1} s {way}"), MEND)
        }
        off if off >= warn.unsigned_abs() => {
            Finding::warning(AREA, subject, format!("this machine's clock is {seconds:.1} s {way}"), MEND)
        }
        _ => Finding::ok(AREA, subject, format!("the clocks differ by less than {} s", warn / 1000)),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::report::Verdict, *};

    #[test]
    fn a_clock_may_differ_a_little() {
        for (ahead, verdict, words) in [
            (0, Verdict::Ok, "less than 1 s"),
            (-999, Verdict::Ok, "less than 1 s"),
            (1_000, Verdict::Warning, "1.0 s slow"),
            (-4_999, Verdict::Warning, "5.0 s fast"),
            (5_000, Verdict::Failed, "5.0 s slow"),
            (-3_600_000, Verdict::Failed, "3600.0 s fast"),
        ] {
            let finding = compared("x", ahead, DATABASE_MAX);
            assert!(finding.verdict == verdict && finding.found.contains(words), "{ahead}: {finding:?}");
        }
    }
}
