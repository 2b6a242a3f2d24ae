//! Phone numbers: added, verified, registered and renamed.

use crate::stage::{Answer, Stage};
use reqwest::Method;
use serde_json::{Value, json};

const HOUR_MS: u64 = 60 * 60 * 1_000;

async fn post(stage: &Stage, path: &str, body: Value) -> Answer {
    stage.graph(Method::POST, path, body).await
}

/// A number that was just added.
async fn added(stage: &Stage) -> String {
    let path = format!("{}/phone_numbers", stage.account.business_account_id);
    let number = json!({"country_code": "1", "phone_number": "+1 650 555 0000", "verified_name": "Second"});
    let added = post(stage, &path, number).await;
    assert_eq!(added.status, 200, "{}", added.json);
    added.json["id"].as_str().unwrap().to_owned()
}

async fn verify(stage: &Stage, id: &str) {
    let asked = post(stage, &format!("{id}/request_code?code_method=SMS&language=en_US"), Value::Null).await;
    assert_eq!(asked.json, json!({"success": true}));
    let code = stage.report("codes").await["codes"][id].as_str().unwrap().to_owned();
    let verified =
        post(stage, &format!("{id}/verify_code"), json!({"code": format!("{}-{}", &code[..3], &code[3..])})).await;
    assert_eq!(verified.json, json!({"success": true}));
}

async fn register(stage: &Stage, id: &str, pin: &str) -> Answer {
    post(stage, &format!("{id}/register"), json!({"messaging_product": "whatsapp", "pin": pin})).await
}

async fn field(stage: &Stage, id: &str, name: &str) -> Value {
    stage.graph(Method::GET, &format!("{id}?fields={name}"), Value::Null).await.json[name].clone()
}

fn text() -> Value {
    json!({"messaging_product": "whatsapp", "to": "+16505551234", "type": "text", "text": {"body": "hi"}})
}

#[tokio::test]
async fn a_number_is_added_verified_and_registered_and_can_then_send() {
    let stage = Stage::open().await;
    let id = added(&stage).await;
    assert_eq!(field(&stage, &id, "status").await, "PENDING");
    assert_eq!(field(&stage, &id, "code_verification_status").await, "NOT_VERIFIED");
    assert_eq!(field(&stage, &id, "display_phone_number").await, "+1 6505550000");
    assert_eq!(field(&stage, &id, "health_status").await["can_send_message"], "BLOCKED");
    assert_eq!(register(&stage, &id, "123456").await.code(), (400, 133_006, None));
    let path = format!("{id}/messages");
    assert_eq!(post(&stage, &path, text()).await.code(), (400, 133_010, None));

    verify(&stage, &id).await;
    assert_eq!(register(&stage, &id, "123456").await.json, json!({"success": true}));

    assert_eq!(field(&stage, &id, "status").await, "CONNECTED");
    assert_eq!(field(&stage, &id, "is_pin_enabled").await, true);
    assert!(field(&stage, &id, "last_onboarded_time").await.as_str().is_some_and(|at| at.ends_with("+0000")));
    assert_eq!(field(&stage, &id, "health_status").await["can_send_message"], "AVAILABLE");
    assert_eq!(post(&stage, &path, text()).await.status, 200);
    let list = format!("{}/phone_numbers?fields=id&limit=1", stage.account.business_account_id);
    let page = stage.graph(Method::GET, &list, Value::Null).await.json;
    assert!(page["paging"]["next"].is_string(), "{page}");

    assert_eq!(post(&stage, &format!("{id}/deregister"), Value::Null).await.json, json!({"success": true}));
    assert_eq!(field(&stage, &id, "status").await, "DISCONNECTED");
    assert_eq!(post(&stage, &path, text()).await.code().1, 133_010);
}

#[tokio::test]
async fn a_number_that_is_none_or_is_taken_is_not_added() {
    let stage = Stage::open().await;
    let path = format!("{}/phone_numbers", stage.account.business_account_id);
    for number in [
        json!({}),
        json!({"cc": "1", "phone_number": "6505550000"}),
        json!({"cc": "one", "phone_number": "6505550000", "verified_name": "X"}),
        json!({"cc": "1", "phone_number": "12", "verified_name": "X"}),
        json!({"cc": "1", "phone_number": "5550783881", "verified_name": "X"}),
    ] {
        assert_eq!(post(&stage, &path, number.clone()).await.code().1, 100, "{number}");
    }
}

