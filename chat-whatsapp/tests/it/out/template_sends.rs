//! Templates are handed in, approved, filled in and sent.

use super::{Order, attached, bodies, open};
use crate::{
    outgoing::{account, channel, word},
    stage::Stage,
};
use chat_core::{Administration, Channel, NewTemplate, NotDone, Template, TemplateFacts};
use serde_json::{Value, json};

async fn made(stage: &mut Stage, name: &str, components: Value) -> TemplateFacts {
    let new = NewTemplate {
        name: name.to_owned(),
        language: "en_US".to_owned(),
        category: "UTILITY".to_owned(),
        parameter_format: None,
        components,
    };
    let whatsapp = channel(&stage.url);
    let made = whatsapp.create_template(&account(stage), &new).await.unwrap();
    assert_eq!(stage.receiver.next().await.json()["entry"][0]["changes"][0]["value"]["event"], "APPROVED");
    made
}

/// The template as Meta lists it.
async fn listed(stage: &Stage, name: &str) -> Template {
    let all = channel(&stage.url).templates(&account(stage)).await.unwrap();
    all.into_iter().find(|it| it.name == name).expect("it is listed").template
}

fn order() -> Value {
    json!([
        {"type": "BODY", "text": "Hello {{1}}, your order {{2}} is on its way to you.", "example": {"body_text": [["Ann", "7"]]}},
        {"type": "FOOTER", "text": "Lucky Shrub"},
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Thanks"},
            {"type": "URL", "text": "Track", "url": "https://shop.test/{{1}}", "example": ["https://shop.test/7"]}]}
    ])
}

#[tokio::test]
async fn a_template_is_made_listed_filled_in_and_sent() {
    let mut stage = open().await;
    let new = made(&mut stage, "order_x", order()).await;
    let template = listed(&stage, "order_x").await;
    assert_eq!((&template.reference, template.status.as_str()), (&new.template.reference, "APPROVED"));

    let parameters = json!({"body": ["Ann", "7"], "buttons": [{"index": 1, "text": "7"}]});
    let outcome = Order { template: Some(("order_x", &template, parameters)), ..Order::default() }.send(&stage).await;

    assert_eq!(word(&outcome).0, "done", "{outcome:?}");
    let messages = stage.report("messages").await["messages"].clone();
    let sent = messages.as_array().unwrap().iter().find(|it| it["rendered"].is_object()).expect("it was rendered");
    assert_eq!(sent["rendered"]["body"]["text"], "Hello Ann, your order 7 is on its way to you.");
    assert_eq!(sent["rendered"]["buttons"][1]["url"], "https://shop.test/7");
}

#[tokio::test]
async fn a_picture_above_a_template_is_handed_in_as_a_sample_and_sent_as_a_file() {
    let mut stage = open().await;
    let (whatsapp, own) = (channel(&stage.url), account(&stage));
    let sample = attached("sample.jpg", "image/jpeg", "a sample");
    let shown = json!([{"type": "HEADER", "format": "IMAGE", "example": {"attachmentId": sample.facts.id}},
        {"type": "BODY", "text": "Look at this."}]);
    let shown = whatsapp.hand_in_samples(&own, &shown, &[sample]).await.unwrap();
    assert!(shown[0]["example"]["header_handle"][0].is_string(), "{shown}");
    made(&mut stage, "shown", shown).await;
    let template = listed(&stage, "shown").await;

    let order = Order {
        template: Some(("shown", &template, Value::Null)),
        files: vec![attached("a.jpg", "image/jpeg", "a picture")],
        ..Order::default()
    };
    let outcome = order.send(&stage).await;

    assert_eq!(word(&outcome).0, "done", "{outcome:?}");
    let header = bodies(&stage).await.pop().unwrap()["template"]["components"][0].clone();
    assert!(header["parameters"][0]["image"]["id"].is_string(), "{header}");
}

