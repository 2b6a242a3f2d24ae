//! A user writes.

use crate::stage::Stage;
use serde_json::{Value, json};

const ANN: &str = "+16505551234";

#[tokio::test]
async fn a_text_arrives_with_its_contact() {
    let mut stage = Stage::open().await;
    stage.control("users", json!({"id": "ann", "name": "Ann", "phone": ANN})).await;

    let written = stage.control("inbound", json!({"user": "ann", "text": "Grüße 👋"})).await;

    let webhook = stage.receiver.next().await;
    assert!(webhook.body.is_ascii(), "what is not ASCII is escaped");
    assert_eq!(webhook.json()["object"], "whatsapp_business_account");
    assert_eq!(webhook.json()["entry"][0]["id"], stage.account.business_account_id.as_str());
    let value = webhook.value();
    assert_eq!(value["metadata"]["phone_number_id"], stage.account.phone_number_id.as_str());
    assert_eq!(value["metadata"]["display_phone_number"], "15550783881");
    assert_eq!(value["contacts"][0]["profile"]["name"], "Ann");
    assert_eq!(value["contacts"][0]["wa_id"], "16505551234");
    let message = &value["messages"][0];
    assert_eq!(message["id"], written.json["ids"][0]);
    assert_eq!(message["from"], "16505551234");
    assert_eq!(message["from_user_id"], value["contacts"][0]["user_id"]);
    assert_eq!(message["type"], "text");
    assert_eq!(message["text"]["body"], "Grüße 👋");
}

#[tokio::test]
async fn unicode_is_written_as_it_is_when_the_rule_is_off() {
    let mut stage = Stage::open().await;
    stage.control("rules", json!({"escapeUnicode": false})).await;

    stage.control("inbound", json!({"user": ANN, "text": "👋"})).await;

    let body = stage.receiver.next().await.body;
    assert!(String::from_utf8(body.to_vec()).unwrap().contains("👋"));
}

#[tokio::test]
async fn any_message_goes_through_as_it_is_given_and_null_leaves_a_key_out() {
    let mut stage = Stage::open().await;
    let sticker = json!({"type": "sticker", "sticker": {"id": "7", "animated": true}, "timestamp": 1_750_000_000_123_i64,
        "id": "wamid.mine", "from_user_id": null, "from": "US.1234"});

    stage.control("inbound", json!({"user": ANN, "message": sticker})).await;

    let message = stage.receiver.next().await.value()["messages"][0].clone();
    assert_eq!(
        message,
        json!({"type": "sticker", "sticker": {"id": "7", "animated": true}, "timestamp": 1_750_000_000_123_i64,
            "id": "wamid.mine", "from": "US.1234"})
    );
}

#[tokio::test]
async fn a_batch_arrives_in_one_webhook_in_order() {
    let mut stage = Stage::open().await;
    let batch = json!([{"text": "two"}, {"message": {"type": "request_welcome"}}]);

    stage.control("inbound", json!({"user": ANN, "text": "one", "batch": batch})).await;

    let value = stage.receiver.next().await.value();
    assert_eq!(value["messages"].as_array().unwrap().len(), 3);
    assert_eq!(value["messages"][0]["text"]["body"], "one");
    assert_eq!(value["messages"][1]["text"]["body"], "two");
    assert_eq!(value["messages"][2]["type"], "request_welcome");
    assert_eq!(value["contacts"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_reply_names_the_author_of_what_it_answers() {
    let mut stage = Stage::open().await;
    stage.customer_writes(ANN).await;
    let sent =
        stage.send(json!({"messaging_product": "whatsapp", "to": ANN, "type": "text", "text": {"body": "hi"}})).await;
    let wamid = sent.json["messages"][0]["id"].clone();
    stage.receiver.next_status().await;
    stage.receiver.next_status().await;

    stage.control("inbound", json!({"user": ANN, "text": "yes", "replyTo": wamid})).await;

    let message = stage.receiver.next().await.value()["messages"][0].clone();
    assert_eq!(message["context"], json!({"id": wamid, "from": "15550783881"}));
}

#[tokio::test]
async fn a_hidden_number_shows_once_the_business_has_used_it_and_hides_again_after_30_days() {
    let mut stage = Stage::open().await;
    let user = json!({"id": "ann", "phone": ANN, "hidePhone": true});
    stage.control("users", user).await;
    let from = async |stage: &mut Stage| -> Value {
        stage.control("inbound", json!({"user": "ann", "text": "hi"})).await;
        stage.receiver.next().await.value()["messages"][0]["from"].clone()
    };
    assert_eq!(from(&mut stage).await, Value::Null);
    stage.send(json!({"messaging_product": "whatsapp", "to": ANN, "type": "text", "text": {"body": "hi"}})).await;
    stage.receiver.next_status().await;
    stage.receiver.next_status().await;

    assert_eq!(from(&mut stage).await, "16505551234");
    stage.control("clock", json!({"advanceMs": 30_i64 * 24 * 60 * 60 * 1000})).await;
    assert_eq!(from(&mut stage).await, Value::Null);
}
