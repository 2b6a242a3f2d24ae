//! What goes into a template, and what comes out.

use crate::outgoing::compose;
use chat_core::{AttachedFile, Composed, MediaType, Template, Wish};
use serde_json::{Value, json};

fn template(components: Value) -> Template {
    Template {
        business_id: "1".to_owned(),
        reference: "2".to_owned(),
        language: "en_US".to_owned(),
        category: "UTILITY".to_owned(),
        status: "APPROVED".to_owned(),
        quality: None,
        reason: None,
        parameter_format: None,
        components,
    }
}

fn picture() -> AttachedFile {
    AttachedFile {
        id: "0193f0a0-7c1e-7000-8000-000000000001".parse().unwrap(),
        name: "a.jpg".to_owned(),
        media_type: MediaType::of("image/jpeg"),
        size: 9,
        dimensions: None,
        has_thumbnail: false,
    }
}

type Made = Result<Composed, Vec<(String, String)>>;

fn fill_with(template: &Template, parameters: &Value, files: &[AttachedFile]) -> Made {
    let template = Some((template, parameters));
    let wish = Wish { content: "", content_type: None, payload: None, template, name: Some("order_x"), files };
    let made = compose(&wish).map(|mut made| made.pop().expect("there is one message"));
    made.map_err(|faults| faults.into_iter().map(|it| (it.field.into_owned(), it.problem)).collect())
}

fn fill(template: &Template, parameters: &Value) -> Made {
    fill_with(template, parameters, &[])
}

fn components(made: &Composed) -> &Value {
    &made.payload.as_ref().unwrap()["template"]["components"]
}

fn fields(made: Made) -> Vec<String> {
    made.expect_err("something is wrong").into_iter().map(|(field, _)| field).collect()
}

fn order() -> Template {
    template(json!([
        {"type": "HEADER", "format": "TEXT", "text": "Order {{1}}"},
        {"type": "BODY", "text": "Hello {{1}}, it comes at {{2}}."},
        {"type": "FOOTER", "text": "Thank you"},
        {"type": "BUTTONS", "buttons": [
            {"type": "QUICK_REPLY", "text": "Fine"},
            {"type": "URL", "text": "Track", "url": "https://example.com/{{1}}"},
            {"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+1650"}]}
    ]))
}

#[test]
fn a_template_is_sent_by_its_name_and_read_as_it_will_look() {
    let parameters = json!({"header": ["17"], "body": ["Ann", "12:00"],
        "buttons": [{"index": 1, "text": "orders/17"}, {"index": 0, "payload": "fine"}]});

    let made = fill(&order(), &parameters).unwrap();

    assert_eq!((made.content_type.as_str(), made.file_count), ("template", 0));
    assert_eq!(made.content, "Order 17\nHello Ann, it comes at 12:00.\nThank you");
    assert_eq!(
        made.payload.unwrap(),
        json!({
            "template": {"name": "order_x", "language": {"code": "en_US"}, "components": [
                {"type": "header", "parameters": [{"type": "text", "text": "17"}]},
                {"type": "body", "parameters": [{"type": "text", "text": "Ann"}, {"type": "text", "text": "12:00"}]},
                {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [{"type": "payload", "payload": "fine"}]},
                {"type": "button", "sub_type": "url", "index": "1", "parameters": [{"type": "text", "text": "orders/17"}]}]},
            "preview": {"header": "Order 17", "body": "Hello Ann, it comes at 12:00.", "footer": "Thank you", "buttons": [
                {"type": "QUICK_REPLY", "text": "Fine"},
                {"type": "URL", "text": "Track", "url": "https://example.com/orders/17"},
                {"type": "PHONE_NUMBER", "text": "Call", "phoneNumber": "+1650"}]}})
    );
}

