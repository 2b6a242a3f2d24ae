//! What becomes of a message that one answers by a tap.

use super::{JPEG, fields, file, outline, wished};
use serde_json::{Value, json};

/// The fields that are wrong with an interactive message.
fn of_interactive(interactive: &Value) -> Vec<String> {
    match wished("", Some("interactive"), Some(&json!({ "interactive": interactive })), &[]) {
        Ok(_) => Vec::new(),
        refused => fields(refused),
    }
}

fn button(id: &str, title: &str) -> Value {
    json!({"type": "reply", "reply": {"id": id, "title": title}})
}

#[test]
fn buttons_are_made_whole_and_their_text_may_be_the_content() {
    let payload =
        json!({"interactive": {"type": "button", "action": {"buttons": [{"reply": {"id": "y", "title": "Yes"}}]}}});
    let made = wished("Sure?", Some("interactive"), Some(&payload), &[]).unwrap();
    assert_eq!(outline(&made), [("interactive", "Sure?", 0)]);
    assert_eq!(
        made[0].payload,
        Some(
            json!({"interactive": {"type": "button", "body": {"text": "Sure?"}, "action": {"buttons": [button("y", "Yes")]}}})
        )
    );
}

#[test]
fn what_is_wrong_with_buttons_is_told_by_its_place() {
    let message = |buttons: Value| json!({"type": "button", "body": {"text": "a"}, "action": {"buttons": buttons}});
    let title = "payload.interactive.action.buttons[0].reply.title";
    for (buttons, field) in [
        (json!([]), "payload.interactive.action.buttons"),
        (
            json!([button("1", "a"), button("2", "b"), button("3", "c"), button("4", "d")]),
            "payload.interactive.action.buttons",
        ),
        (json!([button("1", &"a".repeat(21))]), title),
        (json!([button("1", "")]), title),
        (json!([button(&"1".repeat(257), "a")]), "payload.interactive.action.buttons[0].reply.id"),
        (json!([button("1", "a"), button("1", "b")]), "payload.interactive.action.buttons[1].reply.id"),
        (json!([button("1", "a"), button("2", "a")]), "payload.interactive.action.buttons[1].reply.title"),
        (json!([{"type": "reply", "reply": {"id": "1"}}]), title),
        (json!([{"type": "call", "reply": {"id": "1", "title": "a"}}]), "payload.interactive.action.buttons[0].type"),
    ] {
        assert_eq!(of_interactive(&message(buttons.clone())), [field], "{buttons}");
    }
    assert!(of_interactive(&message(json!([button(&"1".repeat(256), &"ü".repeat(20))]))).is_empty());
}

#[test]
fn every_type_has_its_own_limits() {
    let message = |kind: &str, action: Value| json!({"type": kind, "body": {"text": "a"}, "action": action});
    let row = |id: &str| json!({"id": id, "title": "a", "description": "b"});
    let rows = |count: usize| json!((0..count).map(|it| row(&it.to_string())).collect::<Vec<_>>());
    let list = |sections: Value| json!({"button": "Menu", "sections": sections});
    let product = json!({"product_retailer_id": "p"});
    let flow = |with: Value| {
        let mut parameters = json!({"flow_id": "1", "flow_cta": "Go", "flow_token": "t"});
        parameters.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        json!({ "parameters": parameters })
    };
    let cta = |text: &str, url: &str| json!({"parameters": {"display_text": text, "url": url}});
    let at = |rest: &str| format!("payload.interactive.{rest}");
    for (kind, action, wrong) in [
        ("list", list(json!([{"rows": rows(10)}])), ""),
        ("list", list(json!([{"rows": rows(11)}])), "action.sections"),
        ("list", list(json!([{"rows": rows(1)}, {"title": "b", "rows": [row("x")]}])), "action.sections[0].title"),
        ("list", list(json!([{"rows": [row("x"), row("x")]}])), "action.sections[0].rows[1].id"),
        ("list", list(json!([{"rows": []}])), "action.sections[0].rows"),
        ("list", list(json!([{"rows": [{"id": "1", "title": "a".repeat(25)}]}])), "action.sections[0].rows[0].title"),
        ("list", list(json!([{"rows": [{"id": "1".repeat(201), "title": "a"}]}])), "action.sections[0].rows[0].id"),
        (
            "list",
            list(json!([{"rows": [{"id": "1", "title": "a", "description": "a".repeat(73)}]}])),
            "action.sections[0].rows[0].description",
        ),
        ("list", list(json!([{"title": "a".repeat(25), "rows": rows(1)}])), "action.sections[0].title"),
        ("list", json!({"button": "a".repeat(21), "sections": [{"rows": rows(1)}]}), "action.button"),
        ("cta_url", cta("Open", "https://example.com"), ""),
        ("cta_url", cta(&"a".repeat(21), "https://example.com"), "action.parameters.display_text"),
        ("cta_url", cta("Open", "example.com"), "action.parameters.url"),
        ("cta_url", json!({}), "action.parameters"),
        ("cta_url", json!({"name": "other", "parameters": {"display_text": "a", "url": "https://a.b"}}), "action.name"),
        ("location_request_message", json!({}), ""),
        ("request_contact_info", json!({}), ""),
        ("call_permission_request", json!({}), ""),
        ("catalog_message", json!({"parameters": {"thumbnail_product_retailer_id": "p"}}), ""),
        ("voice_call", json!({"parameters": {"display_text": "Call"}}), ""),
        ("voice_call", json!({"parameters": {"display_text": "a".repeat(21)}}), "action.parameters.display_text"),
        ("address_message", json!({"parameters": {"country": "IN"}}), ""),
        ("address_message", json!({"parameters": {"country": "DE"}}), "action.parameters.country"),
        ("order_details", json!({"parameters": {"reference_id": "1"}}), ""),
        ("order_status", json!({}), "action.parameters"),
        ("flow", flow(json!({})), ""),
        ("flow", flow(json!({"flow_name": "n"})), "action.parameters.flow_id"),
        ("flow", flow(json!({"flow_cta": "a".repeat(21)})), "action.parameters.flow_cta"),
        ("flow", flow(json!({"mode": "secret"})), "action.parameters.mode"),
        ("flow", flow(json!({"flow_action": "navigate"})), "action.parameters.flow_action_payload.screen"),
        ("product", json!({"catalog_id": "1", "product_retailer_id": "p"}), ""),
        ("product", json!({"catalog_id": "1"}), "action.product_retailer_id"),
        ("product_list", json!({"catalog_id": "1", "sections": [{"product_items": [product]}]}), "header"),
        ("something_new", json!({}), "type"),
    ] {
        let expected: Vec<String> = (!wrong.is_empty()).then(|| at(wrong)).into_iter().collect();
        assert_eq!(of_interactive(&message(kind, action.clone())), expected, "{kind}: {action}");
    }
}

