//! Statuses come before the answer to the send that they are about.

use super::{Counter, course};
use crate::webhook::Webhook;
use reqwest::StatusCode;
use serde_json::{Value, json};

/// How long WhatsApp takes to answer, on its own clock.
const SLOWNESS_MS: u64 = 20;

/// A counter whose reply WhatsApp has taken and not answered yet, with the reply's id and its name at WhatsApp.
async fn unanswered() -> (Counter, String, String) {
    let counter = Counter::open().await;
    counter.freeze().await;
    counter.harm(json!({ "kind": "slow", "ms": SLOWNESS_MS }), 1).await;
    let id = counter.reply("hi").await;
    let name = loop {
        let path = format!("{}/_emu/messages?direction=outbound", counter.stage.emulator.url());
        let list: Value = counter.stage.http.get(path).send().await.unwrap().json().await.unwrap();
        if let Some(name) = list["messages"][0]["wamid"].as_str() {
            break name.to_owned();
        }
    };
    (counter, id, name)
}

#[tokio::test]
async fn a_status_with_our_reference_counts_before_the_answer() {
    let (counter, id, name) = unanswered().await;
    // 50 ms until it is sent, 150 more until it is delivered; the answer waits for longer.
    counter.stage.emulate("clock", json!({ "delays": { "sentMs": 0 } })).await;
    counter.harm(json!({ "kind": "slow", "ms": 60_000 }), 1).await;
    let second = counter.reply("second").await;
    counter.pass(SLOWNESS_MS).await;
    counter.until(&id, "sent").await;
    assert_eq!(counter.message(&id).await["externalId"], name.as_str());

    // The second one goes out when the first is answered. Its status comes a minute before its own answer.
    let told = counter.until(&second, "sent").await;
    assert_eq!(told["isUnsettled"], Value::Null);
    assert_eq!(counter.course(&second).await, [course("pending", &[])], "it was not answered");
    counter.pass(60_000).await;
    counter.until(&second, "read").await;
    assert_eq!(counter.texts().await, ["hi", "second"]);
}

#[tokio::test]
async fn a_status_that_nobody_can_place_is_kept_and_counts_with_the_answer() {
    let (counter, id, name) = unanswered().await;
    for status in ["delivered", "read", "delivered"] {
        let webhook = Webhook::status(&counter.shop, &name, status);
        let answer = webhook.call(&counter.stage.http, &counter.stage.url()).await;
        assert_eq!(answer.status(), StatusCode::OK);
    }
    assert_eq!(counter.message(&id).await["status"], "queued");

    counter.pass(SLOWNESS_MS).await;
    counter.until(&id, "read").await;
    let message = counter.message(&id).await;
    assert!(message["deliveredAt"].is_string() && message["readAt"].is_string(), "{message}");
    assert_eq!(message["externalId"], name.as_str());
    counter.thaw().await;
    let last = counter.reply("and this").await;
    counter.until(&last, "read").await;
    assert_eq!(counter.message(&id).await["status"], "read", "it does not go back");
    assert_eq!(counter.course(&id).await, [course("done", &["sent"])]);
    assert_eq!(counter.texts().await, ["hi", "and this"]);
}
