//! What a send may carry: for each type, bodies that are taken and bodies that are refused.

use crate::stage::{Stage, serve};
use axum::{Router, http::header, routing::get};
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

const ANN: &str = "+16505551234";

fn send(kind: &str, part: &Value) -> Value {
    let mut body = json!({"messaging_product": "whatsapp", "recipient_type": "individual", "to": ANN, "type": kind});
    body[kind] = part.clone();
    body
}

/// A stage without throughput limits, on which Ann has written.
async fn stage() -> Stage {
    let mut stage = Stage::open_with(|setup| setup.rules.rate_limits = false).await;
    stage.customer_writes(ANN).await;
    stage
}

async fn are_taken(stage: &Stage, kind: &str, parts: &[Value]) {
    for part in parts {
        let answer = stage.send(send(kind, part)).await;
        assert_eq!(answer.status, 200, "{kind} {part} gave {}", answer.json);
    }
}

async fn are_refused(stage: &Stage, kind: &str, parts: &[(i64, Value)]) {
    for (code, part) in parts {
        let answer = stage.send(send(kind, part)).await;
        assert_eq!((answer.status, answer.code().1), (400, *code), "{kind} {part} gave {}", answer.json);
        assert!(answer.json["error"]["error_data"]["details"].is_string(), "{kind} {part} gave {}", answer.json);
    }
}

fn text(length: usize) -> String {
    "x".repeat(length)
}

#[tokio::test]
async fn locations() {
    let stage = stage().await;
    let taken = [
        json!({"latitude": 37.4, "longitude": -122.2, "name": "Office", "address": "1 Way"}),
        json!({"latitude": "37.4", "longitude": "-122.2"}),
    ];
    let refused = [
        (131_008, json!({"latitude": 1})),
        (131_009, json!({"latitude": 90.5, "longitude": 0})),
        (131_009, json!({"latitude": "north", "longitude": 0})),
        (131_009, json!([])),
    ];
    are_taken(&stage, "location", &taken).await;
    are_refused(&stage, "location", &refused).await;
}

#[tokio::test]
async fn contacts() {
    let stage = stage().await;
    let ann = json!({"name": {"formatted_name": "Ann Lee", "first_name": "Ann"}, "phones": [{"phone": "+1650"}]});
    let taken = [json!([ann]), json!([ann, {"name": {"formatted_name": "Dr.", "prefix": "Dr."}}])];
    let refused = [
        (131_009, json!([])),
        (131_009, json!({})),
        (131_008, json!([{}])),
        (131_008, json!([{"name": {"first_name": "Ann"}}])),
        (131_009, json!([{"name": {"formatted_name": "Ann"}}])),
        (131_009, Value::Array(vec![ann; 258])),
    ];
    are_taken(&stage, "contacts", &taken).await;
    are_refused(&stage, "contacts", &refused).await;
}

#[tokio::test]
async fn a_reaction_is_to_a_message_of_the_chat_and_is_only_ever_sent() {
    let mut stage = Stage::open_with(|setup| setup.delays.read_ms = Some(1)).await;
    let target = stage.customer_writes(ANN).await;
    stage.control("users", json!({"id": "bo", "phone": "+16505550000"})).await;
    stage.control("inbound", json!({"user": "bo", "text": "hi"})).await;
    let of_bo = stage.receiver.next().await.value()["messages"][0]["id"].clone();
    stage.control("clock", json!({"freeze": true})).await;
    let refused = [
        (131_009, json!({"message_id": of_bo, "emoji": "👍"})),
        (131_009, json!({"message_id": "wamid.unknown", "emoji": "👍"})),
        (131_009, json!({"message_id": target, "emoji": "ok"})),
        (131_008, json!({"message_id": target})),
        (131_008, json!({"emoji": "👍"})),
    ];
    are_refused(&stage, "reaction", &refused).await;

    let reactions = [json!({"message_id": target, "emoji": "👩‍💻"}), json!({"message_id": target, "emoji": ""})];
    are_taken(&stage, "reaction", &reactions).await;
    stage.control("clock", json!({"advanceMs": 60_000})).await;

    for _ in 0..2 {
        assert_eq!(stage.receiver.next_status().await["statuses"][0]["status"], "sent");
    }
    for message in stage.report("messages?direction=outbound").await["messages"].as_array().unwrap() {
        assert_eq!(message["status"], "sent");
    }
}

