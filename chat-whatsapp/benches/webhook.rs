//! What it costs to read a webhook.
//!
//! `cargo bench -p chat-whatsapp --bench webhook` prints, for calls of one item and of a thousand of each kind, how many bytes they
//! have and how long an item takes, from the bytes to our words and to what is kept of it: the best, the middle and the worst of the
//! rounds. Arguments choose lines by parts of their names (`text`, `status 1000`); `CHAT_BENCH_SECONDS` says how long each line runs.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use chat_core::{Channel, Inbound, IncomingCall};
use chat_whatsapp::{Config, WhatsApp};
use serde_json::{Value, json};
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// Makes the item with a number.
type Make = fn(usize) -> Value;

fn main() {
    let seconds = std::env::var("CHAT_BENCH_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2);
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    println!("items            bytes  best us/item  median us/item  p99 us/item");
    let kinds: [(&str, &str, Make); 4] = [
        ("text", "messages", text),
        ("image", "messages", image),
        ("status", "statuses", status),
        ("location", "messages", location),
    ];
    for (name, list, make) in kinds {
        for count in [1, 1_000] {
            let name = format!("{name} {count}");
            if wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str())) {
                line(&name, list, count, make, Duration::from_secs(seconds));
            }
        }
    }
}

fn line(name: &str, list: &str, count: usize, make: Make, time: Duration) {
    let whatsapp = WhatsApp::new(Config::default());
    let call = call(list, (0..count).map(make).collect());
    let read = || whatsapp.receive(black_box(&call)).expect("it is a call");
    let items = read();
    let is_understood = |inbound: &Inbound| matches!(inbound, Inbound::Message(_) | Inbound::Receipt(_));
    assert!(items.len() == count && items.iter().all(|item| is_understood(&item.inbound)), "{name} is understood");
    let mut rounds = Vec::new();
    let begin = Instant::now();
    while begin.elapsed() < time {
        let start = Instant::now();
        drop(black_box(read()));
        rounds.push(start.elapsed());
    }
    rounds.sort_unstable();
    let per_item = |part: usize| rounds[(rounds.len() - 1) * part / 100].as_secs_f64() * 1e6 / count as f64;
    let bytes = call.body.len();
    println!("{name:<14} {bytes:>7}  {:>12.2}  {:>14.2}  {:>11.2}", per_item(0), per_item(50), per_item(99));
}

/// A call of one change, each item of which is of a customer of its own.
fn call(list: &str, items: Vec<Value>) -> IncomingCall {
    let contact = |n: usize| json!({"profile": {"name": "Ann Lee"}, "wa_id": number(n), "user_id": user(n)});
    let contacts: Vec<Value> = if list == "messages" { (0..items.len()).map(contact).collect() } else { Vec::new() };
    let mut value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"},
        "contacts": contacts,
    });
    value[list] = Value::Array(items);
    let change = json!({"field": "messages", "value": value});
    let body =
        json!({"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": [change]}]});
    IncomingCall { headers: Vec::new(), body: body.to_string().into() }
}

fn number(n: usize) -> String {
    format!("1650{n:07}")
}

fn user(n: usize) -> String {
    format!("US.1349120865530{n:07}")
}

fn message(n: usize, kind: &str, part: Value) -> Value {
    json!({
        "from": number(n),
        "from_user_id": user(n),
        "id": format!("wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQzQTdCNTg5RjY1MUQxMDc1{n:06}"),
        "timestamp": "1750030073",
        "type": kind,
        kind: part,
    })
}

fn text(n: usize) -> Value {
    message(n, "text", json!({"body": "Does it come in another colour? I would like to have it by Friday. 🙂"}))
}

fn image(n: usize) -> Value {
    let url =
        "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1479537139650973&source=webhook&ext=1744344496";
    let hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let part =
        json!({"id": format!("{n}"), "mime_type": "image/jpeg", "sha256": hash, "caption": "This one", "url": url});
    message(n, "image", part)
}

fn location(n: usize) -> Value {
    message(
        n,
        "location",
        json!({"latitude": 37.484_7, "longitude": -122.148_3, "name": "Depot", "address": "1 Hacker Way"}),
    )
}

fn status(n: usize) -> Value {
    json!({
        "id": format!("wamid.HBgLMTY1MDU1NTEyMzQVAgARGBI3MTE5MjVBOTE3MDk5QUVF{n:06}"),
        "status": "delivered",
        "timestamp": "1750030073",
        "recipient_id": number(n),
        "recipient_user_id": user(n),
        "biz_opaque_callback_data": "0193f0a0-7c1e-7000-8000-000000000001.0193f0a0-7c1e-7000-8000-000000000002",
        "pricing": {"billable": true, "pricing_model": "PMP", "type": "regular", "category": "marketing"},
    })
}
