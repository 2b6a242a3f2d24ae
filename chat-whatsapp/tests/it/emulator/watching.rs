//! The phones as their users see them, and waiting for something to happen.

use crate::stage::{PATIENCE, Stage};
use serde_json::{Value, json};
use tokio::time::timeout;

const ANN: &str = "+16505551234";

/// Asks for Ann's chat after every change until it is as expected.
async fn chat_when(stage: &Stage, is_so: impl Fn(&Value) -> bool) -> Value {
    let seen = async {
        let mut change = stage.report("changes").await["change"].clone();
        loop {
            let chat = stage.report(&format!("user/{ANN}/chat")).await;
            if is_so(&chat) {
                return chat;
            }
            change = stage.report(&format!("changes?after={change}")).await["change"].clone();
        }
    };
    timeout(PATIENCE, seen).await.expect("the chat becomes so")
}

#[tokio::test]
async fn the_ticks_of_a_users_message_turn_when_it_is_heard_and_when_it_is_read() {
    let mut stage = Stage::open().await;
    stage.control("chaos", json!({"drop": 1.0})).await;
    stage.control("inbound", json!({"user": ANN, "text": "lost"})).await;
    stage.control("chaos", json!({"drop": 0.0})).await;
    let wamid = stage.customer_writes(ANN).await;

    let chat = chat_when(&stage, |chat| chat["messages"][1]["ticks"] == "delivered").await;
    assert_eq!(chat["messages"][0]["ticks"], "sent");

    let typing = json!({"messaging_product": "whatsapp", "status": "read", "message_id": wamid,
        "typing_indicator": {"type": "text"}});
    stage.send(typing).await;
    let chat = stage.report(&format!("user/{ANN}/chat")).await;
    assert_eq!(chat["messages"][0]["ticks"], "read");
    assert_eq!(chat["messages"][1]["ticks"], "read");
    assert_eq!(chat["typing"], true);
}

#[tokio::test]
async fn what_the_business_sends_is_not_there_before_the_phone_is_on() {
    let mut stage = Stage::open().await;
    stage.customer_writes(ANN).await;
    stage.control("users", json!({"phone": ANN, "online": false})).await;
    stage.send(json!({"messaging_product": "whatsapp", "to": ANN, "type": "text", "text": {"body": "hi"}})).await;

    let chat = chat_when(&stage, |chat| chat["waiting"] == 1).await;
    assert_eq!(chat["messages"].as_array().unwrap().len(), 1);
    stage.control("users", json!({"phone": ANN, "online": true})).await;

    let chat = chat_when(&stage, |chat| chat["waiting"] == 0).await;
    assert_eq!(chat["messages"][1]["content"]["body"], "hi");
    assert_eq!(chat["messages"][1]["unread"], true);
    let people = stage.report("people").await;
    assert_eq!(people["people"][0]["unread"], 1);
    assert_eq!(people["people"][0]["last"]["content"]["body"], "hi");
}

#[tokio::test]
async fn reactions_edits_and_deletions_are_seen_at_the_message_itself() {
    let mut stage = Stage::open().await;
    let first = stage.customer_writes(ANN).await;
    let second = stage.customer_writes(ANN).await;
    stage.control(&format!("user/{ANN}/edit"), json!({"messageId": first, "text": "changed"})).await;
    stage.control(&format!("user/{ANN}/revoke"), json!({"messageId": second})).await;
    for emoji in ["👍", "🎉"] {
        let reaction = json!({"message_id": first, "emoji": emoji});
        stage.send(json!({"messaging_product": "whatsapp", "to": ANN, "type": "reaction", "reaction": reaction})).await;
    }

    let is_seen = |chat: &Value| chat["messages"][0]["reactions"]["business"] == "🎉";
    let chat = chat_when(&stage, is_seen).await;

    assert_eq!(chat["messages"].as_array().unwrap().len(), 2);
    assert_eq!(chat["messages"][0]["content"]["body"], "changed");
    assert_eq!(chat["messages"][0]["edited"], true);
    assert_eq!(chat["messages"][1]["revoked"], true);
    assert_eq!(chat["messages"][1]["content"], Value::Null);
}

#[tokio::test]
async fn waiting_for_a_change_ends_when_somebody_writes() {
    let stage = Stage::open().await;
    let before = stage.report("changes").await["change"].as_u64().unwrap();
    let wait = format!("changes?after={before}");

    let (after, _) = tokio::join!(stage.report(&wait), stage.control("inbound", json!({"user": ANN, "text": "hi"})));

    assert!(after["change"].as_u64().unwrap() > before);
    assert_eq!(stage.report("numbers").await["numbers"][0]["name"], "Lucky Shrub");
}
