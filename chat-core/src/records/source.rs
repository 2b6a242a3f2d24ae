use serde::{Deserialize, Deserializer, Serialize, de};
use std::{borrow::Cow, fmt};

/// Where a conversation comes from: the website widget, WhatsApp, or a channel of the host's own.
///
/// A short word of lower-case letters, digits and hyphens, at most [`Source::LEN_MAX`] bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
pub struct Source(Cow<'static, str>);

impl Source {
    /// The longest name in bytes.
    pub const LEN_MAX: usize = 32;
    /// The website widget.
    pub const WEBSITE: Self = Self(Cow::Borrowed("website"));
    /// The WhatsApp Business Cloud API.
    pub const WHATSAPP: Self = Self(Cow::Borrowed("whatsapp"));

    /// Names a channel of the host's own; nothing when the name breaks the rule above.
    pub fn new(name: &str) -> Option<Self> {
        match name {
            "website" => Some(Self::WEBSITE),
            "whatsapp" => Some(Self::WHATSAPP),
            _ => {
                let is_word = (1..=Self::LEN_MAX).contains(&name.len())
                    && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
                is_word.then(|| Self(Cow::Owned(name.to_owned())))
            }
        }
    }

    /// The word itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        Self::new(&text).ok_or_else(|| de::Error::custom("a source is a short lower-case word such as `whatsapp`"))
    }
}