#[tokio::test]
async fn every_card_of_a_template_has_its_own_sample_and_none_is_uploaded_when_one_is_wrong() {
    let stage = open().await;
    let (whatsapp, own) = (channel(&stage.url), account(&stage));
    let mut samples = [attached("a.png", "image/png", "a"), attached("b.mp4", "video/mp4", "b")];
    samples[1].facts.id = "0193f0a0-7c1e-7000-8000-0000000000bb".parse().unwrap();
    let header = |format: &str, place: usize| {
        let file = samples[place].facts.id;
        json!({"components": [{"type": "HEADER", "format": format, "example": {"attachmentId": file}}]})
    };
    let cards = |first, second| json!([{"type": "CAROUSEL", "cards": [header(first, 0), header(second, 1)]}]);

    let wrong = whatsapp.hand_in_samples(&own, &cards("IMAGE", "DOCUMENT"), &samples).await;
    let Err(NotDone::Invalid(problems)) = wrong else { panic!("{wrong:?}") };
    let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_ref()).collect();
    assert_eq!(fields, ["components[0].cards[1].components[0].example.attachmentId"]);
    let elsewhere = json!([{"type": "BODY", "example": {"attachmentId": samples[0].facts.id}}]);
    assert!(matches!(whatsapp.hand_in_samples(&own, &elsewhere, &samples).await, Err(NotDone::Invalid(_))));
    assert_eq!(stage.report("requests").await["requests"], json!([]));

    let given = whatsapp.hand_in_samples(&own, &cards("IMAGE", "VIDEO"), &samples).await.unwrap();
    let handle = |card: usize| given[0]["cards"][card]["components"][0]["example"]["header_handle"][0].clone();
    assert!(handle(0).is_string() && handle(1).is_string() && handle(0) != handle(1), "{given}");
}

#[tokio::test]
async fn all_pages_of_templates_are_read() {
    let mut stage = open().await;
    let names: Vec<String> = (0..60).map(|number| format!("order_{number}")).collect();
    for name in &names {
        made(&mut stage, name, json!([{"type": "BODY", "text": "Your order is here."}])).await;
    }

    let mut found: Vec<String> =
        channel(&stage.url).templates(&account(&stage)).await.unwrap().into_iter().map(|it| it.name).collect();

    found.sort();
    let mut expected = names;
    expected.sort();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_template_is_changed_and_deleted() {
    let mut stage = open().await;
    made(&mut stage, "order_x", order()).await;
    let (whatsapp, own) = (channel(&stage.url), account(&stage));
    let mut template = listed(&stage, "order_x").await;

    template.components = json!([{"type": "BODY", "text": "Another wording of it."}]);
    whatsapp.change_template(&own, "order_x", &template).await.unwrap();
    assert_eq!(listed(&stage, "order_x").await.components[0]["text"], "Another wording of it.");

    whatsapp.delete_template(&own, "order_x", &template).await.unwrap();
    let left = whatsapp.templates(&own).await.unwrap();
    assert!(left.iter().all(|it| it.name != "order_x" || it.template.status != "APPROVED"), "{left:?}");
}

#[tokio::test]
async fn what_is_wrong_is_found_here_and_what_meta_refuses_comes_with_advice() {
    let mut stage = open().await;
    made(&mut stage, "order_x", order()).await;
    let (whatsapp, own) = (channel(&stage.url), account(&stage));
    let again = NewTemplate {
        name: "order_x".to_owned(),
        language: "en_US".to_owned(),
        category: "UTILITY".to_owned(),
        parameter_format: None,
        components: order(),
    };
    let refused = whatsapp.create_template(&own, &again).await.unwrap_err();
    let NotDone::ByProvider(fault) = refused else { panic!("{refused:?}") };
    assert!(fault.message.ends_with("Take another name."), "{fault:?}");

    let wrong = NewTemplate { name: "Order X".to_owned(), ..again };
    let refused = whatsapp.create_template(&own, &wrong).await.unwrap_err();
    let NotDone::Invalid(faults) = refused else { panic!("{refused:?}") };
    assert_eq!(faults[0].field, "name");
    stage.control("faults", json!({"kind": "badGateway"})).await;
    assert!(matches!(whatsapp.templates(&own).await, Err(NotDone::Unavailable(_))));
}

#[tokio::test]
async fn there_is_an_administration() {
    let stage = open().await;
    assert!(channel(&stage.url).administration().is_some());
}
