//! A business sends.

use crate::stage::Stage;
use reqwest::Method;
use serde_json::{Value, json};

const ANN: &str = "+16505551234";

fn text(to: &str) -> Value {
    json!({"messaging_product": "whatsapp", "to": to, "type": "text", "text": {"body": "hi"}})
}

#[tokio::test]
async fn a_sent_text_climbs_from_sent_to_delivered_to_read_and_carries_the_callback_data() {
    let mut stage = Stage::open_with(|setup| setup.delays.read_ms = Some(20)).await;
    stage.customer_writes(ANN).await;
    stage.control("clock", json!({"freeze": true})).await;
    let mut body = text(ANN);
    body["biz_opaque_callback_data"] = json!("our-id");

    let sent = stage.send(body).await;

    assert_eq!(sent.status, 200, "{}", sent.json);
    assert_eq!(sent.json["contacts"][0]["input"], ANN);
    assert_eq!(sent.json["contacts"][0]["wa_id"], "16505551234");
    let wamid = sent.json["messages"][0]["id"].as_str().unwrap();
    assert!(wamid.starts_with("wamid."));
    for (expected, after_ms) in [("sent", 1), ("delivered", 20), ("read", 20)] {
        stage.control("clock", json!({"advanceMs": after_ms})).await;
        let value = stage.receiver.next_status().await;
        let status = &value["statuses"][0];
        assert_eq!(status["status"], expected);
        assert_eq!(status["id"], wamid);
        assert_eq!(status["biz_opaque_callback_data"], "our-id");
        assert_eq!(status["recipient_id"], "16505551234");
        assert_eq!(status["recipient_user_id"], value["contacts"][0]["user_id"]);
        assert!(status["timestamp"].as_str().unwrap().parse::<i64>().unwrap() > 1_700_000_000);
    }
}

#[tokio::test]
async fn the_token_is_checked_before_anything_else() {
    let stage = Stage::open().await;
    let other = json!({"appId": "2", "businessId": "3", "businessAccountId": "4", "phoneNumberId": "5",
        "accessToken": "another-token"});
    assert_eq!(stage.control("accounts", other).await.status, 200);
    let path = format!("{}/messages", stage.account.phone_number_id);

    let unknown = stage.graph_as("nobody", Method::POST, &path, text(ANN)).await;
    let foreign = stage.graph_as("another-token", Method::POST, &path, text(ANN)).await;
    let missing = stage.graph(Method::POST, "999/messages", text(ANN)).await;

    assert_eq!(unknown.code(), (401, 190, None));
    assert_eq!(foreign.code(), (400, 100, Some(33)));
    assert_eq!(missing.code(), (400, 100, Some(33)));
    assert!(unknown.json["error"]["fbtrace_id"].is_string());
}

#[tokio::test]
async fn a_bad_send_is_refused_with_the_code_that_says_why() {
    let stage = Stage::open().await;
    let without = |key: &str| {
        let mut body = text(ANN);
        body.as_object_mut().unwrap().remove(key);
        body
    };
    let with = |key: &str, value: Value| {
        let mut body = text(ANN);
        body[key] = value;
        body
    };
    let cases = [
        (100, without("messaging_product")),
        (100, with("messaging_product", json!("sms"))),
        (131_008, without("to")),
        (131_008, without("text")),
        (131_008, with("text", json!({}))),
        (131_008, with("text", json!({"body": "  "}))),
        (100, with("text", json!({"body": 5}))),
        (100, with("text", json!({"body": "x".repeat(4_097)}))),
        (100, with("to", json!(["+1"]))),
        (131_009, with("to", json!("someone"))),
        (131_009, with("to", json!("US.13491208655302741918"))),
        (131_009, with("type", json!("telegram"))),
        (131_009, with("biz_opaque_callback_data", json!("x".repeat(513)))),
        (131_008, with("context", json!({}))),
        (131_021, with("to", json!(stage.account.display_phone_number))),
        (
            132_001,
            json!({"messaging_product": "whatsapp", "to": ANN, "type": "template",
            "template": {"name": "order", "language": {"code": "en_US"}}}),
        ),
        (131_009, json!({"messaging_product": "whatsapp", "to": ANN, "type": "image", "image": {"id": "1"}})),
    ];
    for (code, body) in cases {
        let refused = stage.send(body.clone()).await;
        assert_eq!(refused.code().1, code, "{body} gave {}", refused.json);
        assert!((400..500).contains(&refused.status));
    }
    assert_eq!(stage.report("messages").await["messages"], json!([]));
}

