//! By what businesses know users: identities, ids towards the portfolio and its parent, and numbers that are dialled in two ways.

use crate::stage::Stage;
use reqwest::Method;
use serde_json::{Value, json};

const ANN: &str = "+16505551234";

fn text(to: &str) -> Value {
    json!({"messaging_product": "whatsapp", "to": to, "type": "text", "text": {"body": "hi"}})
}

async fn hears(stage: &mut Stage, field: &str) -> Value {
    let json = stage.receiver.next().await.json();
    assert_eq!(json["entry"][0]["changes"][0]["field"], field, "{json}");
    json["entry"][0]["changes"][0]["value"].clone()
}

#[tokio::test]
async fn a_message_for_another_identity_is_refused() {
    let mut stage = Stage::open().await;
    let settings = format!("{}/settings", stage.account.phone_number_id);
    let wanted = json!({"user_identity_change": {"enable_identity_key_check": true}});
    assert_eq!(stage.graph(Method::POST, &settings, wanted).await.status, 200);
    stage.control("inbound", json!({"user": ANN, "text": "hello"})).await;
    let known = stage.receiver.next().await.value()["contacts"][0]["identity_key_hash"].clone();
    let mut message = text(ANN);
    message["recipient_identity_key_hash"] = known.clone();
    assert_eq!(stage.send(message.clone()).await.status, 200);
    for status in ["sent", "delivered"] {
        assert_eq!(stage.receiver.next_status().await["statuses"][0]["status"], status);
    }

    stage.control(&format!("user/{ANN}/change_identity"), json!({})).await;

    let told = stage.receiver.next().await.value()["messages"][0].clone();
    assert_eq!(told["system"]["type"], "customer_identity_changed");
    assert_eq!(told["from"], "16505551234");
    assert_ne!(told["identity"]["hash"], known);
    assert_eq!(stage.send(message.clone()).await.code(), (400, 137_000, None));
    message["recipient_identity_key_hash"] = told["identity"]["hash"].clone();
    assert_eq!(stage.send(message).await.status, 200);
    assert_eq!(stage.send(text(ANN)).await.status, 200, "who names no identity means any");
}

#[tokio::test]
async fn a_number_that_does_not_ask_is_told_of_no_identity() {
    let mut stage = Stage::open().await;
    stage.control("inbound", json!({"user": ANN, "text": "hello"})).await;
    assert_eq!(stage.receiver.next().await.value()["contacts"][0]["identity_key_hash"], Value::Null);

    stage.control(&format!("user/{ANN}/change_identity"), json!({})).await;

    stage.control("inbound", json!({"user": ANN, "text": "still me"})).await;
    assert_eq!(stage.receiver.next().await.value()["messages"][0]["type"], "text");
}

#[tokio::test]
async fn below_a_parent_portfolio_users_have_an_id_towards_it_everywhere() {
    let mut stage = Stage::open().await;
    let path = format!("business/{}/parent", stage.account.business_id);
    assert_eq!(stage.control(&path, json!({"parent": "5600"})).await.status, 200);
    stage.control("inbound", json!({"user": ANN, "text": "hello"})).await;
    let value = stage.receiver.next().await.value();
    let parent = value["contacts"][0]["parent_user_id"].as_str().unwrap().to_owned();
    assert!(parent.starts_with("US.ENT."), "{parent}");
    assert_eq!(value["messages"][0]["from_parent_user_id"], parent.as_str());

    stage.send(text(ANN)).await;
    assert_eq!(stage.receiver.next_status().await["statuses"][0]["recipient_parent_user_id"], parent.as_str());
    stage.receiver.next_status().await;
    stage.control("echo", json!({"user": ANN, "text": "from the shop"})).await;
    let echo = hears(&mut stage, "smb_message_echoes").await;
    assert_eq!(echo["message_echoes"][0]["to_parent_user_id"], parent.as_str());
    stage.control(&format!("user/{ANN}/rotate_bsuid"), json!({})).await;
    let system = hears(&mut stage, "messages").await["messages"][0]["system"].clone();
    assert_eq!(system["previous_parent_user_id"], parent.as_str());
    assert!(system["parent_user_id"].as_str().is_some_and(|new| new.starts_with("US.ENT.") && new != parent));

    assert_eq!(stage.control(&path, json!({"parent": null})).await.status, 200);
    stage.control("inbound", json!({"user": ANN, "text": "hello"})).await;
    assert_eq!(stage.receiver.next().await.value()["contacts"][0]["parent_user_id"], Value::Null);
    assert_eq!(stage.control("business/1/parent", json!({"parent": "2"})).await.status, 404);
    assert_eq!(stage.control(&path, json!({"parent": stage.account.business_id})).await.status, 400);
}

#[tokio::test]
async fn a_number_with_two_spellings_is_answered_with_the_one_it_has() {
    let stage = Stage::open().await;
    stage.control("users", json!({"id": "bia", "phone": "+5511987654321"})).await;

    let sent = stage.send(text("+551187654321")).await;

    assert_eq!(sent.json["contacts"][0]["input"], "+551187654321");
    assert_eq!(sent.json["contacts"][0]["wa_id"], "5511987654321");
    assert_eq!(stage.report("messages").await["messages"][0]["user"], "bia");
}

#[tokio::test]
async fn a_user_id_in_to_is_refused_or_vanishes_as_the_rules_say() {
    let mut stage = Stage::open().await;
    let user = stage.control("users", json!({"id": "ann", "phone": ANN})).await;
    let bsuid = user.json["bsuids"][&stage.account.business_id].as_str().unwrap().to_owned();
    assert_eq!(stage.send(text(&bsuid)).await.code(), (400, 131_009, None));
    stage.control("clock", json!({"freeze": true})).await;
    stage.control("rules", json!({"userIdInTo": "dropped"})).await;

    let taken = stage.send(text(&bsuid)).await;

    assert_eq!(taken.json["contacts"], json!([{"input": bsuid}]));
    stage.control("clock", json!({"advanceMs": 60_000})).await;
    stage.control("inbound", json!({"user": "ann", "text": "I heard nothing"})).await;
    assert!(stage.receiver.next().await.value()["messages"].is_array(), "no status came before");
    assert_eq!(stage.report("messages?direction=outbound").await["messages"][0]["status"], "accepted");
}

#[tokio::test]
async fn a_call_is_told_and_opens_the_window() {
    let mut stage = Stage::open().await;
    stage.control("users", json!({"id": "ann", "phone": ANN})).await;
    stage.control("rules", json!({"closedWindow": "refused"})).await;
    assert_eq!(stage.send(text(ANN)).await.code().1, 131_047);

    let call = stage.control("user/ann/call", json!({})).await;

    for event in ["connect", "terminate"] {
        let value = hears(&mut stage, "calls").await;
        assert_eq!(value["calls"][0]["event"], event);
        assert_eq!(value["calls"][0]["id"], call.json["id"]);
        assert_eq!(value["calls"][0]["from"], "16505551234");
        assert_eq!(value["contacts"][0]["wa_id"], "16505551234");
    }
    assert_eq!(stage.send(text(ANN)).await.status, 200);
    assert_eq!(stage.control("user/nobody/call", json!({})).await.status, 404);
}
