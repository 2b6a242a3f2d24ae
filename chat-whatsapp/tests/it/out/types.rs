//! Every type of message is taken as it was composed.

use super::{Order, attached, bodies, open};
use crate::outgoing::{account, channel, last_request, phone, sending, word};
use chat_core::{Channel, ExternalId, IdentityKey, IdentityKind, Outcome, Reacting, Source};
use serde_json::{Value, json};

const ANN: &str = crate::outgoing::ANN;

fn interactive(kind: &str, action: Value) -> Value {
    json!({"interactive": {"type": kind, "body": {"text": "Please choose."}, "action": action}})
}

#[tokio::test]
async fn every_type_that_was_composed_is_taken() {
    let stage = open().await;
    let rows = json!([{"title": "All", "rows": [{"id": "1", "title": "One", "description": "the first"}]}]);
    let card = |index: usize| {
        json!({"card_index": index, "type": "cta_url", "header": {"type": "image", "image": {"file": index}},
            "body": {"text": "a"}, "action": {"parameters": {"display_text": "Open", "url": "https://a.test"}}})
    };
    let product = json!([{"title": "All", "product_items": [{"product_retailer_id": "p"}]}]);
    let mut listed = interactive("product_list", json!({"catalog_id": "1", "sections": product}));
    listed["interactive"]["header"] = json!({"type": "text", "text": "Shirts"});
    let name = json!({"formatted_name": "Bob Lee", "first_name": "Bob"});
    for (kind, payload) in [
        ("location", json!({"location": {"latitude": 37.46, "longitude": -122.21, "name": "Shop"}})),
        ("contacts", json!({"contacts": [{"name": name, "phones": [{"phone": "+1650", "type": "CELL"}]}]})),
        ("interactive", interactive("button", json!({"buttons": [{"reply": {"id": "y", "title": "Yes"}}]}))),
        ("interactive", interactive("list", json!({"button": "Menu", "sections": rows}))),
        (
            "interactive",
            interactive("cta_url", json!({"parameters": {"display_text": "Open", "url": "https://a.test"}})),
        ),
        ("interactive", interactive("location_request_message", json!({}))),
        ("interactive", interactive("product", json!({"catalog_id": "1", "product_retailer_id": "p"}))),
        ("interactive", listed),
        ("interactive", interactive("catalog_message", json!({}))),
        ("interactive", interactive("address_message", json!({"parameters": {"country": "IN"}}))),
        ("interactive", interactive("call_permission_request", json!({}))),
        ("interactive", interactive("voice_call", json!({"parameters": {"display_text": "Call"}}))),
        ("interactive", interactive("order_details", json!({"parameters": {"reference_id": "1"}}))),
        ("interactive", interactive("order_status", json!({"parameters": {"reference_id": "1"}}))),
        ("interactive", interactive("request_contact_info", json!({}))),
    ] {
        let order = Order { kind: Some(kind), payload: Some(payload.clone()), ..Order::default() };
        let outcome = order.send(&stage).await;
        assert_eq!(word(&outcome).0, "done", "{payload}: {outcome:?}");
        assert_eq!(last_request(&stage).await["parameters"]["type"], kind);
    }
    let carousel = Order {
        kind: Some("interactive"),
        payload: Some(interactive("carousel", json!({"cards": [card(0), card(1)]}))),
        files: vec![attached("a.jpg", "image/jpeg", "a"), attached("b.jpg", "image/jpeg", "b")],
        ..Order::default()
    };
    let outcome = carousel.send(&stage).await;
    assert_eq!(word(&outcome).0, "done", "{outcome:?}");
}

#[tokio::test]
async fn a_text_goes_before_a_place() {
    let stage = open().await;
    let payload = json!({"location": {"latitude": 1.5, "longitude": 2.5}});

    Order { content: "Here", kind: Some("location"), payload: Some(payload), ..Order::default() }.send(&stage).await;

    let types: Vec<Value> = bodies(&stage).await.iter().map(|body| body["type"].clone()).collect();
    assert_eq!(types, ["text", "location"]);
    assert_eq!(bodies(&stage).await[1]["location"], json!({"latitude": 1.5, "longitude": 2.5}));
}

#[tokio::test]
async fn a_reaction_is_given_and_taken_back() {
    let mut stage = open().await;
    let wamid = stage.customer_writes(ANN).await;
    let (whatsapp, account, to) = (channel(&stage.url), account(&stage), [phone(ANN)]);

    let given = whatsapp.react(&account, &Reacting { to: &to, target: &wamid, emoji: Some("👍") }).await;
    assert!(matches!(given, Outcome::Done(Some(_))), "{given:?}");
    assert_eq!(last_request(&stage).await["parameters"]["reaction"], json!({"message_id": wamid, "emoji": "👍"}));
    whatsapp.react(&account, &Reacting { to: &to, target: &wamid, emoji: None }).await;
    assert_eq!(last_request(&stage).await["parameters"]["reaction"], json!({"message_id": wamid, "emoji": ""}));

    stage.control("faults", json!({"kind": "badGateway"})).await;
    let lost = whatsapp.react(&account, &Reacting { to: &to, target: &wamid, emoji: Some("👍") }).await;
    assert_eq!(word(&lost).0, "retry", "a sign may be given twice");
    let nobody = whatsapp.react(&account, &Reacting { to: &[], target: &wamid, emoji: None }).await;
    assert_eq!(word(&nobody), ("refused", "no_recipient".to_owned()));
}

#[tokio::test]
async fn typing_is_shown_at_the_last_message_of_the_customer() {
    let mut stage = open().await;
    let wamid = stage.customer_writes(ANN).await;

    channel(&stage.url).show_typing(&account(&stage), &wamid).await;

    let asked = last_request(&stage).await["parameters"].clone();
    assert_eq!((&asked["typing_indicator"], &asked["message_id"]), (&json!({"type": "text"}), &json!(wamid)));
}

#[tokio::test]
async fn a_group_is_written_to_as_one() {
    let stage = open().await;
    let group = IdentityKey::new(IdentityKind::WhatsappGroup, "Y2FwaV9ncm91cDox");

    channel(&stage.url).send(&account(&stage), &sending("hello all", &[phone(ANN), group])).await;

    let asked = last_request(&stage).await["parameters"].clone();
    assert_eq!((&asked["recipient_type"], &asked["to"]), (&json!("group"), &json!("Y2FwaV9ncm91cDox")));
}

#[tokio::test]
async fn what_a_message_answers_goes_with_every_type() {
    let mut stage = open().await;
    let wamid = stage.customer_writes(ANN).await;
    let order = Order { files: vec![attached("a.jpg", "image/jpeg", "a")], ..Order::default() };
    let mut sending = order.sendings(&stage).remove(0);
    sending.reply_to = Some(ExternalId { source: Source::WHATSAPP, id: wamid.clone() });

    let outcome = channel(&stage.url).send(&account(&stage), &sending).await;

    assert_eq!(word(&outcome).0, "done", "{outcome:?}");
    assert_eq!(bodies(&stage).await.last().unwrap()["context"], json!({"message_id": wamid}));
}

#[tokio::test]
async fn a_refusal_says_what_to_do_about_it() {
    let stage = open().await;
    stage.control("faults", json!({"kind": "graph", "code": 131_047})).await;

    let outcome = channel(&stage.url).send(&account(&stage), &sending("hi", &[phone(ANN)])).await;

    let Outcome::NeedsTemplate(fault) = outcome else { panic!("{outcome:?}") };
    assert!(fault.message.ends_with("The customer has not written for 24 hours. Send a template."), "{fault:?}");
}