#[test]
fn every_place_needs_its_value_and_every_value_its_place() {
    let whole = json!({"header": ["17"], "body": ["Ann", "12:00"], "buttons": [{"index": 1, "text": "17"}]});
    let with = |key: &str, value: Value| {
        let mut parameters = whole.clone();
        parameters[key] = value;
        parameters
    };
    for (parameters, field) in [
        (with("body", json!(["Ann"])), "template.parameters.body"),
        (with("body", json!(["Ann", "12:00", "x"])), "template.parameters.body"),
        (with("body", json!(null)), "template.parameters.body"),
        (with("body", json!({"name": "Ann"})), "template.parameters.body"),
        (with("body", json!(["Ann", ""])), "template.parameters.body[1]"),
        (with("body", json!(["Ann", "12\n00"])), "template.parameters.body[1]"),
        (with("body", json!(["Ann", "12\t00"])), "template.parameters.body[1]"),
        (with("body", json!(["Ann", "12     00"])), "template.parameters.body[1]"),
        (with("body", json!(["a".repeat(1_000), "12:00"])), "template.parameters.body"),
        (with("body", json!("Ann")), "template.parameters.body"),
        (with("header", json!([])), "template.parameters.header"),
        (with("header", json!(["a".repeat(60)])), "template.parameters.header"),
        (with("media", json!({"id": "1"})), "template.parameters.media"),
        (with("location", json!({"latitude": 1, "longitude": 1})), "template.parameters.location"),
        (with("buttons", json!([])), "template.parameters.buttons[0].text"),
        (
            with("buttons", json!([{"index": 1, "text": "a"}, {"index": 3, "text": "a"}])),
            "template.parameters.buttons[1].index",
        ),
        (
            with("buttons", json!([{"index": 1, "text": "a"}, {"index": 1, "text": "a"}])),
            "template.parameters.buttons[1].index",
        ),
        (
            with("buttons", json!([{"index": 1, "text": "a"}, {"index": 2, "text": "a"}])),
            "template.parameters.buttons[1].text",
        ),
        (with("buttons", json!([{"index": 1, "text": "a", "payload": "b"}])), "template.parameters.buttons[0].payload"),
        (with("cards", json!([{}])), "template.parameters.cards"),
        (with("limitedTimeOffer", json!({"expirationTimeMs": 1})), "template.parameters.limitedTimeOffer"),
        (with("code", json!("1")), "template.parameters.code"),
        (with("footer", json!("x")), "template.parameters.footer"),
    ] {
        assert_eq!(fields(fill(&order(), &parameters)), [field], "{parameters}");
    }
    assert!(fill(&order(), &with("body", json!(["Ann", "12    00"]))).is_ok());
}

#[test]
fn nothing_has_to_be_given_where_nothing_is_missing() {
    let made = fill(&template(json!([{"type": "body", "text": "Hello."}])), &Value::Null).unwrap();
    assert_eq!(made.payload.unwrap()["template"], json!({"name": "order_x", "language": {"code": "en_US"}}));
}

#[test]
fn variables_with_names_are_given_by_name() {
    let mut named = template(json!([{"type": "BODY", "text": "Hello {{first_name}}, your {{thing}} is here."}]));
    named.parameter_format = Some("NAMED".to_owned());

    let made = fill(&named, &json!({"body": {"thing": "shirt", "first_name": "Ann"}})).unwrap();

    assert_eq!(made.content, "Hello Ann, your shirt is here.");
    assert_eq!(
        components(&made)[0]["parameters"],
        json!([{"type": "text", "text": "Ann", "parameter_name": "first_name"},
            {"type": "text", "text": "shirt", "parameter_name": "thing"}])
    );
    named.parameter_format = None;
    for (body, field) in [
        (json!(["Ann", "shirt"]), "template.parameters.body"),
        (json!({"first_name": "Ann"}), "template.parameters.body.thing"),
        (json!({"first_name": "Ann", "thing": "a", "colour": "red"}), "template.parameters.body.colour"),
    ] {
        assert_eq!(fields(fill(&named, &json!({ "body": body }))), [field], "{body}");
    }
}

#[test]
fn variables_that_are_numbered_go_by_their_numbers() {
    let made =
        fill(&template(json!([{"type": "BODY", "text": "At {{2}}, {{1}}: {{2}}."}])), &json!({"body": ["a", "b"]}));
    assert_eq!(made.unwrap().content, "At b, a: b.");
}

#[test]
fn money_and_moments_are_values_too() {
    let body = template(json!([{"type": "BODY", "text": "Pay {{1}} by {{2}}."}]));
    let parameters = json!({"body": [
        {"currency": {"fallbackValue": "$10", "code": "USD", "amount1000": 10_000}}, {"dateTime": {"fallbackValue": "noon"}}]});

    let made = fill(&body, &parameters).unwrap();

    assert_eq!(made.content, "Pay $10 by noon.");
    assert_eq!(
        components(&made)[0]["parameters"],
        json!([{"type": "currency", "currency": {"fallback_value": "$10", "code": "USD", "amount_1000": 10_000}},
            {"type": "date_time", "date_time": {"fallback_value": "noon"}}])
    );
}