#[test]
fn what_stands_around_an_action_has_limits_too() {
    let message = |with: Value| {
        let mut message = json!({"type": "button", "body": {"text": "a"}, "action": {"buttons": [button("1", "a")]}});
        message.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        message
    };
    for (with, field) in [
        (json!({"body": {"text": "a".repeat(1_025)}}), "payload.interactive.body.text"),
        (json!({"body": null}), "payload.interactive.body.text"),
        (json!({"footer": {"text": "a".repeat(61)}}), "payload.interactive.footer.text"),
        (json!({"header": {"type": "text", "text": "a".repeat(61)}}), "payload.interactive.header.text"),
        (json!({"header": {"type": "audio"}}), "payload.interactive.header.type"),
        (json!({"header": {"type": "image"}}), "payload.interactive.header.image"),
        (json!({"header": {"type": "image", "image": {}}}), "payload.interactive.header.image"),
        (
            json!({"header": {"type": "image", "image": {"id": "1", "link": "https://a.b"}}}),
            "payload.interactive.header.image",
        ),
        (json!({"header": {"type": "image", "image": {"file": 0}}}), "payload.interactive.header.image.file"),
        (
            json!({"header": {"type": "image", "image": {"id": "1", "filename": "a"}}}),
            "payload.interactive.header.image.filename",
        ),
    ] {
        assert_eq!(of_interactive(&message(with.clone())), [field], "{with}");
    }
}

#[test]
fn a_file_can_stand_above_the_buttons() {
    let payload = json!({"interactive": {"type": "button", "header": {"type": "image"}, "body": {"text": "a"},
        "action": {"buttons": [button("1", "a")]}}});
    let picture = file(JPEG.0, JPEG.1, 9);

    let made = wished("", Some("interactive"), Some(&payload), std::slice::from_ref(&picture)).unwrap();
    assert_eq!(outline(&made), [("interactive", "a", 1)]);
    assert_eq!(
        made[0].payload.as_ref().unwrap()["interactive"]["header"],
        json!({"type": "image", "image": {"file": 0}})
    );

    let pdf = file("a.pdf", "application/pdf", 9);
    let refused = wished("", Some("interactive"), Some(&payload), std::slice::from_ref(&pdf));
    assert_eq!(fields(refused), ["payload.interactive.header.image.file"]);
    let two = wished("", Some("interactive"), Some(&payload), &[picture, pdf]);
    assert!(fields(two).contains(&"attachmentIds".to_owned()));
}

#[test]
fn a_carousel_has_cards_of_one_type() {
    let card = |index: usize, kind: &str| {
        json!({"card_index": index, "type": kind, "header": {"type": "image", "image": {"file": index}},
            "body": {"text": "a"}, "action": {"parameters": {"display_text": "Open", "url": "https://a.b"}}})
    };
    let pictures = [file("a.jpg", "image/jpeg", 9), file("b.jpg", "image/jpeg", 9)];
    let message =
        |cards: Value| json!({"interactive": {"type": "carousel", "body": {"text": "b"}, "action": {"cards": cards}}});
    let wish = |cards: Value| wished("", Some("interactive"), Some(&message(cards)), &pictures);

    let made = wish(json!([card(0, "cta_url"), card(1, "cta_url")])).unwrap();
    assert_eq!(outline(&made), [("interactive", "b", 2)]);
    let sent = &made[0].payload.as_ref().unwrap()["interactive"]["action"]["cards"][1];
    assert_eq!((&sent["action"]["name"], &sent["header"]["image"]), (&json!("cta_url"), &json!({"file": 1})));

    let at = |rest: &str| format!("payload.interactive.action.cards{rest}");
    assert_eq!(fields(wish(json!([card(0, "cta_url")])))[0], at(""));
    assert_eq!(fields(wish(json!([card(0, "cta_url"), card(0, "cta_url")])))[0], at("[1].card_index"));
    assert_eq!(fields(wish(json!([card(0, "cta_url"), card(1, "poll")])))[0], at("[1].type"));
}
