//! Webhooks about more than messages.

use crate::stage::{Receiver, Stage, VERIFY_TOKEN};
use reqwest::Method;
use serde_json::{Value, json};

const ANN: &str = "+16505551234";

#[tokio::test]
async fn an_echo_is_what_the_business_wrote_on_its_phone() {
    let mut stage = Stage::open().await;
    stage.control("users", json!({"id": "ann", "phone": ANN})).await;

    let written = stage.control("echo", json!({"user": "ann", "text": "from the phone"})).await;

    let webhook = stage.receiver.next().await;
    assert_eq!(webhook.json()["entry"][0]["changes"][0]["field"], "smb_message_echoes");
    let echo = &webhook.value()["message_echoes"][0];
    assert_eq!(echo["from"], "15550783881");
    assert_eq!(echo["to"], "16505551234");
    assert_eq!(echo["id"], written.json["ids"][0]);
    assert_eq!(echo["text"]["body"], "from the phone");
    let seen = &stage.report("user/ann/chat").await["messages"][0];
    assert_eq!(seen["from"], "business");
    assert_eq!(seen["content"]["body"], "from the phone");
}

#[tokio::test]
async fn history_is_made_of_the_chats_that_are_there() {
    let mut stage = Stage::open().await;
    let wamid = stage.customer_writes(ANN).await;

    stage.control("history", json!({"phase": 1, "progress": 55})).await;

    let chunk = stage.receiver.next().await.value()["history"][0].clone();
    assert_eq!(chunk["metadata"], json!({"phase": 1, "chunk_order": 1, "progress": 55}));
    assert_eq!(chunk["threads"][0]["id"], "16505551234");
    let message = &chunk["threads"][0]["messages"][0];
    assert_eq!(message["id"], wamid.as_str());
    assert_eq!(message["text"]["body"], "hello");
    assert_eq!(message["history_context"], json!({"status": "DELIVERED"}));
    stage.control("history", json!({"declined": true})).await;
    let declined = stage.receiver.next().await.value();
    assert_eq!(declined["history"][0]["errors"][0]["code"], 2_593_109);
}

#[tokio::test]
async fn the_address_book_is_every_user_unless_it_is_said_otherwise() {
    let mut stage = Stage::open().await;
    stage.control("users", json!({"id": "ann", "name": "Ann", "phone": ANN})).await;

    stage.control("state_sync", json!({})).await;

    let entry = stage.receiver.next().await.value()["state_sync"][0].clone();
    assert_eq!(entry["contact"], json!({"phone_number": "16505551234", "full_name": "Ann"}));
    assert_eq!(entry["action"], "add");
    stage.control("state_sync", json!({"contacts": [{"phone": "1650", "removed": true}]})).await;
    assert_eq!(stage.receiver.next().await.value()["state_sync"][0]["action"], "remove");
}

#[tokio::test]
async fn any_field_goes_out_as_it_is_given_with_the_time_of_the_entry() {
    let mut stage = Stage::open().await;
    let value = json!({"display_phone_number": "15550783881", "event": "FLAGGED"});

    stage.control("webhook", json!({"field": "phone_number_quality_update", "value": value})).await;

    let json = stage.receiver.next().await.json();
    assert_eq!(json["entry"][0]["id"], stage.account.business_account_id.as_str());
    assert!(json["entry"][0]["time"].is_i64());
    let expected = json!([{"field": "phone_number_quality_update", "value": value}]);
    assert_eq!(json["entry"][0]["changes"], expected);
    let path = format!("account/{}/update", stage.account.business_account_id);
    stage.control(&path, json!({"event": "ACCOUNT_RESTRICTION"})).await;
    assert_eq!(stage.receiver.next().await.json()["entry"][0]["changes"][0]["field"], "account_update");
    assert_eq!(stage.control(&path, json!({})).await.status, 400);
    assert_eq!(stage.control("account/1/update", json!({"event": "X"})).await.status, 404);
}

