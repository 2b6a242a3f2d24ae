//! A business sends templates.

use crate::stage::{Answer, Stage};
use reqwest::Method;
use serde_json::{Value, json};

const ANN: &str = "+16505551234";

/// A stage with an approved template, and its id.
async fn with(template: Value) -> (Stage, String) {
    let mut stage = Stage::open_with(|setup| {
        setup.rules.rate_limits = false;
        setup.delays.review_ms = 0;
    })
    .await;
    stage.control("users", json!({"phone": ANN})).await;
    let path = format!("{}/message_templates", stage.account.business_account_id);
    let created = stage.graph(Method::POST, &path, template).await;
    assert_eq!(created.status, 200, "{}", created.json);
    assert_eq!(stage.receiver.next().await.json()["entry"][0]["changes"][0]["value"]["event"], "APPROVED");
    let id = created.json["id"].as_str().unwrap().to_owned();
    (stage, id)
}

fn order(category: &str) -> Value {
    json!({"name": "order", "language": "en_US", "category": category, "components": [
    {"type": "BODY", "text": "Hello {{1}}, your order {{2}} is on its way to you.",
        "example": {"body_text": [["Ann", "7"]]}},
    {"type": "FOOTER", "text": "Lucky Shrub"},
    {"type": "BUTTONS", "buttons": [
        {"type": "QUICK_REPLY", "text": "Thanks"},
        {"type": "URL", "text": "Track", "url": "https://shop.test/{{1}}", "example": ["https://shop.test/7"]},
    ]}]})
}

fn words(words: &[&str]) -> Vec<Value> {
    words.iter().map(|word| json!({"type": "text", "text": word})).collect()
}

fn components(body: &[Value], suffix: &[Value]) -> Value {
    json!([{"type": "BODY", "parameters": body},
        {"type": "button", "sub_type": "URL", "index": "1", "parameters": suffix}])
}

async fn send(stage: &Stage, name: &str, components: Value) -> Answer {
    let template = json!({"name": name, "language": {"code": "en_US"}, "components": components});
    stage.send(json!({"messaging_product": "whatsapp", "to": ANN, "type": "template", "template": template})).await
}

#[tokio::test]
async fn a_template_reaches_a_user_who_never_wrote_and_is_paid_for() {
    let (mut stage, _) = with(order("UTILITY")).await;

    let sent = send(&stage, "order", components(&words(&["Ann", "7"]), &words(&["7"]))).await;

    assert_eq!(sent.json["messages"][0]["message_status"], "accepted", "{}", sent.json);
    let status = stage.receiver.next_status().await["statuses"][0].clone();
    assert_eq!(status["status"], "sent");
    assert_eq!(
        status["pricing"],
        json!({"billable": true, "pricing_model": "PMP", "type": "regular", "category": "utility"})
    );
    let message = stage.report("messages").await["messages"][0].clone();
    assert_eq!(message["rendered"]["body"]["text"], "Hello Ann, your order 7 is on its way to you.");
    assert_eq!(message["rendered"]["buttons"][1]["url"], "https://shop.test/7");
    assert_eq!(message["rendered"]["buttons"][0]["payload"], "Thanks");
}

#[tokio::test]
async fn within_the_window_a_utility_template_is_free() {
    let (mut stage, _) = with(order("UTILITY")).await;
    stage.customer_writes(ANN).await;

    send(&stage, "order", components(&words(&["Ann", "7"]), &words(&["7"]))).await;

    let pricing = stage.receiver.next_status().await["statuses"][0]["pricing"].clone();
    assert_eq!((&pricing["billable"], &pricing["type"]), (&json!(false), &json!("free_customer_service")));
}

#[tokio::test]
async fn parameters_that_do_not_fit_are_refused_with_the_code_that_says_why() {
    let (stage, _) = with(order("UTILITY")).await;
    let (two, one) = (words(&["Ann", "7"]), words(&["7"]));
    let named = [json!({"type": "text", "text": "Ann", "parameter_name": "first"}), two[1].clone()];
    let picture = [json!({"type": "image", "image": {"id": "1"}}), two[1].clone()];
    let stray = json!([{"type": "body", "parameters": two},
        {"type": "button", "sub_type": "url", "index": 1, "parameters": one},
        {"type": "button", "sub_type": "quick_reply", "index": 2, "parameters": []}]);
    let crossed = json!([{"type": "body", "parameters": two},
        {"type": "button", "sub_type": "quick_reply", "index": 1, "parameters": []}]);
    let headed = json!([{"type": "header", "parameters": one}, {"type": "body", "parameters": two},
        {"type": "button", "sub_type": "url", "index": 1, "parameters": one}]);
    let cases = [
        (132_000, components(&one, &one)),
        (132_000, components(&words(&["Ann", "7", "8"]), &one)),
        (132_000, components(&named, &one)),
        (132_000, components(&two, &[])),
        (132_000, headed),
        (132_012, components(&picture, &one)),
        (132_012, stray),
        (132_012, crossed),
        (132_018, components(&words(&["Ann\n", "7"]), &one)),
        (132_018, components(&words(&["Ann", "a     b"]), &one)),
        (132_005, components(&words(&["Ann", &"x".repeat(1_000)]), &one)),
        (131_008, components(&words(&["Ann", ""]), &one)),
        (131_009, json!([{"type": "body", "parameters": two}, {"type": "sidebar"}])),
    ];
    for (code, components) in cases {
        let refused = send(&stage, "order", components.clone()).await;
        assert_eq!((refused.status, refused.code().1), (400, code), "{components} gave {}", refused.json);
    }
}