#[tokio::test]
async fn a_code_is_asked_for_properly_and_only_the_right_one_verifies() {
    let stage = Stage::open().await;
    let id = added(&stage).await;
    for query in ["code_method=PIGEON&language=en", "code_method=SMS"] {
        assert_eq!(post(&stage, &format!("{id}/request_code?{query}"), Value::Null).await.code().1, 100, "{query}");
    }
    assert_eq!(
        post(&stage, &format!("{id}/verify_code?code=1"), Value::Null).await.code(),
        (400, 136_025, Some(2_388_093))
    );
    verify(&stage, &id).await;
    assert_eq!(stage.report("codes").await["codes"], json!({}));
    let again = post(&stage, &format!("{id}/request_code"), json!({"code_method": "VOICE", "language": "en"})).await;
    assert_eq!(again.code(), (400, 136_024, Some(2_388_091)));
}

#[tokio::test]
async fn a_pin_protects_a_number_and_cannot_be_guessed() {
    let stage = Stage::open().await;
    stage.control("clock", json!({"freeze": true})).await;
    let id = stage.account.phone_number_id.clone();
    assert_eq!(field(&stage, &id, "is_pin_enabled").await, false);
    for bad in ["12345", "12345a"] {
        assert_eq!(post(&stage, &id, json!({"pin": bad})).await.code().1, 100);
        assert_eq!(register(&stage, &id, bad).await.code().1, 100);
    }
    assert_eq!(post(&stage, &id, json!({"pin": "111111"})).await.json, json!({"success": true}));

    assert_eq!(register(&stage, &id, "222222").await.code().1, 133_005);
    assert_eq!(register(&stage, &id, "111111").await.code().1, 133_009, "too fast");
    for _ in 0..4 {
        stage.control("clock", json!({"advanceMs": 5_000})).await;
        assert_eq!(register(&stage, &id, "222222").await.code().1, 133_005);
    }
    stage.control("clock", json!({"advanceMs": 5_000})).await;
    assert_eq!(register(&stage, &id, "111111").await.code().1, 133_008, "too often");
    stage.control("clock", json!({"advanceMs": 24 * HOUR_MS})).await;
    assert_eq!(register(&stage, &id, "111111").await.status, 200);
}

#[tokio::test]
async fn a_number_is_registered_at_most_ten_times_in_72_hours() {
    let stage = Stage::open().await;
    let id = stage.account.phone_number_id.clone();
    for _ in 0..10 {
        assert_eq!(register(&stage, &id, "111111").await.status, 200);
    }
    assert_eq!(register(&stage, &id, "111111").await.code(), (400, 133_016, None));
    stage.control("clock", json!({"advanceMs": 72 * HOUR_MS})).await;
    assert_eq!(register(&stage, &id, "111111").await.status, 200);
}

#[tokio::test]
async fn a_new_name_is_reviewed_and_taken_with_the_next_registration() {
    let mut stage = Stage::open().await;
    stage.control("clock", json!({"freeze": true})).await;
    let id = stage.account.phone_number_id.clone();
    for (name, decision, status) in [("Reject me", "REJECTED", "DECLINED"), ("Luckier Shrub", "APPROVED", "APPROVED")] {
        assert_eq!(post(&stage, &id, json!({"new_display_name": name})).await.json, json!({"success": true}));
        assert_eq!(field(&stage, &id, "new_name_status").await, "PENDING_REVIEW");
        stage.control("clock", json!({"advanceMs": 1_000})).await;
        let change = stage.receiver.next().await.json()["entry"][0]["changes"][0].clone();
        assert_eq!(change["field"], "phone_number_name_update");
        assert_eq!(change["value"]["decision"], decision);
        assert_eq!(change["value"]["requested_verified_name"], name);
        assert_eq!(change["value"]["display_phone_number"], "15550783881");
        assert_eq!(field(&stage, &id, "new_name_status").await, status);
    }
    assert_eq!(field(&stage, &id, "verified_name").await, "Lucky Shrub");
    register(&stage, &id, "111111").await;
    assert_eq!(field(&stage, &id, "verified_name").await, "Luckier Shrub");
}

#[tokio::test]
async fn the_quality_of_a_number_changes_by_itself() {
    let mut stage = Stage::open().await;
    let id = stage.account.phone_number_id.clone();

    stage.control(&format!("phone/{id}/quality"), json!({"quality": "RED"})).await;

    let change = stage.receiver.next().await.json()["entry"][0]["changes"][0].clone();
    assert_eq!(
        (&change["field"], &change["value"]["event"]),
        (&json!("phone_number_quality_update"), &json!("FLAGGED"))
    );
    assert_eq!(field(&stage, &id, "quality_rating").await, "RED");
    assert_eq!(stage.control("phone/1/quality", json!({"quality": "RED"})).await.status, 404);
}
