//! The table of payloads: each file of `tests/fixtures` holds a call and the items that are to come of it.

use crate::incoming::{call, whatsapp};
use chat_core::{
    AccountChange, Address, Addressed, AmendmentKind, Channel, Fault, IdentityKey, Inbound, InboundMessage,
    InboundReceipt, RemoteFile, TemplateChange,
};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// An item as the fixtures have it.
fn summary(item: &Addressed) -> Value {
    let to = match &item.to {
        Address::Account(id) => format!("account:{id}"),
        Address::Business(id) => format!("business:{id}"),
        Address::Nobody => "nobody".to_owned(),
    };
    let (what, said) = match &item.inbound {
        Inbound::Message(message) => ("message", of_message(message)),
        Inbound::Receipt(receipt) => ("receipt", of_receipt(receipt)),
        Inbound::Reaction(reaction) => (
            "reaction",
            json!({
                "id": reaction.external_id.id,
                "target": reaction.target.id,
                "emoji": reaction.emoji,
                "at": reaction.at,
                "isByTeam": reaction.is_by_team,
            }),
        ),
        Inbound::Amendment(amendment) => (
            "amendment",
            json!({
                "target": amendment.target.id,
                "change": match amendment.change {
                    AmendmentKind::Edited => "edited",
                    AmendmentKind::TakenBack => "takenBack",
                },
                "isByTeam": amendment.is_by_team,
                "message": of_message(&amendment.message),
            }),
        ),
        Inbound::Foreign(foreign) => (
            "foreign",
            json!({
                "isByTeam": foreign.is_by_team,
                "isPast": foreign.is_past,
                "status": foreign.status,
                "message": of_message(&foreign.message),
            }),
        ),
        Inbound::Consent(consent) => (
            "consent",
            json!({"from": written(&consent.identities), "wantsMarketing": consent.wants_marketing, "at": consent.at}),
        ),
        Inbound::Contact(contact) => ("contact", json!({"from": written(&contact.identities), "name": contact.name})),
        Inbound::Account(news) => ("account", json!({"number": news.number, "change": of_account(&news.change)})),
        Inbound::Template(news) => (
            "template",
            json!({
                "reference": news.reference,
                "name": news.name,
                "language": news.language,
                "change": of_template(&news.change),
            }),
        ),
        Inbound::NotUnderstood(reason) => ("notUnderstood", json!(reason)),
        Inbound::Ignored => ("ignored", json!(true)),
    };
    json!({"to": to, what: said})
}

fn written(keys: &[IdentityKey]) -> Vec<String> {
    keys.iter().map(|key| format!("{}:{}", key.kind, key.value)).collect()
}

/// A message without what it has not; its payload without the message as it came.
fn of_message(message: &InboundMessage) -> Value {
    let mut said = json!({
        "id": message.external_id.id,
        "type": message.content_type,
        "content": message.content,
        "from": written(&message.identities),
        "name": message.profile_name,
        "number": message.number,
        "replyTo": message.reply_to.as_ref().map(|answered| &answered.id),
        "sentAt": message.sent_at,
        "opensWindow": message.opens_window,
    });
    let mut payload = message.payload.clone();
    if let Some(fields) = payload.as_mut().and_then(Value::as_object_mut) {
        fields.remove("raw");
    }
    said["payload"] = json!(payload);
    for (key, name) in [("username", &message.username), ("senderName", &message.sender_name)] {
        if let Some(name) = name {
            said[key] = json!(name);
        }
    }
    if !message.files.is_empty() {
        said["files"] = message.files.iter().map(of_file).collect();
    }
    said
}

fn of_file(file: &RemoteFile) -> Value {
    let hash = file.hash.map(|hash| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    json!({"reference": file.reference, "name": file.name, "mediaType": file.media_type, "hash": hash})
}

fn of_receipt(receipt: &InboundReceipt) -> Value {
    json!({
        "id": receipt.external_id.id,
        "reference": receipt.reference,
        "status": receipt.status,
        "at": receipt.at,
        "error": receipt.error,
        "billable": receipt.billable,
    })
}

fn of_account(change: &AccountChange) -> Value {
    let said = |fault: &Fault| json!([fault.code, fault.message]);
    match change {
        AccountChange::Quality(word) => json!({"quality": word}),
        AccountChange::Limit(word) => json!({"limit": word}),
        AccountChange::Name { name, decision } => json!({"name": [name, decision]}),
        AccountChange::Stopped(fault) => json!({"stopped": said(fault)}),
        AccountChange::MayWork => json!("mayWork"),
        AccountChange::Noted(fault) => json!({"noted": said(fault)}),
    }
}

fn of_template(change: &TemplateChange) -> Value {
    match change {
        TemplateChange::Status { status, reason } => json!({"status": [status, reason]}),
        TemplateChange::Quality(word) => json!({"quality": word}),
        TemplateChange::Category(word) => json!({"category": word}),
        TemplateChange::Wording => json!("wording"),
    }
}

/// Every fixture with its name.
pub(crate) fn fixtures() -> Vec<(String, Value)> {
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
            let message = match item.inbound {
                Inbound::Message(message) => *message,
                Inbound::Amendment(amendment) => amendment.message,
                Inbound::Foreign(foreign) => foreign.message,
                _ => continue,
            };
            let raw: Value = serde_json::from_str(&item.raw).unwrap();
            let value = &raw["entry"][0]["changes"][0]["value"];
            let places = ["/messages/0", "/message_echoes/0", "/history/0/threads/0/messages/0", "/user_id_update/0"];
            let original = places.iter().find_map(|place| value.pointer(place));
            if let Some(payload) = &message.payload {
                assert_eq!(payload.get("raw"), original, "{name}");
                let kind = payload["type"].as_str();
                assert_eq!(kind, Some(message.content_type.as_str()), "{name}");
            }
        }
    }
}

#[test]
fn the_page_about_messages_names_every_part_of_a_payload() {
    const PAGE: &str = include_str!("../../../docs/WHATSAPP.md");
    for (name, fixture) in fixtures() {
        for item in fixture["items"].as_array().unwrap() {
            let said = &item["message"]["payload"];
            for (part, inside) in said.as_object().into_iter().flatten().filter(|(part, _)| *part != "type") {
                assert!(PAGE.contains(&format!("`{part}`")), "{part} of {name}");
                for key in inside.as_object().into_iter().flat_map(|fields| fields.keys()) {
                    assert!(PAGE.contains(&format!("`{key}`")), "{key} in {part} of {name}");
                }
            }
        }
    }
}
