//! Text that must not be seen.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;

/// A password, token or key: kept out of `Debug`, logs and JSON by its type.
///
/// ```
/// let token = chat_core::Secret::from("EAAG-very-secret");
/// assert_eq!(format!("{token:?}"), "Secret(…)");
/// assert_eq!(token.expose(), "EAAG-very-secret");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret itself; call it only where it is used.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A secret that nobody else has.
    pub(crate) fn random() -> Self {
        Self(format!("{}{}", crate::text::random_word(), crate::text::random_word()))
    }

    /// The key for one purpose that follows from it. From none of them another follows.
    pub(crate) fn derived(&self, purpose: &str) -> [u8; 32] {
        let mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("HMAC takes keys of any length");
        mac.chain_update(purpose).finalize().into_bytes().into()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
