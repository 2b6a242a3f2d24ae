//! Whether a call comes from Meta.

use chat_core::{CallRefused, IncomingCall, Secret};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

const HEADER: &str = "x-hub-signature-256";

/// Checks the signature over the raw bytes against every secret, in a time that tells nothing of where it differs.
pub(crate) fn check<'a>(call: &IncomingCall, secrets: impl IntoIterator<Item = &'a Secret>) -> Result<(), CallRefused> {
    let given = call.header(HEADER).ok_or(CallRefused::Unsigned)?;
    let digits = given.strip_prefix("sha256=").ok_or(CallRefused::Malformed)?;
    let mut given = [0; 32];
    hex::decode_to_slice(digits, &mut given).map_err(|_| CallRefused::Malformed)?;
    let matches = secrets
        .into_iter()
        // Anybody can sign with an empty key.
        .filter(|secret| !secret.expose().is_empty())
        .fold(Choice::from(0), |matches, secret| matches | sign(secret.expose(), &call.body).ct_eq(&given));
    if bool::from(matches) { Ok(()) } else { Err(CallRefused::Forged) }
}

/// The HMAC-SHA256 of `bytes` under `key`.
pub(crate) fn sign(key: &str, bytes: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Computed with `printf hello | openssl dgst -sha256 -hmac key`.
    const OF_HELLO: &str = "sha256=9307b3b915efb5171ff14d8cb55fbcc798c6c0ef1456d66ded1a6aa723a58b7b";

    fn check_hello(header: Option<&str>, secrets: &[&str]) -> Result<(), CallRefused> {
        let headers = header.map(|value| (HEADER.to_owned(), value.to_owned())).into_iter().collect();
        let call = IncomingCall { headers, body: "hello".into() };
        let secrets: Vec<Secret> = secrets.iter().map(|secret| Secret::from(*secret)).collect();
        check(&call, &secrets)
    }

    #[test]
    fn a_call_is_taken_when_any_secret_signed_it() {
        assert_eq!(check_hello(Some(OF_HELLO), &["key"]), Ok(()));
        assert_eq!(check_hello(Some(OF_HELLO), &["new key", "key"]), Ok(()));
        assert_eq!(check_hello(Some(&OF_HELLO.to_uppercase().replace("SHA", "sha")), &["key"]), Ok(()));
    }

    #[test]
    fn a_call_is_refused_for_what_is_wrong_with_its_signature() {
        let changed = OF_HELLO.replace("9307", "9308");
        let of_empty_key = format!("sha256={}", hex::encode(sign("", b"hello")));
        let cases = [
            (None, CallRefused::Unsigned),
            (Some(""), CallRefused::Malformed),
            (Some("sha256="), CallRefused::Malformed),
            (Some("sha1=9307b3b915efb5171ff14d8cb55fbcc798c6c0ef"), CallRefused::Malformed),
            (Some(&OF_HELLO[..70]), CallRefused::Malformed),
            (Some(&OF_HELLO[7..]), CallRefused::Malformed),
            (Some(&changed), CallRefused::Forged),
            (Some(&of_empty_key), CallRefused::Forged),
        ];
        for (header, expected) in cases {
            assert_eq!(check_hello(header, &["key", ""]), Err(expected), "{header:?}");
        }
        assert_eq!(check_hello(Some(OF_HELLO), &["other"]), Err(CallRefused::Forged));
        assert_eq!(check_hello(Some(OF_HELLO), &[]), Err(CallRefused::Forged));
    }
}