#[tokio::test]
async fn captions_and_file_names() {
    let stage = stage().await;
    let phone = &stage.account.phone_number_id;
    let keep = |mime: &str| stage.emulator.keep_user_media(phone, mime, None, vec![1]).unwrap().id;
    let (picture, speech, sticker, music) =
        (keep("image/png"), keep("audio/ogg; codecs=opus"), keep("image/webp"), keep("audio/mpeg"));
    are_taken(&stage, "image", &[json!({"id": picture, "caption": text(1_024)})]).await;
    are_taken(&stage, "document", &[json!({"id": picture, "caption": "c", "filename": "a.png"})]).await;
    are_taken(&stage, "audio", &[json!({"id": speech, "voice": true}), json!({"id": music})]).await;
    are_taken(&stage, "sticker", &[json!({"id": sticker})]).await;
    are_refused(&stage, "image", &[(131_009, json!({"id": picture, "caption": text(1_025)}))]).await;
    are_refused(&stage, "document", &[(131_009, json!({"id": picture, "filename": text(241)}))]).await;
    let audios = [
        (131_009, json!({"id": speech, "caption": "c"})),
        (131_009, json!({"id": music, "voice": true})),
        (131_053, json!({"id": picture})),
        (131_009, json!({"link": "ftp://127.0.0.1/a.ogg"})),
        (131_009, json!({"link": 5})),
        (131_008, json!({})),
    ];
    are_refused(&stage, "audio", &audios).await;
}

#[tokio::test]
async fn a_link_of_this_machine_is_fetched_and_any_other_fails_later() {
    let mut stage = stage().await;
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let png = async move || {
        counter.fetch_add(1, Ordering::Relaxed);
        ([(header::CONTENT_TYPE, "image/png")], vec![1_u8, 2, 3])
    };
    let base = serve(Router::new().route("/a.png", get(png))).await;
    let link = |url: String| send("image", &json!({"link": url}));

    let wamid = stage.send(link(format!("{base}/a.png"))).await.json["messages"][0]["id"].clone();
    assert_eq!(stage.receiver.next_status().await["statuses"][0]["status"], "sent");
    let message = &stage.report("messages?direction=outbound").await["messages"][0];
    assert_eq!(message["wamid"], wamid);
    let media = stage.graph(reqwest::Method::GET, message["media"].as_str().unwrap(), Value::Null).await;
    assert_eq!(media.json["file_size"], 3);
    stage.send(link(format!("{base}/a.png"))).await;
    stage.receiver.next_status().await;
    assert_eq!(asked.load(Ordering::Relaxed), 1, "what was fetched is not fetched again at once");

    stage.control("users", json!({"phone": ANN, "online": false})).await;
    let sticker = send("sticker", &json!({"link": format!("{base}/a.png")}));
    let elsewhere = link("http://192.0.2.1/a.png".to_owned());
    for body in [link(format!("{base}/b.png")), elsewhere, sticker] {
        let wamid = stage.send(body.clone()).await.json["messages"][0]["id"].clone();
        let status = loop {
            let value = stage.receiver.next_status().await["statuses"][0].clone();
            if value["id"] == wamid {
                break value;
            }
        };
        assert_eq!(status["errors"][0]["code"], 131_053, "{body} gave {status}");
    }
}

#[tokio::test]
async fn a_voice_message_is_played() {
    let mut stage = Stage::open_with(|setup| setup.delays.read_ms = Some(1)).await;
    stage.customer_writes(ANN).await;
    let phone = stage.account.phone_number_id.clone();
    let voice = stage.emulator.keep_user_media(&phone, "audio/ogg", None, vec![1]).unwrap().id;

    are_taken(&stage, "audio", &[json!({"id": voice, "voice": true})]).await;

    let mut reached = Vec::new();
    for _ in 0..4 {
        reached.push(stage.receiver.next_status().await["statuses"][0]["status"].as_str().unwrap().to_owned());
    }
    reached.sort();
    assert_eq!(reached, ["delivered", "played", "read", "sent"]);
}

