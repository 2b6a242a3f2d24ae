//! The control API itself.

use crate::stage::Stage;
use serde_json::{Value, json};

#[tokio::test]
async fn a_control_call_that_makes_no_sense_is_refused_with_a_reason() {
    let stage = Stage::open().await;
    stage.control("users", json!({"id": "ann", "phone": "+16505551234"})).await;
    let cases = [
        (400, "users", json!({"phone": "nobody"})),
        (400, "users", json!({"nam": "Ann"})),
        (400, "users", json!({"online": "yes"})),
        (400, "users", json!([])),
        (409, "users", json!({"id": "bo", "phone": "16505551234"})),
        (400, "inbound", json!({"text": "hi"})),
        (400, "inbound", json!({"user": "ann"})),
        (400, "inbound", json!({"user": "ann", "text": "hi", "message": {}})),
        (400, "inbound", json!({"user": "ann", "message": {"id": null}})),
        (404, "inbound", json!({"user": "zoe", "text": "hi"})),
        (404, "inbound", json!({"user": "ann", "phoneNumberId": "1", "text": "hi"})),
        (404, "user/zoe/read", json!({})),
        (400, "faults", json!({"kind": "explode"})),
        (400, "chaos", json!({"duplicate": 2})),
        (400, "rules", json!({"closedWindow": "ajar"})),
        (400, "clock", json!({"advanceMs": -1})),
        (400, "accounts", json!({"phoneNumberId": ""})),
        (404, "verify", json!({"appId": "1"})),
        (404, "fly", json!({})),
    ];
    for (status, path, body) in cases {
        let answer = stage.control(path, body.clone()).await;
        assert_eq!(answer.status, status, "{path} {body} gave {}", answer.json);
        assert!(!answer.json["error"].as_str().unwrap().is_empty(), "{path} {body}");
    }
    assert_eq!(stage.report("messages").await["messages"], json!([]));
}

#[tokio::test]
async fn a_user_is_changed_where_the_change_says_so_and_nowhere_else() {
    let stage = Stage::open().await;
    let made = stage
        .control("users", json!({"id": "ann", "name": "Ann", "phone": "+1 (650) 555-1234", "username": "@ann"}))
        .await;
    assert_eq!(made.json["phone"], "16505551234");
    assert_eq!(made.json["username"], "ann");

    let changed = stage.control("users", json!({"phone": "16505551234", "name": null, "online": false})).await;

    assert_eq!(changed.json["id"], "ann");
    assert_eq!(changed.json["name"], Value::Null);
    assert_eq!(changed.json["username"], "ann");
    assert_eq!(changed.json["online"], false);
    assert_eq!(changed.json["bsuids"], made.json["bsuids"]);
    let gone = stage.control("users", json!({"id": "ann", "phone": null})).await;
    assert_eq!(gone.json["phone"], Value::Null);
}

#[tokio::test]
async fn the_callback_of_an_app_can_be_verified() {
    let stage = Stage::open().await;
    assert_eq!(stage.control("verify", json!({})).await.json, json!({"verified": 1}));

    let wrong = json!({"appId": stage.account.app_id,
        "callback": {"url": stage.receiver.url, "verifyToken": "wrong"}});
    stage.control("accounts", wrong).await;

    assert_eq!(stage.control("verify", json!({})).await.status, 409);
}

#[tokio::test]
async fn requests_are_noted_without_their_token() {
    let stage = Stage::open().await;
    let body = json!({"messaging_product": "whatsapp", "to": "+16505551234", "text": {"body": "hi"}});
    stage.send(body.clone()).await;

    let requests = stage.report("requests").await;

    assert_eq!(requests["requests"][0]["parameters"], body);
    assert_eq!(requests["requests"][0]["status"], 200);
    assert!(!requests.to_string().contains(&stage.account.access_token));
}

#[tokio::test]
async fn delays_can_be_changed_while_it_runs() {
    let mut stage = Stage::open().await;
    stage.customer_writes("+16505551234").await;
    stage.control("clock", json!({"freeze": true, "delays": {"sentMs": 1000, "readMs": 5}})).await;
    stage.send(json!({"messaging_product": "whatsapp", "to": "+16505551234", "text": {"body": "hi"}})).await;

    stage.control("clock", json!({"advanceMs": 999})).await;
    assert_eq!(stage.report("messages?direction=outbound").await["messages"][0]["status"], "accepted");
    stage.control("clock", json!({"advanceMs": 1})).await;

    assert_eq!(stage.receiver.next_status().await["statuses"][0]["status"], "sent");
    let clock = stage.report("clock").await;
    assert_eq!(clock["frozen"], true);
    assert_eq!(clock["delays"]["readMs"], 5);
}
