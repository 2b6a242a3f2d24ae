//! What goes over the channel: JSON that processes of different versions understand as far as they know it.

use chat_core::Signal;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::HashMap;

/// Some signals of one process.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Bundle<'a> {
    pub(crate) process: &'a str,
    /// Grows by one with each bundle, so that one that had to be sent twice is heard once.
    pub(crate) number: u64,
    pub(crate) signals: &'a [Signal],
}

/// The same as it comes in.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Heard<'a> {
    process: &'a str,
    number: u64,
    #[serde(borrow)]
    signals: Vec<&'a RawValue>,
}

/// Picks out of the channel what is new to this process.
#[derive(Debug)]
pub(crate) struct Ear {
    /// Its own name, whose bundles are no news.
    process: String,
    /// The last bundle of every other process.
    last: HashMap<String, u64>,
}

impl Ear {
    /// The processes whose last bundle is remembered. When there were more, most of them are gone, and all are forgotten.
    const PROCESSES_MAX: usize = 1024;
    /// The largest bundle that is read.
    const BYTES_MAX: usize = 1024 * 1024;

    pub(crate) fn new(process: &str) -> Self {
        Self { process: process.to_owned(), last: HashMap::new() }
    }

    /// The signals of a bundle from another process that was not heard before. What a newer version says and this one does not
    /// know is passed over.
    pub(crate) fn take(&mut self, bundle: &[u8]) -> Vec<Signal> {
        if bundle.len() > Self::BYTES_MAX {
            return Vec::new();
        }
        let Ok(heard) = serde_json::from_slice::<Heard<'_>>(bundle) else { return Vec::new() };
        if heard.process == self.process || self.last.get(heard.process).is_some_and(|last| heard.number <= *last) {
            return Vec::new();
        }
        if self.last.len() >= Self::PROCESSES_MAX {
            self.last.clear();
        }
        self.last.insert(heard.process.to_owned(), heard.number);
        heard.signals.into_iter().filter_map(|signal| serde_json::from_str(signal.get()).ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chat_core::{Env, Typist};

    fn typing() -> Signal {
        let env = Env::default();
        let typist = Typist::Agent(env.id());
        Signal::Typing {
            client_id: env.id(),
            conversation_id: env.id(),
            customer_id: Some(env.id()),
            typist,
            name: Some("Ann".into()),
            is_typing: true,
        }
    }

    fn bundle(process: &str, number: u64, signals: &[Signal]) -> Vec<u8> {
        serde_json::to_vec(&Bundle { process, number, signals }).unwrap()
    }

    #[test]
    fn a_bundle_is_heard_once_and_not_by_its_sender() {
        let mut ear = Ear::new("me");
        let signals = [typing(), typing()];
        assert_eq!(ear.take(&bundle("other", 1, &signals)), signals);
        assert!(ear.take(&bundle("other", 1, &signals)).is_empty(), "it was sent twice");
        assert_eq!(ear.take(&bundle("third", 1, &signals[..1])), signals[..1]);
        assert_eq!(ear.take(&bundle("other", 2, &signals[..1])), signals[..1]);
        assert!(ear.take(&bundle("me", 1, &signals)).is_empty());
    }

    #[test]
    fn what_is_not_known_is_passed_over() {
        let mut ear = Ear::new("me");
        let known = typing();
        let bundle = format!(
            r#"{{"process":"other","number":1,"since":"tomorrow","signals":[{{"type":"sang"}},{}]}}"#,
            serde_json::to_string(&known).unwrap()
        );
        assert_eq!(ear.take(bundle.as_bytes()), [known]);
        for noise in ["", "[]", "\u{0}", r#"{"process":"other","number":-1,"signals":[]}"#] {
            assert!(ear.take(noise.as_bytes()).is_empty());
        }
    }
}
