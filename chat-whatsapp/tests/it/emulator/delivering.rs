//! Webhooks on their way.

use crate::stage::{Receiver, Stage, VERIFY_TOKEN, Webhook};
use chat_whatsapp::emulator::{Account, Callback, Inbound};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::fmt::Write as _;

const ANN: &str = "+16505551234";

fn is_signed_with(webhook: &Webhook, secret: &str) -> bool {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(&webhook.body);
    let mut expected = "sha256=".to_owned();
    for byte in mac.finalize().into_bytes() {
        write!(expected, "{byte:02x}").unwrap();
    }
    webhook.signature == expected
}

#[tokio::test]
async fn every_tenant_gets_its_own_webhooks_signed_with_its_own_secret() {
    let mut stage = Stage::open().await;
    let mut second = Receiver::start().await;
    let callback = Callback { url: second.url.clone(), verify_token: VERIFY_TOKEN.to_owned() };
    stage.emulator.put_account(&Account {
        app_id: "2".to_owned(),
        app_secret: "another-secret".to_owned(),
        callback: Some(callback),
        access_token: "another-token".to_owned(),
        business_id: "22".to_owned(),
        business_account_id: "222".to_owned(),
        phone_number_id: "2222".to_owned(),
        ..Account::default()
    });

    stage.emulator.write(Inbound::text(ANN, &stage.account.phone_number_id, "to the first")).unwrap();
    stage.emulator.write(Inbound::text(ANN, "2222", "to the second")).unwrap();

    let (to_first, to_second) = (stage.receiver.next().await, second.next().await);
    assert_eq!(to_first.value()["messages"][0]["text"]["body"], "to the first");
    assert_eq!(to_second.value()["messages"][0]["text"]["body"], "to the second");
    assert!(is_signed_with(&to_first, &stage.account.app_secret));
    assert!(is_signed_with(&to_second, "another-secret"));
    assert!(!is_signed_with(&to_second, &stage.account.app_secret));
    let known_as = |webhook: &Webhook| webhook.value()["contacts"][0]["user_id"].clone();
    assert_ne!(known_as(&to_first), known_as(&to_second), "a BSUID belongs to one portfolio");
}

#[tokio::test]
async fn a_refused_webhook_comes_again_at_once_and_then_ever_later() {
    let mut stage = Stage::open().await;
    stage.control("clock", json!({"freeze": true})).await;
    stage.receiver.answer(&[500, 202, 404]);

    stage.control("inbound", json!({"user": ANN, "text": "hi"})).await;

    let first = stage.receiver.next().await;
    let second = stage.receiver.next().await;
    assert_eq!(first.body, second.body);
    let report = wait_for_attempts(&stage, 2).await;
    assert_eq!(report["deliveries"][0]["state"], "pending");
    assert_eq!(stage.report("deliveries?state=pending").await, report);
    assert_eq!(stage.report("deliveries?state=delivered").await["deliveries"], json!([]));
    stage.control("clock", json!({"advanceMs": 1_999})).await;
    assert!(stage.receiver.is_silent());
    stage.control("clock", json!({"advanceMs": 1})).await;
    stage.receiver.next().await;
    wait_for_attempts(&stage, 3).await;
    stage.control("clock", json!({"advanceMs": 4_000})).await;
    stage.receiver.next().await;
    let report = wait_for_attempts(&stage, 4).await;
    assert_eq!(report["deliveries"][0]["state"], "delivered");
    let answers: Vec<&Value> =
        report["deliveries"][0]["attempts"].as_array().unwrap().iter().map(|a| &a["answers"][0]).collect();
    assert_eq!(answers, [500, 202, 404, 200]);
}

#[tokio::test]
async fn a_webhook_is_given_up_after_seven_days() {
    let mut stage = Stage::open().await;
    stage.control("clock", json!({"freeze": true})).await;
    stage.receiver.answer(&[503; 40]);
    stage.control("inbound", json!({"user": ANN, "text": "hi"})).await;
    stage.receiver.next().await;
    stage.receiver.next().await;
    let mut attempts = 2;

    let state = loop {
        let report = wait_for_attempts(&stage, attempts).await;
        if report["deliveries"][0]["state"] != "pending" {
            break report["deliveries"][0]["state"].clone();
        }
        stage.control("clock", json!({"advanceMs": 7_i64 * 24 * 60 * 60 * 1000 / 10})).await;
        stage.receiver.next().await;
        attempts += 1;
    };

    assert_eq!(state, "dropped");
    assert!(attempts > 10, "gave up after {attempts} tries");
}

#[tokio::test]
async fn a_batch_window_gathers_messages_and_statuses_of_all_accounts_of_an_app() {
    let mut stage = Stage::open().await;
    let mut other = stage.account.clone();
    other.business_account_id = "222".to_owned();
    other.phone_number_id = "2222".to_owned();
    stage.emulator.put_account(&other);
    stage.control("clock", json!({"freeze": true})).await;
    stage.control("chaos", json!({"batchMs": 1_000})).await;
    let first = stage.account.phone_number_id.clone();

    stage.control("inbound", json!({"user": ANN, "phoneNumberId": first, "text": "hi"})).await;
    stage.send(json!({"messaging_product": "whatsapp", "to": ANN, "type": "text", "text": {"body": "hi"}})).await;
    stage.control("inbound", json!({"user": ANN, "phoneNumberId": "2222", "text": "ho"})).await;
    stage.control("clock", json!({"advanceMs": 999})).await;
    assert_eq!(stage.report("deliveries").await["deliveries"], json!([]));
    stage.control("clock", json!({"advanceMs": 1})).await;

    let json = stage.receiver.next().await.json();
    let entries = json["entry"].as_array().unwrap();
    assert_eq!(entries.len(), 2);
    let value = &entries[0]["changes"][0]["value"];
    assert_eq!(value["messages"].as_array().unwrap().len(), 1);
    assert_eq!(value["statuses"][0]["status"], "sent");
    assert_eq!(entries[1]["changes"][0]["value"]["messages"][0]["text"]["body"], "ho");
}

#[tokio::test]
async fn duplicates_and_reordering_come_when_chaos_wants_them() {
    let mut stage = Stage::open().await;
    stage.control("chaos", json!({"duplicate": 1.0})).await;
    stage.control("inbound", json!({"user": ANN, "text": "twice"})).await;
    assert_eq!(stage.receiver.next().await.body, stage.receiver.next().await.body);

    stage.control("clock", json!({"freeze": true})).await;
    stage.control("chaos", json!({"duplicate": 0.0, "reorder": 1.0})).await;
    stage.control("inbound", json!({"user": ANN, "text": "early"})).await;
    stage.control("chaos", json!({"reorder": 0.0})).await;
    stage.control("inbound", json!({"user": ANN, "text": "late"})).await;
    assert_eq!(stage.receiver.next().await.value()["messages"][0]["text"]["body"], "late");
    stage.control("clock", json!({"advanceMs": 2_000})).await;
    assert_eq!(stage.receiver.next().await.value()["messages"][0]["text"]["body"], "early");
}

/// Waits until the first delivery's attempt of this number is noted: it is, soon after the receiver has seen it.
async fn wait_for_attempts(stage: &Stage, count: usize) -> Value {
    let noted = async {
        loop {
            let report = stage.report("deliveries").await;
            let attempts = report["deliveries"][0]["attempts"].as_array().map_or(0, Vec::len);
            if attempts >= count {
                return report;
            }
        }
    };
    tokio::time::timeout(crate::stage::PATIENCE, noted).await.expect("the attempt is noted")
}
