//! What WhatsApp calls when a customer writes.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;
use std::ops::Range;

/// The number that customers write to.
pub const PHONE_NUMBER_ID: &str = "106540352242922";
/// The business it belongs to.
pub const BUSINESS_ID: &str = "102290129340398";
/// What its messages are sent with.
pub const ACCESS_TOKEN: &str = "token-of-the-benchmark";
/// What calls are signed with.
pub const APP_SECRET: &str = "0123456789abcdef0123456789abcdef";
/// How many customers write, in turn.
pub const CUSTOMERS: u64 = 200;

/// The route that takes calls.
pub const PATH: &str = "/webhooks/whatsapp";

/// A signed call.
#[derive(Debug)]
pub struct Webhook {
    /// The lines of its head.
    pub headers: String,
    /// The body.
    pub body: Vec<u8>,
}

/// What WhatsApp calls the message of this number.
#[must_use]
pub fn message_id(number: u64) -> String {
    format!("wamid.HBgNNDkxNTExMjM0NTY3OBUCABIYFjNF{number:012}")
}

/// The call that brings the message of this number, from the customer whose turn it is.
#[must_use]
pub fn text(number: u64) -> Webhook {
    texts(number..number + 1)
}

/// The same of several numbers, all in one call.
#[must_use]
pub fn texts(numbers: Range<u64>) -> Webhook {
    let said = |number| format!("Is number {number} still there, and could you send it by Friday?");
    let all: Vec<(u64, String)> = numbers.map(|number| (number, said(number))).collect();
    call(&all)
}

/// The call that brings the message of this number with a text of its own.
#[must_use]
pub fn saying(number: u64, text: &str) -> Webhook {
    call(&[(number, text.to_owned())])
}

fn call(all: &[(u64, String)]) -> Webhook {
    let customer = |number: u64| format!("49151{:08}", number % CUSTOMERS);
    let contact = |(number, _): &(u64, String)| {
        let name = format!("Customer {}", number % CUSTOMERS);
        json!({ "profile": { "name": name }, "wa_id": customer(*number) })
    };
    let message = |(number, text): &(u64, String)| {
        json!({
            "from": customer(*number),
            "id": message_id(*number),
            "timestamp": "1767225600",
            "type": "text",
            "text": { "body": text },
        })
    };
    let body = json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": BUSINESS_ID, "changes": [{ "field": "messages", "value": {
            "messaging_product": "whatsapp",
            "metadata": { "display_phone_number": "15550783881", "phone_number_id": PHONE_NUMBER_ID },
            "contacts": all.iter().map(contact).collect::<Vec<_>>(),
            "messages": all.iter().map(message).collect::<Vec<_>>(),
        }}]}],
    });
    let body = body.to_string().into_bytes();
    let headers = format!("content-type: application/json\r\nx-hub-signature-256: sha256={}\r\n", signature(&body));
    Webhook { headers, body }
}

fn signature(body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(APP_SECRET.as_bytes()).expect("a key may have any length");
    mac.update(body);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