#[tokio::test]
async fn a_voice_message_is_played_when_the_user_is_told_to_and_a_text_never() {
    let mut stage = stage().await;
    let phone = stage.account.phone_number_id.clone();
    let voice = stage.emulator.keep_user_media(&phone, "audio/ogg", None, vec![1]).unwrap().id;
    let voice = stage.send(send("audio", &json!({"id": voice, "voice": true}))).await.json;
    let words = stage.send(send("text", &json!({"body": "hi"}))).await.json;
    for _ in 0..4 {
        stage.receiver.next_status().await;
    }

    let play = async |sent: &Value| {
        stage.control("user/16505551234/play", json!({"messageId": sent["messages"][0]["id"]})).await.status
    };
    assert_eq!((play(&words).await, play(&voice).await), (409, 200));

    let status = stage.receiver.next_status().await["statuses"][0].clone();
    assert_eq!((&status["status"], &status["id"]), (&json!("played"), &voice["messages"][0]["id"]));
    assert!(stage.receiver.is_silent());
}

fn interactive(kind: &str, action: &Value) -> Value {
    json!({"type": kind, "body": {"text": "Choose"}, "action": action})
}

fn button(id: &str, title: &str) -> Value {
    json!({"type": "reply", "reply": {"id": id, "title": title}})
}

fn buttons(buttons: &[Value]) -> Value {
    interactive("button", &json!({"buttons": buttons}))
}

#[tokio::test]
async fn buttons_of_an_interactive_message() {
    let stage = stage().await;
    let with = |key: &str, value: Value| {
        let mut body = buttons(&[button("a", "A")]);
        body[key] = value;
        body
    };
    let taken = [
        buttons(&[button("a", "A"), button("b", "B"), button(&text(256), &text(20))]),
        with("header", json!({"type": "text", "text": text(60)})),
        with("footer", json!({"text": text(60)})),
        with("body", json!({"text": text(1_024)})),
    ];
    let refused = [
        (131_009, buttons(&[])),
        (131_009, buttons(&[button("a", "A"), button("b", "B"), button("c", "C"), button("d", "D")])),
        (131_009, buttons(&[button("a", "A"), button("a", "B")])),
        (131_009, buttons(&[button("a", "A"), button("b", "A")])),
        (131_009, buttons(&[button("a", &text(21))])),
        (131_009, buttons(&[button(&text(257), "A")])),
        (131_008, buttons(&[button("a", "")])),
        (131_008, with("body", Value::Null)),
        (131_009, with("body", json!({"text": text(1_025)}))),
        (131_009, with("header", json!({"type": "text", "text": text(61)}))),
        (131_009, with("header", json!({"type": "audio", "audio": {"id": "1"}}))),
        (131_009, with("header", json!({"type": "image", "image": {"id": "1"}}))),
        (131_009, with("footer", json!({"text": text(61)}))),
        (131_009, with("type", json!("quiz"))),
        (131_008, with("action", Value::Null)),
    ];
    are_taken(&stage, "interactive", &taken).await;
    are_refused(&stage, "interactive", &refused).await;
}

fn section(title: &str, rows: usize) -> Value {
    let rows: Vec<Value> = (0..rows).map(|row| json!({"id": format!("{title}{row}"), "title": "Row"})).collect();
    json!({"title": title, "rows": rows})
}