#[tokio::test]
async fn only_an_approved_template_in_its_own_language_can_be_sent() {
    let (stage, id) = with(order("UTILITY")).await;
    let fitting = || components(&words(&["Ann", "7"]), &words(&["7"]));
    let mut other = json!({"name": "order", "language": {"code": "en"}, "components": fitting()});
    let wrong = |template: &Value| json!({"messaging_product": "whatsapp", "to": ANN, "type": "template", "template": template});
    assert_eq!(stage.send(wrong(&other)).await.code(), (404, 132_001, None));
    other["language"] = Value::Null;
    assert_eq!(stage.send(wrong(&other)).await.code().1, 131_008);
    assert_eq!(send(&stage, "unknown", fitting()).await.code().1, 132_001);
    for (status, code) in [("PAUSED", 132_015), ("DISABLED", 132_016), ("REJECTED", 132_001), ("ARCHIVED", 132_001)] {
        stage.control(&format!("template/{id}"), json!({"status": status})).await;
        assert_eq!(send(&stage, "order", fitting()).await.code().1, code);
    }
}

#[tokio::test]
async fn a_code_goes_to_a_phone_number_only() {
    let (stage, _) = with(json!({"name": "code", "language": "en_US", "category": "AUTHENTICATION", "components": [
        {"type": "BODY", "add_security_recommendation": true},
        {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE"}]}]}))
    .await;
    let code = |text: &str| {
        json!([{"type": "body", "parameters": words(&[text])},
            {"type": "button", "sub_type": "url", "index": "0", "parameters": words(&[text])}])
    };

    assert_eq!(send(&stage, "code", code("123456")).await.status, 200);

    let shown = stage.report("messages").await["messages"][0]["rendered"].clone();
    assert!(shown["body"]["text"].as_str().unwrap().starts_with("123456 is your verification code."));
    assert_eq!(shown["buttons"][0]["code"], "123456");
    assert_eq!(send(&stage, "code", code(&"1".repeat(16))).await.code().1, 131_009);
    let user = stage.control("users", json!({"phone": ANN})).await;
    let bsuid = user.json["bsuids"][&stage.account.business_id].clone();
    let template = json!({"name": "code", "language": {"code": "en_US"}, "components": code("1")});
    let body = json!({"messaging_product": "whatsapp", "recipient": bsuid, "type": "template", "template": template});
    assert_eq!(stage.send(body).await.code(), (400, 131_062, None));
}

#[tokio::test]
async fn a_header_shows_a_file_and_named_parameters_find_their_places() {
    let (stage, _) = with(json!({"name": "sale", "language": "en_US", "category": "MARKETING",
        "parameter_format": "NAMED", "components": [
            {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::x"]}},
            {"type": "BODY", "text": "Shop until {{end}} and take part in it.",
                "example": {"body_text_named_params": [{"param_name": "end", "example": "August"}]}},
            {"type": "BUTTONS", "buttons": [{"type": "COPY_CODE", "example": "SAVE20"}]}]}))
    .await;
    let phone = &stage.account.phone_number_id;
    let media = stage.emulator.keep_user_media(phone, "image/png", None, vec![1]).unwrap().id;
    let sale = |header: Value, body: Value| {
        json!([{"type": "header", "parameters": [header]}, {"type": "body", "parameters": [body]},
            {"type": "button", "sub_type": "copy_code", "index": 0,
                "parameters": [{"type": "coupon_code", "coupon_code": "SAVE20"}]}])
    };
    let image = json!({"type": "image", "image": {"id": media}});
    let end = json!({"type": "text", "text": "May", "parameter_name": "end"});

    assert_eq!(send(&stage, "sale", sale(image.clone(), end.clone())).await.status, 200);

    let message = stage.report("messages").await["messages"][0].clone();
    assert_eq!(message["media"], media.as_str());
    assert_eq!(message["rendered"]["body"]["text"], "Shop until May and take part in it.");
    let positional = json!({"type": "text", "text": "May"});
    assert_eq!(send(&stage, "sale", sale(image, positional)).await.code().1, 132_000);
    let text = json!({"type": "text", "text": "Hi"});
    assert_eq!(send(&stage, "sale", sale(text, end)).await.code().1, 132_012);
}

#[tokio::test]
async fn who_stopped_marketing_gets_none() {
    let (mut stage, _) = with(order("MARKETING")).await;
    assert_eq!(stage.control("user/16505551234/opt_out", json!({})).await.status, 200);
    stage.receiver.next().await;

    assert_eq!(send(&stage, "order", components(&words(&["Ann", "7"]), &words(&["7"]))).await.status, 200);

    assert_eq!(stage.receiver.next_status().await["statuses"][0]["errors"][0]["code"], 131_050);
}

#[tokio::test]
async fn the_marketing_edge_takes_marketing_templates_only() {
    for (category, status) in [("MARKETING", 200), ("UTILITY", 400)] {
        let (stage, _) = with(order(category)).await;
        let template = json!({"name": "order", "language": {"code": "en_US"},
            "components": components(&words(&["Ann", "7"]), &words(&["7"]))});
        let path = format!("{}/marketing_messages", stage.account.phone_number_id);

        let mut body = json!({"messaging_product": "whatsapp", "to": ANN, "type": "template", "template": template});
        body["product_policy"] = json!("WHATEVER");
        assert_eq!(stage.graph(Method::POST, &path, body.clone()).await.code(), (400, 100, None));
        body["product_policy"] = json!("STRICT");
        let answer = stage.graph(Method::POST, &path, body).await;

        assert_eq!(answer.status, status, "{category}: {}", answer.json);
        assert!(status == 200 || answer.code().1 == 131_055);
    }
}