#[tokio::test]
async fn a_user_without_a_phone_number_is_reached_by_bsuid_and_never_shows_one() {
    let mut stage = Stage::open().await;
    let user = stage.control("users", json!({"id": "bo", "name": "Bo", "username": "@bo"})).await;
    let bsuid = user.json["bsuids"][&stage.account.business_id].as_str().unwrap().to_owned();
    stage.control("inbound", json!({"user": "bo", "text": "hi"})).await;
    let inbound = stage.receiver.next().await.value();
    assert_eq!(inbound["messages"][0]["from"], Value::Null);
    assert_eq!(inbound["messages"][0]["from_user_id"], bsuid.as_str());
    assert_eq!(inbound["contacts"][0]["wa_id"], Value::Null);
    assert_eq!(inbound["contacts"][0]["profile"], json!({"name": "Bo", "username": "bo"}));

    let sent = stage
        .send(json!({"messaging_product": "whatsapp", "recipient": bsuid, "type": "text", "text": {"body": "hi"}}))
        .await;

    assert_eq!(sent.json["contacts"], json!([{"input": bsuid, "user_id": bsuid}]));
    let status = stage.receiver.next_status().await;
    assert_eq!(status["statuses"][0]["recipient_id"], Value::Null);
    assert_eq!(status["statuses"][0]["recipient_user_id"], bsuid.as_str());
}

#[tokio::test]
async fn a_message_to_someone_who_is_not_on_whatsapp_or_blocks_fails_later() {
    let mut stage = Stage::open().await;
    stage.control("users", json!({"id": "cy", "phone": "+491701234567", "blocked": true})).await;

    for to in ["+441234567890", "+491701234567"] {
        assert_eq!(stage.send(text(to)).await.status, 200);
        let status = stage.receiver.next_status().await;
        assert_eq!(status["statuses"][0]["status"], "failed");
        assert_eq!(status["statuses"][0]["errors"][0]["code"], 131_026);
    }
}

#[tokio::test]
async fn outside_the_window_a_free_form_message_fails_later_or_at_once_as_the_rules_say() {
    let mut stage = Stage::open().await;
    stage.customer_writes(ANN).await;
    stage.control("clock", json!({"advanceMs": 24 * 60 * 60 * 1000})).await;

    assert_eq!(stage.send(text(ANN)).await.status, 200);
    let status = stage.receiver.next_status().await;
    assert_eq!(status["statuses"][0]["errors"][0]["code"], 131_047);

    stage.control("rules", json!({"closedWindow": "refused"})).await;
    assert_eq!(stage.send(text(ANN)).await.code(), (400, 131_047, None));

    stage.control("rules", json!({"closedWindow": "ignored"})).await;
    assert_eq!(stage.send(text(ANN)).await.status, 200);
    assert_ne!(stage.receiver.next_status().await["statuses"][0]["status"], "failed");
}

#[tokio::test]
async fn the_46th_message_at_once_to_one_user_is_too_many_but_others_go_on() {
    let stage = Stage::open().await;
    stage.control("clock", json!({"freeze": true})).await;
    for _ in 0..45 {
        assert_eq!(stage.send(text(ANN)).await.status, 200);
    }

    assert_eq!(stage.send(text(ANN)).await.code(), (400, 131_056, None));
    assert_eq!(stage.send(text("+16505550000")).await.status, 200);
    stage.control("clock", json!({"advanceMs": 6_000})).await;
    assert_eq!(stage.send(text(ANN)).await.status, 200);
}

#[tokio::test]
async fn what_is_sent_to_a_phone_that_is_off_is_delivered_when_it_is_on_again() {
    let mut stage = Stage::open().await;
    stage.customer_writes(ANN).await;
    stage.control("users", json!({"phone": ANN, "online": false})).await;
    stage.send(text(ANN)).await;
    assert_eq!(stage.receiver.next_status().await["statuses"][0]["status"], "sent");
    stage.control("clock", json!({"advanceMs": 60_000})).await;
    let messages = stage.report("messages?direction=outbound").await;
    assert_eq!(messages["messages"][0]["status"], "sent");

    stage.control("users", json!({"phone": ANN, "online": true})).await;

    assert_eq!(stage.receiver.next_status().await["statuses"][0]["status"], "delivered");
}

#[tokio::test]
async fn a_user_reads_when_told_to_unless_receipts_are_off() {
    let mut stage = Stage::open().await;
    stage.customer_writes(ANN).await;
    let wamid = stage.send(text(ANN)).await.json["messages"][0]["id"].clone();
    let mut reached = [stage.receiver.next_status().await, stage.receiver.next_status().await]
        .map(|value| value["statuses"][0]["status"].as_str().unwrap().to_owned());
    // Webhooks travel side by side, so that one may overtake the other.
    reached.sort();
    assert_eq!(reached, ["delivered", "sent"]);

    stage.control("users", json!({"phone": ANN, "readReceipts": false})).await;
    assert_eq!(stage.control("user/16505551234/read", json!({})).await.json, json!({"read": []}));
    stage.control("users", json!({"phone": ANN, "readReceipts": true})).await;
    let read = stage.control("user/16505551234/read", json!({})).await;

    assert_eq!(read.json, json!({"read": [wamid]}));
    assert_eq!(stage.receiver.next_status().await["statuses"][0]["status"], "read");
}

