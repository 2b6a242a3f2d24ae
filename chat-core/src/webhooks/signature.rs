//! Signatures as Standard Webhooks has them.

use crate::{Secret, Timestamp, Webhook};
use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A secret that nobody else has: 256 random bits.
pub(crate) fn new_secret() -> Secret {
    let mut random = [0; 32];
    getrandom::fill(&mut random).expect("the operating system has random numbers");
    format!("{}{}", Webhook::SECRET_PREFIX, BASE64_STANDARD.encode(random)).into()
}

/// The headers that prove a call: its name, its time, and a signature with each of the secrets.
pub(super) fn headers<'a>(
    id: &str,
    now: Timestamp,
    body: &[u8],
    secrets: impl Iterator<Item = &'a Secret>,
) -> Vec<(&'static str, String)> {
    let seconds = now.millis() / 1000;
    let signatures: Vec<_> = secrets.map(|secret| signature(secret, id, seconds, body)).collect();
    vec![
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", seconds.to_string()),
        ("webhook-signature", signatures.join(" ")),
    ]
}

fn signature(secret: &Secret, id: &str, seconds: i64, body: &[u8]) -> String {
    let text = secret.expose().strip_prefix(Webhook::SECRET_PREFIX).unwrap_or_default();
    let key = BASE64_STANDARD.decode(text).unwrap_or_default();
    let mac = Hmac::<Sha256>::new_from_slice(&key).expect("HMAC takes keys of any length");
    let mac = mac.chain_update(format!("{id}.{seconds}.")).chain_update(body);
    format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the libraries of Standard Webhooks are tested with.
    #[test]
    fn the_signature_is_that_of_the_standard() {
        let secret = Secret::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let signed = signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, br#"{"test": 2432232314}"#);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn each_secret_signs_and_no_secret_is_like_another() {
        let secrets = [new_secret(), new_secret()];
        assert_ne!(secrets[0], secrets[1]);
        let now = Timestamp::from_millis(1_767_225_600_999);
        let headers = headers("msg_1", now, b"{}", secrets.iter());
        assert_eq!(headers[1], ("webhook-timestamp", "1767225600".to_owned()));
        let parts: Vec<_> = headers[2].1.split(' ').collect();
        assert_eq!(parts.len(), 2);
        assert_ne!(parts[0], parts[1]);
        assert!(parts.iter().all(|part| part.starts_with("v1,")));
    }
}