#[tokio::test]
async fn what_is_not_about_messages_goes_to_the_apps_url_alone() {
    let mut stage = Stage::open().await;
    let mut own = Receiver::start().await;
    let path = format!("{}/subscribed_apps", stage.account.business_account_id);
    let body = json!({"override_callback_uri": own.url, "verify_token": VERIFY_TOKEN});
    assert_eq!(stage.graph(Method::POST, &path, body).await.status, 200);

    stage.control("webhook", json!({"field": "account_alerts", "value": {}})).await;
    stage.control("inbound", json!({"user": ANN, "text": "hi"})).await;

    assert_eq!(stage.receiver.next().await.json()["entry"][0]["changes"][0]["field"], "account_alerts");
    assert_eq!(own.next().await.value()["messages"][0]["text"]["body"], "hi");
    assert!(stage.receiver.is_silent());
}

/// A send to somebody who is not on WhatsApp fails.
async fn failed(stage: &mut Stage) -> Value {
    stage.send(json!({"messaging_product": "whatsapp", "to": "+34600", "type": "text", "text": {"body": "?"}})).await;
    let value = stage.receiver.next_status().await;
    assert_eq!(value["statuses"][0]["status"], "failed");
    value
}

#[tokio::test]
async fn what_a_failed_status_says_of_the_recipient_can_be_chosen() {
    let mut stage = Stage::open().await;
    for (rule, expected) in [
        ("always", json!([{"wa_id": "34600"}])),
        ("documented", Value::Null),
        ("observed", json!([{"wa_id": "34600"}])),
    ] {
        stage.control("rules", json!({"failedContacts": rule})).await;
        let failed = failed(&mut stage).await;
        assert_eq!(failed["contacts"], expected, "{rule}");
    }
}

#[tokio::test]
async fn statuses_of_v23_name_a_conversation() {
    let mut stage = Stage::open().await;
    stage.control("rules", json!({"webhookVersion": "v23"})).await;
    stage.customer_writes(ANN).await;

    stage.send(json!({"messaging_product": "whatsapp", "to": ANN, "type": "text", "text": {"body": "hi"}})).await;

    let sent = stage.receiver.next_status().await["statuses"][0]["conversation"].clone();
    let delivered = stage.receiver.next_status().await["statuses"][0]["conversation"].clone();
    assert_eq!(sent["origin"]["type"], "service");
    assert!(sent["expiration_timestamp"].is_string());
    assert_eq!(delivered["id"], sent["id"]);
    assert_eq!(delivered["expiration_timestamp"], Value::Null);
}

#[tokio::test]
async fn a_dropped_webhook_is_noted_and_never_posted() {
    let mut stage = Stage::open().await;
    stage.control("chaos", json!({"drop": 1.0})).await;

    stage.control("inbound", json!({"user": ANN, "text": "lost"})).await;
    stage.control("chaos", json!({"drop": 0.0})).await;
    stage.control("inbound", json!({"user": ANN, "text": "found"})).await;

    assert_eq!(stage.receiver.next().await.value()["messages"][0]["text"]["body"], "found");
    let dropped = stage.report("deliveries?state=dropped").await;
    assert_eq!(dropped["deliveries"].as_array().unwrap().len(), 1);
    assert_eq!(dropped["deliveries"][0]["attempts"], json!([]));
}

#[tokio::test]
async fn the_answer_to_a_send_waits_for_the_first_status_when_chaos_wants_it() {
    let mut stage = Stage::open().await;
    stage.customer_writes(ANN).await;
    stage.control("chaos", json!({"statusBeforeResponse": true})).await;

    let body = json!({"messaging_product": "whatsapp", "to": ANN, "type": "text", "text": {"body": "hi"}});
    let sent = stage.send(body).await;

    let status = stage.receiver.next_status().await;
    assert_eq!(status["statuses"][0]["id"], sent.json["messages"][0]["id"]);
    let heard = stage.report("messages?direction=outbound").await["messages"][0]["heard"].clone();
    assert_eq!(heard, true, "the receiver took the status before the send was answered");
}
