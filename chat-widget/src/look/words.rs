use super::language::base;
use crate::assets::Asset;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::LazyLock};

/// The few words that the loader says by itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Words {
    pub(crate) open: String,
    pub(crate) close: String,
    pub(crate) dismiss: String,
    pub(crate) unread: String,
    pub(crate) title: String,
}

/// The browser side brings them along, so that no word is written in two places.
static ALL: LazyLock<BTreeMap<String, Words>> =
    LazyLock::new(|| serde_json::from_slice(Asset::words()).expect("the built words are as the build writes them"));

/// In English, for whoever speaks none of the others.
const FALLBACK: &str = "en";

impl Words {
    /// The languages there are, besides those of a widget's own texts.
    pub(crate) fn languages() -> impl Iterator<Item = &'static str> + Clone {
        ALL.keys().map(String::as_str)
    }

    /// In a language, or in the nearest that there is.
    pub(crate) fn of(tag: &str) -> &'static Self {
        let found = ALL.get(tag).or_else(|| ALL.get(base(tag))).or_else(|| ALL.get(FALLBACK));
        found.expect("there is English")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_all_words() {
        assert!(Words::languages().count() >= 12);
        for language in Words::languages() {
            let Words { open, close, dismiss, unread, title } = Words::of(language);
            assert!([open, close, dismiss, unread, title].iter().all(|word| !word.is_empty()), "{language}");
            assert!(unread.contains("{n}"), "{language}");
        }
        assert_eq!(Words::of("sv"), Words::of("en"));
        assert_eq!(Words::of("de-CH"), Words::of("de"));
        assert_ne!(Words::of("de"), Words::of("en"));
    }
}
