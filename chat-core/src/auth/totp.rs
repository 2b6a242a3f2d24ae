//! Codes of an authenticator app (TOTP, RFC 6238, as every app has it: SHA-1, 30 seconds, 6 digits), and recovery codes.

use super::token::hash;
use crate::{SecondFactor, Secret, Timestamp, TokenHash};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;

/// How long a code is shown.
const STEP_MS: i64 = 30_000;
const DIGITS: usize = 6;
/// By how many steps the app's clock may be wrong, either way.
const DRIFT_MAX: i64 = 1;
const BASE_32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// How many letters of 5 bits a recovery code has: too many to be guessed by whoever has its hash.
const RECOVERY_LETTERS: usize = 16;

/// A secret of 160 random bits, as RFC 4226 recommends, in base 32.
pub(crate) fn new_secret() -> Secret {
    letters::<32>(BASE_32).into()
}

/// New recovery codes, for people to keep on paper.
pub(crate) fn new_recovery_codes() -> Vec<Secret> {
    let code = || {
        let letters = letters::<RECOVERY_LETTERS>(b"abcdefghijkmnpqrstuvwxyz23456789");
        [&letters[..4], &letters[4..8], &letters[8..12], &letters[12..]].join("-").into()
    };
    std::iter::repeat_with(code).take(SecondFactor::RECOVERY_COUNT).collect()
}

/// What is stored in the codes' stead.
pub(crate) fn hashes(codes: &[Secret]) -> Vec<TokenHash> {
    codes.iter().map(|code| hash(&plain(code.expose()))).collect()
}

/// The factor after a code was taken, which is one of the app's or a recovery code; nothing when it is neither, or was taken before.
pub(crate) fn take(factor: &SecondFactor, code: &str, now: Timestamp) -> Option<SecondFactor> {
    let code = plain(code);
    if code.len() == DIGITS && code.bytes().all(|byte| byte.is_ascii_digit()) {
        let step = matching_step(factor, &code, now)?;
        return Some(SecondFactor { last_step: step, ..factor.clone() });
    }
    let used = hash(&code);
    let left: Vec<_> = factor.recovery.iter().copied().filter(|hash| *hash != used).collect();
    (left.len() < factor.recovery.len()).then(|| SecondFactor { recovery: left, ..factor.clone() })
}

/// A code as it is compared: people write it with spaces, hyphens and capitals.
fn plain(code: &str) -> String {
    code.chars().filter(|char| !char.is_whitespace() && *char != '-').collect::<String>().to_lowercase()
}

fn matching_step(factor: &SecondFactor, code: &str, now: Timestamp) -> Option<i64> {
    let key = decode(factor.secret.expose())?;
    let present = now.millis().div_euclid(STEP_MS);
    let steps = (present - DRIFT_MAX..=present + DRIFT_MAX).filter(|step| *step > factor.last_step);
    let mut matching = None;
    for step in steps {
        if bool::from(code_at(&key, step).as_bytes().ct_eq(code.as_bytes())) {
            matching = matching.or(Some(step));
        }
    }
    matching
}

/// The code of a time step (RFC 4226, 5.3).
fn code_at(key: &[u8], step: i64) -> String {
    let mac = Hmac::<Sha1>::new_from_slice(key).expect("HMAC takes keys of any length");
    let digest: [u8; 20] = mac.chain_update(step.to_be_bytes()).finalize().into_bytes().into();
    let at = usize::from(digest[19] & 15);
    let number = u32::from_be_bytes([digest[at] & 0x7f, digest[at + 1], digest[at + 2], digest[at + 3]]);
    format!("{:0DIGITS$}", number % 10_u32.pow(DIGITS as u32))
}

fn decode(base_32: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(base_32.len() * 5 / 8);
    let (mut bits, mut count) = (0_u32, 0);
    for letter in base_32.bytes() {
        let digit = BASE_32.iter().position(|it| *it == letter)?;
        bits = (bits << 5) | digit as u32;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

fn letters<const COUNT: usize>(alphabet: &[u8; 32]) -> String {
    let mut random = [0; COUNT];
    getrandom::fill(&mut random).expect("the operating system has random numbers");
    random.iter().map(|byte| char::from(alphabet[usize::from(byte % 32)])).collect()
}

/// The code that an app shows, for tests.
#[cfg(test)]
pub(crate) fn shown(secret: &str, now: Timestamp) -> String {
    code_at(&decode(secret).expect("a secret is base 32"), now.millis().div_euclid(STEP_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238's test vectors.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn factor(recovery: Vec<TokenHash>) -> SecondFactor {
        SecondFactor { secret: SECRET.into(), confirmed_at: None, last_step: 0, recovery }
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        assert_eq!(decode(SECRET).unwrap(), b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(shown(SECRET, at(seconds)), code);
        }
    }

    #[test]
    fn a_code_is_taken_once_and_only_about_its_time() {
        let factor = factor(vec![]);
        let code = shown(SECRET, at(1_000_000));
        let taken = take(&factor, &format!(" {} {}", &code[..3], &code[3..]), at(1_000_000)).unwrap();
        assert!(take(&taken, &code, at(1_000_000)).is_none(), "twice");
        assert!(take(&taken, &shown(SECRET, at(999_970)), at(1_000_000)).is_none(), "one from before");
        assert!(take(&taken, &shown(SECRET, at(1_000_030)), at(1_000_030)).is_some(), "the next");
        for (seconds, is_taken) in [(-60, false), (-30, true), (30, true), (60, false)] {
            assert_eq!(take(&factor, &code, at(1_000_000 + seconds)).is_some(), is_taken, "{seconds}");
        }
        for wrong in ["", "000000", "12345", "1234567", "abcdef"] {
            assert!(wrong == code || take(&factor, wrong, at(1_000_000)).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_recovery_code_is_taken_once_however_it_is_written() {
        let codes = new_recovery_codes();
        assert_eq!(codes.len(), SecondFactor::RECOVERY_COUNT);
        let factor = factor(hashes(&codes));
        let written = codes[3].expose().to_uppercase().replace('-', " ");
        let taken = take(&factor, &written, at(0)).unwrap();
        assert_eq!(taken.recovery.len(), codes.len() - 1);
        assert!(take(&taken, codes[3].expose(), at(0)).is_none());
        assert!(take(&taken, codes[4].expose(), at(0)).is_some());
    }

    #[test]
    fn a_secret_has_160_bits() {
        let secret = new_secret();
        assert_eq!(decode(secret.expose()).unwrap().len(), 20);
        assert_ne!(secret, new_secret());
    }
}
