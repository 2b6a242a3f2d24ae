use icu_locale_core::LanguageIdentifier;
use serde::{Deserialize, Deserializer, Serialize, de};
use std::{borrow::Cow, fmt, str::FromStr};

/// A language as BCP 47 writes it: `de`, `pt-BR`, `zh-Hant`. Always in its usual spelling, so that equal languages are equal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
pub struct LanguageTag(String);

impl LanguageTag {
    /// The longest tag in bytes (RFC 5646 recommends to allow for that much).
    pub const LEN_MAX: usize = 35;

    /// The tag itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LanguageTag {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "expected a language such as de or pt-BR";
        if text.len() > Self::LEN_MAX {
            return Err(WRONG);
        }
        let language = LanguageIdentifier::try_from_str(text).map_err(|_| WRONG)?;
        if language.language.is_unknown() { Err(WRONG) } else { Ok(Self(language.to_string())) }
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for LanguageTag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <Cow<'de, str>>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_one_spelling() {
        for (text, tag) in [("de", "de"), ("PT-br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419")] {
            assert_eq!(text.parse::<LanguageTag>().unwrap().as_str(), tag);
        }
    }

    #[test]
    fn what_is_no_language_is_refused() {
        for text in ["", "d", "deutsch!", "und", "de-", "-de", "*", "de DE", "en-US-x-private", "toolonglanguage"] {
            assert!(text.parse::<LanguageTag>().is_err(), "{text}");
        }
    }
}