#[test]
fn a_header_that_shows_a_file_takes_an_attached_one_a_link_or_an_id() {
    let shown = template(json!([{"type": "HEADER", "format": "IMAGE"}, {"type": "BODY", "text": "Look."}]));
    let header = |made: &Composed| components(made)[0]["parameters"][0].clone();

    let made = fill_with(&shown, &Value::Null, &[picture()]).unwrap();
    assert_eq!((header(&made), made.file_count), (json!({"type": "image", "image": {"file": 0}}), 1));
    let made = fill(&shown, &json!({"media": {"link": "https://a.b/c.jpg"}})).unwrap();
    assert_eq!((header(&made), made.file_count), (json!({"type": "image", "image": {"link": "https://a.b/c.jpg"}}), 0));
    let made = fill(&shown, &json!({"media": {"id": "7"}})).unwrap();
    assert_eq!(header(&made), json!({"type": "image", "image": {"id": "7"}}));

    assert_eq!(fields(fill(&shown, &Value::Null)), ["template.parameters.media"]);
    assert_eq!(fields(fill(&shown, &json!({"media": {"link": "ftp://a"}}))), ["template.parameters.media.link"]);
    assert_eq!(fields(fill_with(&shown, &json!({"media": {"id": "7"}}), &[picture()])), ["attachmentIds"]);
    let video = template(json!([{"type": "HEADER", "format": "VIDEO"}, {"type": "BODY", "text": "Look."}]));
    assert_eq!(fields(fill_with(&video, &Value::Null, &[picture()])), ["template.parameters.media.file"]);
}

#[test]
fn a_header_can_show_a_place() {
    let place = template(json!([{"type": "HEADER", "format": "LOCATION"}, {"type": "BODY", "text": "Here."}]));
    let location = json!({"latitude": 1.5, "longitude": 2.5, "name": "Shop", "address": "1 Road"});

    let made = fill(&place, &json!({ "location": location })).unwrap();

    assert_eq!(components(&made)[0]["parameters"], json!([{"type": "location", "location": location}]));
    assert_eq!(made.content, "Location: Shop, 1 Road\nHere.");
    assert_eq!(fields(fill(&place, &Value::Null)), ["template.parameters.location"]);
}

#[test]
fn buttons_get_what_they_need() {
    let with =
        |button: Value| template(json!([{"type": "BODY", "text": "a"}, {"type": "BUTTONS", "buttons": [button]}]));
    let sent = |sub_type: &str, parameter: Value| json!([{"type": "button", "sub_type": sub_type, "index": "0", "parameters": [parameter]}]);
    let action = |action: Value| json!({"type": "action", "action": action});
    let copy = with(json!({"type": "COPY_CODE", "text": "Copy"}));
    let made = fill(&copy, &json!({"buttons": [{"index": 0, "couponCode": "SAVE20"}]})).unwrap();
    assert_eq!(components(&made), &sent("copy_code", json!({"type": "coupon_code", "coupon_code": "SAVE20"})));
    assert_eq!(fields(fill(&copy, &Value::Null)), ["template.parameters.buttons[0].couponCode"]);

    let flow = with(json!({"type": "FLOW", "text": "Begin"}));
    let made = fill(&flow, &Value::Null).unwrap();
    assert_eq!(components(&made), &sent("flow", action(json!({"flow_token": "unused"}))));
    let made = fill(&flow, &json!({"buttons": [{"index": 0, "flowToken": "t", "flowActionData": {"a": 1}}]})).unwrap();
    assert_eq!(components(&made), &sent("flow", action(json!({"flow_token": "t", "flow_action_data": {"a": 1}}))));

    let catalog = with(json!({"type": "CATALOG", "text": "See"}));
    let made = fill(&catalog, &json!({"buttons": [{"index": 0, "thumbnailProductRetailerId": "p"}]})).unwrap();
    assert_eq!(components(&made), &sent("catalog", action(json!({"thumbnail_product_retailer_id": "p"}))));

    let several = with(json!({"type": "MPM", "text": "See"}));
    assert_eq!(fields(fill(&several, &Value::Null)), ["template.parameters.buttons[0].sections"]);
    let sections = json!([{"title": "a", "product_items": [{"product_retailer_id": "p"}]}]);
    let made =
        fill(&several, &json!({"buttons": [{"index": 0, "thumbnailProductRetailerId": "p", "sections": sections}]}));
    let expected = sent("mpm", action(json!({"thumbnail_product_retailer_id": "p", "sections": sections})));
    assert_eq!(components(&made.unwrap()), &expected);
}

