use super::WHATSAPP;
use chat_core::{Account, AccountFacts, AccountStatus, CallRefused, Channel, IncomingCall, Secret, Source, Timestamp};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const SECRETS: [&str; 2] = ["the app's secret", "the one before"];
const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Takes the first line of `bytes` for the signature of a call and the rest for its body.
///
/// # Panics
///
/// Panics when anything but the right signature lets a call in, or when that does not.
pub fn signature(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let (header, body) = end.map_or((bytes, &[][..]), |end| (&bytes[..end], &bytes[end + 1..]));
    // As servers read headers: each byte is a character.
    let header: String = header.iter().copied().map(char::from).collect();
    let right = SECRETS.map(|secret| signed(secret, body));
    let is_right = right.iter().any(|right| is_same(&header, right));
    let found = authenticate(Some(&header), body);
    assert_eq!(found.is_ok(), is_right, "only the right signature lets a call in");
    assert_eq!(authenticate(None, body), Err(CallRefused::Unsigned));
    for right in right {
        assert_eq!(authenticate(Some(&right), body), Ok(()), "the right signature lets a call in");
        let longer = [body, b"!"].concat();
        assert_eq!(authenticate(Some(&right), &longer), Err(CallRefused::Forged), "it is for one body only");
    }
}

fn is_same(header: &str, right: &str) -> bool {
    let digits = |text: &'_ str| text.strip_prefix("sha256=").map(str::to_ascii_lowercase);
    digits(header).is_some_and(|header| Some(header) == digits(right))
}

fn authenticate(header: Option<&str>, body: &[u8]) -> Result<(), CallRefused> {
    let headers = header.map(|value| ("x-hub-signature-256".to_owned(), value.to_owned())).into_iter().collect();
    WHATSAPP.authenticate(&IncomingCall { headers, body: body.to_vec().into() }, &account())
}

fn signed(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(body);
    mac.finalize().into_bytes().iter().fold("sha256=".to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

fn account() -> Account {
    let [app_secret, previous_app_secret] = SECRETS.map(Secret::from);
    Account {
        id: ID.parse().expect("it is an id"),
        client_id: ID.parse().expect("it is an id"),
        source: Source::WHATSAPP,
        address: "2".to_owned(),
        business_id: "1".to_owned(),
        display_number: None,
        access_token: Secret::from("a token"),
        app_secret,
        previous_app_secret: Some(previous_app_secret),
        verify_token: Secret::from("a word"),
        status: AccountStatus::Active,
        pause_reason: None,
        next_check_at: None,
        checks: 0,
        throughput: None,
        throughput_cap: None,
        sends_read_receipts: true,
        throttled_until: None,
        throttle_ms: 0,
        facts: AccountFacts::default(),
        created_at: Timestamp::default(),
        updated_at: Timestamp::default(),
        revision: 1,
    }
}
