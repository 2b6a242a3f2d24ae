//! The table of payloads: each file of `tests/fixtures` holds a call and the items that are to come of it.

use crate::incoming::{call, whatsapp};
use chat_core::{Address, Addressed, Channel, IdentityKey, Inbound, InboundMessage, InboundReceipt};
use serde_json::{Value, json};
use std::{fs, path::Path};

fn summary(item: &Addressed) -> Value {
    let to = match &item.to {
        Address::Account(id) => format!("account:{id}"),
        Address::Business(id) => format!("business:{id}"),
        Address::Nobody => "nobody".to_owned(),
    };
    match &item.inbound {
        Inbound::Message(message) => json!({"to": to, "message": of_message(message)}),
        Inbound::Receipt(receipt) => json!({"to": to, "receipt": of_receipt(receipt)}),
        Inbound::NotUnderstood(reason) => json!({"to": to, "notUnderstood": reason}),
        Inbound::Ignored => json!({"to": to, "ignored": true}),
    }
}

fn of_message(message: &InboundMessage) -> Value {
    let written = |key: &IdentityKey| format!("{}:{}", key.kind, key.value);
    json!({
        "id": message.external_id.id,
        "type": message.content_type,
        "content": message.content,
        "from": message.identities.iter().map(written).collect::<Vec<_>>(),
        "name": message.profile_name,
        "number": message.number,
        "replyTo": message.reply_to.as_ref().map(|answered| &answered.id),
        "sentAt": message.sent_at,
        "payload": message.payload.is_some(),
    })
}

fn of_receipt(receipt: &InboundReceipt) -> Value {
    json!({
        "id": receipt.external_id.id,
        "reference": receipt.reference,
        "status": receipt.status,
        "at": receipt.at,
        "error": receipt.error,
    })
}

fn fixtures() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, serde_json::from_slice(&fs::read(path).unwrap()).unwrap())
    };
    files.iter().map(read).collect()
}

#[test]
fn every_payload_becomes_the_items_it_says() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 60, "only {} fixtures were found", fixtures.len());
    let mut wrong = Vec::new();
    for (name, fixture) in fixtures {
        let items = whatsapp().receive(&call(&fixture["call"].to_string())).unwrap();
        let summaries: Vec<Value> = items.iter().map(summary).collect();
        if json!(summaries) != fixture["items"] {
            wrong.push(format!("{name}\n  got      {}\n  expected {}", json!(summaries), fixture["items"]));
        }
    }
    assert!(wrong.is_empty(), "{} of the payloads:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn an_item_kept_by_itself_is_read_as_the_same_item_again() {
    for (name, fixture) in fixtures() {
        for item in whatsapp().receive(&call(&fixture["call"].to_string())).unwrap() {
            let again = whatsapp().receive(&call(&item.raw)).unwrap();
            assert_eq!(again, [item], "{name}");
        }
    }
}

#[test]
fn what_stands_for_a_message_keeps_all_of_it_in_the_payload() {
    for (name, fixture) in fixtures() {
        for item in whatsapp().receive(&call(&fixture["call"].to_string())).unwrap() {
            let Inbound::Message(message) = item.inbound else { continue };
            let raw: Value = serde_json::from_str(&item.raw).unwrap();
            let original = &raw["entry"][0]["changes"][0]["value"]["messages"][0];
            if let Some(payload) = &message.payload {
                assert_eq!(payload, original, "{name}");
            }
        }
    }
}
