//! Who somebody on WhatsApp is.

use chat_core::{IdentityKey, IdentityKind};

/// The longest business-scoped user id, country and dots included.
const BSUID_MAX: usize = 160;
/// The longest phone number in digits. E.164 allows 15; Meta's ids of groups and tests are longer.
const PHONE_MAX: usize = 32;

/// Recognises an identity by its shape, for Meta puts a BSUID where a phone number is expected and the other way round.
///
/// `CC.` with letters and digits is a BSUID, with `ENT.` in front of them that of a parent portfolio; digits are a phone
/// number. Anything else is nobody.
pub(crate) fn identity(text: &str) -> Option<IdentityKey> {
    if let Some(kind) = bsuid_kind(text) {
        return Some(IdentityKey::new(kind, text));
    }
    let digits = text.strip_prefix('+').unwrap_or(text);
    let is_phone = (1..=PHONE_MAX).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_phone.then(|| IdentityKey::new(IdentityKind::WhatsappPhone, digits))
}

/// Whether a text has the shape of a business-scoped user id.
#[cfg(feature = "emulator")]
pub(crate) fn is_bsuid(text: &str) -> bool {
    bsuid_kind(text).is_some()
}

fn bsuid_kind(text: &str) -> Option<IdentityKind> {
    let (country, rest) = text.split_once('.')?;
    let (kind, rest) = match rest.strip_prefix("ENT.") {
        Some(rest) => (IdentityKind::WhatsappParentUser, rest),
        None => (IdentityKind::WhatsappUser, rest),
    };
    let has_shape = text.len() <= BSUID_MAX
        && country.len() == 2
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
        && !rest.is_empty()
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    has_shape.then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_known_by_its_shape() {
        let cases = [
            ("16505551234", Some((IdentityKind::WhatsappPhone, "16505551234"))),
            ("+16505551234", Some((IdentityKind::WhatsappPhone, "16505551234"))),
            ("US.13491208655302741918", Some((IdentityKind::WhatsappUser, "US.13491208655302741918"))),
            ("US.ENT.11815799212886844830", Some((IdentityKind::WhatsappParentUser, "US.ENT.11815799212886844830"))),
            ("DE.a1", Some((IdentityKind::WhatsappUser, "DE.a1"))),
            ("", None),
            ("+", None),
            ("foo_bar", None),
            ("us.1", None),
            ("USA.1", None),
            ("US.", None),
            ("US.ENT.", None),
            ("US.1-2", None),
            ("1.5", None),
        ];
        for (text, expected) in cases {
            let found = identity(text);
            let found = found.as_ref().map(|key| (key.kind, key.value.as_str()));
            assert_eq!(found, expected, "{text:?}");
        }
        assert_eq!(identity(&format!("US.{}", "1".repeat(200))), None);
    }
}