#[tokio::test]
async fn lists_of_an_interactive_message() {
    let stage = stage().await;
    let list = |sections: &[Value]| interactive("list", &json!({"button": "Menu", "sections": sections}));
    let mut untitled = section("a", 1);
    untitled["title"] = Value::Null;
    let mut described = section("a", 1);
    described["rows"][0]["description"] = json!(text(72));
    let mut too_long = described.clone();
    too_long["rows"][0]["description"] = json!(text(73));
    let mut pictured = list(&[section("a", 1)]);
    pictured["header"] = json!({"type": "image", "image": {"link": "http://127.0.0.1/a.png"}});
    let taken = [
        list(&[section("a", 10)]),
        list(&[section("a", 5), section("b", 5)]),
        list(&[untitled.clone()]),
        list(&[described]),
    ];
    let refused = [
        (131_009, list(&[])),
        (131_009, list(&[section("a", 11)])),
        (131_009, list(&[section("a", 6), section("b", 5)])),
        (131_009, list(&[section("a", 1), section("a", 1)])),
        (131_008, list(&[section("a", 1), untitled])),
        (131_009, list(&[section(&text(25), 1)])),
        (131_009, list(&[too_long])),
        (131_009, pictured),
        (131_008, interactive("list", &json!({"sections": [section("a", 1)]}))),
        (131_009, interactive("list", &json!({"button": text(21), "sections": [section("a", 1)]}))),
    ];
    are_taken(&stage, "interactive", &taken).await;
    are_refused(&stage, "interactive", &refused).await;
}

#[tokio::test]
async fn the_other_interactive_messages() {
    let stage = stage().await;
    let named =
        |kind: &str, name: &str, parameters: Value| interactive(kind, &json!({"name": name, "parameters": parameters}));
    let link = |title: &str, url: &str| named("cta_url", "cta_url", json!({"display_text": title, "url": url}));
    let card = |index: u32, action: Value| {
        json!({"card_index": index, "type": "cta_url", "action": action, "body": {"text": "Card"},
            "header": {"type": "image", "image": {"link": "http://127.0.0.1/a.png"}}})
    };
    let open = json!({"name": "cta_url", "parameters": {"display_text": "Open", "url": "https://shop.test"}});
    let carousel = |cards: &[Value]| interactive("carousel", &json!({"cards": cards}));
    let products = |count: usize| {
        let items = vec![json!({"product_retailer_id": "SKU"}); count];
        let mut list = interactive(
            "product_list",
            &json!({"catalog_id": "1", "sections": [{"title": "s", "product_items": items}]}),
        );
        list["header"] = json!({"type": "text", "text": "Products"});
        list
    };
    let mut headless = products(1);
    headless["header"] = Value::Null;
    let taken = [
        link("Open", "https://shop.test"),
        named("location_request_message", "send_location", Value::Null),
        named("request_contact_info", "request_contact_info", Value::Null),
        named("catalog_message", "catalog_message", Value::Null),
        named("address_message", "address_message", json!({"country": "IN"})),
        named("call_permission_request", "call_permission_request", Value::Null),
        named("voice_call", "voice_call", json!({"display_text": "Call"})),
        named("order_details", "review_and_pay", json!({"reference_id": "1"})),
        named("order_status", "review_order", json!({"reference_id": "1"})),
        json!({"type": "product", "action": {"catalog_id": "1", "product_retailer_id": "SKU"}}),
        products(30),
        carousel(&[card(0, open.clone()), card(1, json!({"buttons": [button("a", "A")]}))]),
    ];
    let refused = [
        (131_009, link(&text(21), "https://shop.test")),
        (131_009, link("Open", "shop.test")),
        (131_008, named("cta_url", "cta_url", Value::Null)),
        (131_009, named("location_request_message", "send_place", Value::Null)),
        (131_009, named("address_message", "address_message", json!({"country": "DE"}))),
        (131_009, named("flow", "flow", json!({"flow_message_version": "3", "flow_cta": "Go", "flow_id": "1"}))),
        (131_008, json!({"type": "product", "action": {"catalog_id": "1"}})),
        (131_009, products(31)),
        (131_008, headless),
        (131_009, carousel(&[card(0, open.clone())])),
        (131_009, carousel(&[card(0, open.clone()), card(0, open)])),
    ];
    are_taken(&stage, "interactive", &taken).await;
    are_refused(&stage, "interactive", &refused).await;
}