#[test]
fn an_offer_that_expires_says_when() {
    let offer = template(json!([{"type": "BODY", "text": "a"},
        {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "Today", "has_expiration": true}}]));
    let made = fill(&offer, &json!({"limitedTimeOffer": {"expirationTimeMs": 1_796_083_200_000_i64}})).unwrap();
    assert_eq!(
        components(&made),
        &json!([{"type": "limited_time_offer", "parameters": [{"type": "limited_time_offer",
            "limited_time_offer": {"expiration_time_ms": 1_796_083_200_000_i64}}]}])
    );
    assert_eq!(fields(fill(&offer, &Value::Null)), ["template.parameters.limitedTimeOffer"]);
}

#[test]
fn a_carousel_is_filled_in_card_by_card() {
    let card = json!({"components": [{"type": "HEADER", "format": "IMAGE"}, {"type": "BODY", "text": "A {{1}}."},
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Take"}]}]});
    let carousel = template(json!([{"type": "BODY", "text": "New:"}, {"type": "CAROUSEL", "cards": [card, card]}]));
    let given = |body: &str| json!({"media": {"id": "7"}, "body": [body], "buttons": [{"index": 0, "payload": body}]});

    let made = fill(&carousel, &json!({"cards": [given("shirt"), given("hat")]})).unwrap();

    assert_eq!(made.content, "New:\nA shirt.\nA hat.");
    let sent = &components(&made)[0];
    assert_eq!(sent["type"], "carousel");
    assert_eq!(
        sent["cards"][1],
        json!({"card_index": 1, "components": [
            {"type": "header", "parameters": [{"type": "image", "image": {"id": "7"}}]},
            {"type": "body", "parameters": [{"type": "text", "text": "hat"}]},
            {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [{"type": "payload", "payload": "hat"}]}]})
    );
    assert_eq!(fields(fill(&carousel, &json!({"cards": [given("hat")]}))), ["template.parameters.cards"]);
    let bare = fill(&carousel, &json!({"cards": [given("hat"), {"media": {"id": "7"}}]}));
    assert_eq!(fields(bare), ["template.parameters.cards[1].body"]);
}

#[test]
fn a_template_for_authentication_takes_its_code_alone() {
    let mut code = template(json!([{"type": "BODY", "text": "*{{1}}* is your code."},
        {"type": "FOOTER", "code_expiration_minutes": 5},
        {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE", "text": "Copy"}]}]));
    code.category = "AUTHENTICATION".to_owned();

    let made = fill(&code, &json!({"code": "123456"})).unwrap();

    assert_eq!(made.content, "*123456* is your code.");
    let parameter = json!({"type": "text", "text": "123456"});
    assert_eq!(
        components(&made),
        &json!([{"type": "body", "parameters": [parameter]},
            {"type": "button", "sub_type": "url", "index": "0", "parameters": [parameter]}])
    );
    assert_eq!(fields(fill(&code, &Value::Null)), ["template.parameters.code"]);
    assert_eq!(fields(fill(&code, &json!({"code": "1".repeat(16)}))), ["template.parameters.code"]);
    assert_eq!(fields(fill(&code, &json!({"code": "1", "body": ["1"]}))), ["template.parameters"]);
}

#[test]
fn what_may_not_be_sent_says_why() {
    for (status, reason, words) in [
        ("PENDING", None, "not decided"),
        ("REJECTED", Some("PROMOTIONAL"), "rejected the template (PROMOTIONAL)"),
        ("REJECTED", Some("NONE"), "rejected the template"),
        ("PAUSED", None, "paused"),
        ("DISABLED", None, "disabled"),
        ("ARCHIVED", None, "archived"),
        ("PENDING_DELETION", None, "deleted"),
        ("SOMETHING_NEW", None, "SOMETHING_NEW"),
    ] {
        let mut wrong = template(json!([{"type": "BODY", "text": "a"}]));
        wrong.status = status.to_owned();
        wrong.reason = reason.map(str::to_owned);
        let refused = fill(&wrong, &Value::Null).unwrap_err();
        assert_eq!(refused[0].0, "template");
        assert!(refused[0].1.contains(words) && !refused[0].1.contains("NONE"), "{status}: {refused:?}");
    }
    let unreadable = template(json!("body"));
    assert_eq!(fields(fill(&unreadable, &Value::Null)), ["template"]);
}