#[tokio::test]
async fn marking_as_read_takes_the_earlier_ones_along_and_may_show_typing() {
    let mut stage = Stage::open().await;
    stage.customer_writes(ANN).await;
    let second = stage.customer_writes(ANN).await;
    stage.customer_writes(ANN).await;
    let mut mark = json!({"messaging_product": "whatsapp", "status": "read", "message_id": second,
        "typing_indicator": {"type": "text"}});

    assert_eq!(stage.send(mark.clone()).await.json, json!({"success": true}));

    let report = stage.report("messages?direction=inbound").await;
    let read: Vec<_> = report["messages"].as_array().unwrap().iter().map(|m| m["markedRead"].clone()).collect();
    assert_eq!(read, [json!(true), json!(true), json!(false)]);
    assert_eq!(report["typing"][0]["phoneNumberId"], stage.account.phone_number_id.as_str());
    stage.send(text(ANN)).await;
    assert_eq!(stage.report("messages").await["typing"], json!([]));
    stage.control("clock", json!({"advanceMs": 31_u64 * 24 * 60 * 60 * 1_000})).await;
    assert_eq!(stage.send(mark.clone()).await.code(), (400, 131_009, None), "too old");
    mark["message_id"] = json!("wamid.unknown");
    assert_eq!(stage.send(mark).await.code(), (400, 131_009, None));
}

#[tokio::test]
async fn a_test_number_writes_only_to_whom_it_may() {
    let stage = Stage::open().await;
    let path = format!("phone/{}/allow_list", stage.account.phone_number_id);
    assert_eq!(stage.control(&path, json!({"recipients": [ANN]})).await.json["recipients"], json!(["16505551234"]));

    assert_eq!(stage.send(text(ANN)).await.status, 200);
    assert_eq!(stage.send(text("+16505550000")).await.code(), (400, 131_030, None));

    stage.control(&path, json!({"recipients": null})).await;
    assert_eq!(stage.send(text("+16505550000")).await.status, 200);
    assert_eq!(stage.control("phone/1/allow_list", json!({})).await.status, 404);
}

#[tokio::test]
async fn a_business_writes_first_only_to_as_many_as_its_limit_says() {
    let mut stage = Stage::open_with(|setup| setup.delays.review_ms = 0).await;
    let templates = format!("{}/message_templates", stage.account.business_account_id);
    let news = json!({"name": "news", "language": "en", "category": "MARKETING",
        "components": [{"type": "BODY", "text": "There are new plants."}]});
    stage.graph(Method::POST, &templates, news).await;
    stage.receiver.next().await;
    let news = |to: &str| {
        json!({"messaging_product": "whatsapp", "to": to, "type": "template",
            "template": {"name": "news", "language": {"code": "en"}}})
    };
    let path = format!("business/{}/limit", stage.account.business_id);
    stage.control(&path, json!({"limit": "TIER_250"})).await;
    let change = stage.receiver.next().await.json()["entry"][0]["changes"][0].clone();
    assert_eq!(change["field"], "business_capability_update");
    assert_eq!(change["value"]["max_daily_conversations_per_business"], 250);
    stage.control("rules", json!({"rateLimits": true})).await;
    stage.control("clock", json!({"freeze": true})).await;
    for n in 0..250 {
        stage.control("clock", json!({"advanceMs": 15})).await;
        assert_eq!(stage.send(news(&format!("+1650555{n:04}"))).await.status, 200);
    }

    assert_eq!(stage.send(news("+16505559999")).await.code(), (400, 131_064, None));

    stage.control("inbound", json!({"user": "+16505559999", "text": "hi"})).await;
    assert_eq!(stage.send(news("+16505559999")).await.status, 200, "an answer does not count");
    let phone = format!("{}?fields=whatsapp_business_manager_messaging_limit", stage.account.phone_number_id);
    let shown = stage.graph(Method::GET, &phone, Value::Null).await.json;
    assert_eq!(shown["whatsapp_business_manager_messaging_limit"], "TIER_250");
}

#[tokio::test]
async fn a_wrong_proof_of_the_secret_is_refused() {
    let stage = Stage::open().await;
    let path = |proof: &str| format!("{}?appsecret_proof={proof}", stage.account.phone_number_id);
    // Computed with `printf emulated-access-token | openssl dgst -sha256 -hmac emulated-app-secret`.
    let right = "dacea7072822228a525d21a1f94661ff9ac3183fb0077ae904891b8fd6e94e31";

    assert_eq!(stage.graph(Method::GET, &path(right), Value::Null).await.status, 200);
    assert_eq!(stage.graph(Method::GET, &path("00"), Value::Null).await.code(), (400, 100, None));
}
