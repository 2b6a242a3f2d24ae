use crate::{AttemptOutcome, Fault, Outcome};
use metrics::{Gauge, Histogram, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use std::{collections::BTreeSet, sync::Mutex, time::Duration};

const DELIVERIES: &str = "chat_deliveries_total";

/// How attempts to deliver end.
#[derive(Debug)]
pub(crate) struct DeliveryMeters {
    took: Histogram,
    under_way: Gauge,
    codes: Codes,
}

impl DeliveryMeters {
    pub(crate) fn new() -> Self {
        describe_counter!(DELIVERIES, "Attempts to deliver, by outcome and by the code of what went wrong");
        describe_histogram!("chat_delivery_seconds", "How long an attempt to deliver took");
        describe_gauge!("chat_deliveries_under_way", "Attempts to deliver that are under way");
        for outcome in AttemptOutcome::ALL {
            counter!(DELIVERIES, "outcome" => name(*outcome), "code" => "").absolute(0);
        }
        Self {
            took: histogram!("chat_delivery_seconds"),
            under_way: gauge!("chat_deliveries_under_way"),
            codes: Codes::default(),
        }
    }

    /// An attempt begins; it counts as under way until what is returned is dropped.
    pub(crate) fn begin(&self) -> impl Drop + Send {
        self.under_way.increment(1.0);
        UnderWay(self.under_way.clone())
    }

    /// An attempt has ended after so long.
    pub(crate) fn ended(&self, outcome: &Outcome, took: Duration) {
        let code = outcome.fault().map_or_else(String::new, |fault| self.codes.label(fault));
        counter!(DELIVERIES, "outcome" => name(outcome.word()), "code" => code).increment(1);
        self.took.record(took);
    }
}

/// Reading is told as well as messages are sent: what went well was done.
fn name(outcome: AttemptOutcome) -> &'static str {
    match outcome {
        AttemptOutcome::Sent => "done",
        other => other.as_str(),
    }
}

struct UnderWay(Gauge);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}

/// The codes that have a series of their own: they come from a provider, who must not make ever more of them.
#[derive(Debug, Default)]
struct Codes(Mutex<BTreeSet<String>>);

impl Codes {
    /// The most codes; those that come later are told as `other`.
    const KNOWN_MAX: usize = 64;
    /// The longest code in bytes.
    const LEN_MAX: usize = 32;

    fn label(&self, fault: &Fault) -> String {
        let code = fault.code.to_string();
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if code.len() > Self::LEN_MAX || !code.bytes().all(is_plain) {
            return "other".to_owned();
        }
        let mut known = self.0.lock().expect("no holder of the lock panics");
        if !known.contains(&code) {
            if known.len() >= Self::KNOWN_MAX {
                return "other".to_owned();
            }
            known.insert(code.clone());
        }
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_cannot_make_ever_more_series() {
        let codes = Codes::default();
        for code in 0..Codes::KNOWN_MAX {
            assert_eq!(codes.label(&Fault::new(code, "")), code.to_string());
        }
        assert_eq!(codes.label(&Fault::new(1_000, "")), "other");
        assert_eq!(codes.label(&Fault::new(7, "")), "7", "what is known stays known");
        let fresh = Codes::default();
        for strange in ["+49 170 1234567", "Ann", "a b", "unanswered\"}", &"x".repeat(Codes::LEN_MAX + 1)] {
            assert_eq!(fresh.label(&Fault::new(strange, "")), "other", "{strange}");
        }
        assert_eq!(fresh.label(&Fault::new("http_503", "")), "http_503");
    }
}
