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

/// The other way in which WhatsApp writes a phone number, for numbers of countries that have changed their way: it knows one user
/// by the old or by the new one, and by either over time.
///
/// In Brazil mobile numbers got a 9 in front, but those that there were before go on without; in Argentina and in Mexico mobile
/// numbers were called from abroad with a 9 or a 1 after the country code, and need not be any more. A Brazilian landline begins
/// with 2 to 5 and never got a 9, so that it is nobody's other number.
pub(crate) fn variant(phone: &IdentityKey) -> Option<IdentityKey> {
    if phone.kind != IdentityKind::WhatsappPhone || !phone.value.is_ascii() {
        return None;
    }
    let digits = phone.value.as_str();
    let (country, rest) = digits.split_at_checked(2)?;
    let begins = |digits: &str, range: std::ops::RangeInclusive<u8>| {
        digits.bytes().next().is_some_and(|digit| range.contains(&digit))
    };
    let other = match (country, rest.len()) {
        ("55", 10 | 11) if rest.starts_with('0') => return None,
        ("55", 10) if begins(&rest[2..], b'6'..=b'9') => format!("55{}9{}", &rest[..2], &rest[2..]),
        ("55", 11) if rest[2..].starts_with('9') && begins(&rest[3..], b'6'..=b'9') => {
            format!("55{}{}", &rest[..2], &rest[3..])
        }
        ("54", 10) if begins(rest, b'1'..=b'3') => format!("549{rest}"),
        ("54", 11) if rest.starts_with('9') && begins(&rest[1..], b'1'..=b'3') => format!("54{}", &rest[1..]),
        ("52", 10) if begins(rest, b'2'..=b'9') => format!("521{rest}"),
        ("52", 11) if rest.starts_with('1') && begins(&rest[1..], b'2'..=b'9') => format!("52{}", &rest[1..]),
        _ => return None,
    };
    Some(IdentityKey::new(IdentityKind::WhatsappPhone, other))
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

    fn variant_of(digits: &str) -> Option<String> {
        variant(&IdentityKey::new(IdentityKind::WhatsappPhone, digits)).map(|key| key.value)
    }

    #[test]
    fn a_number_that_is_written_in_two_ways_has_a_variant() {
        let pairs = [
            // Brazil: São Paulo, Porto Alegre.
            ("5511987654321", "551187654321"),
            ("5551998765432", "555198765432"),
            // Argentina: Buenos Aires, Bariloche.
            ("5491123456789", "541123456789"),
            ("5492944123456", "542944123456"),
            // Mexico.
            ("5215512345678", "525512345678"),
            ("5219981234567", "529981234567"),
        ];
        for (one, other) in pairs {
            assert_eq!(variant_of(one).as_deref(), Some(other), "{one}");
            assert_eq!(variant_of(other).as_deref(), Some(one), "{other}");
        }
    }

    #[test]
    fn a_number_of_any_other_shape_has_none() {
        let numbers = [
            "",
            "5",
            "55",
            // Brazil: a landline; a mobile number that never was without its 9; no area; too short; too long.
            "551132345678",
            "5511932345678",
            "550187654321",
            "55118765432",
            "55119876543210",
            // Argentina: no area begins so.
            "549923456789",
            "541",
            "54912345678901",
            // Mexico: no number begins so.
            "520512345678",
            "5211512345678",
            // Others.
            "16505551234",
            "4915112345678",
            "351912345678",
        ];
        for digits in numbers {
            assert_eq!(variant_of(digits), None, "{digits}");
        }
        assert_eq!(variant(&IdentityKey::new(IdentityKind::WhatsappUser, "5511987654321")), None);
    }

    #[test]
    fn the_variant_of_a_variant_is_the_number_itself() {
        for digits in ["551187654321", "5511987654321", "541123456789", "5491123456789", "525512345678"] {
            let there = variant_of(digits).unwrap();
            assert_eq!(variant_of(&there).as_deref(), Some(digits));
        }
    }
}
