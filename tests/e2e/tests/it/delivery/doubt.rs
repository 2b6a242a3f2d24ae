//! WhatsApp takes a message and never answers.

use super::{Counter, course};
use reqwest::StatusCode;
use serde_json::{Value, json};

/// A counter whose reply WhatsApp has taken without an answer, and of which it tells nothing: time stands still there.
async fn in_doubt(unsettled_seconds: &str) -> (Counter, String) {
    let counter = Counter::open_with(|launch| {
        launch.env("CHAT_GRAPH_TIMEOUT_SECONDS", "2").env("CHAT_UNSETTLED_SECONDS", unsettled_seconds)
    })
    .await;
    counter.freeze().await;
    counter.harm(json!({ "kind": "acceptThenHang" }), 1).await;
    let id = counter.reply("once").await;
    let told = counter.told(&id, "the doubt", |told| told["isUnsettled"] == true).await;
    assert_eq!((&told["status"], &told["needsDecision"]), (&json!("queued"), &Value::Null), "{told}");
    (counter, id)
}

/// A counter whose team was asked what to do about the reply.
async fn asked() -> (Counter, String) {
    let (counter, id) = in_doubt("1").await;
    counter.told(&id, "the question", |told| told["needsDecision"] == true).await;
    let message = counter.message(&id).await;
    assert_eq!((&message["isUnsettled"], &message["needsDecision"]), (&json!(true), &json!(true)), "{message}");
    assert_eq!(counter.texts().await, ["once"], "asking sends nothing");
    (counter, id)
}

#[tokio::test]
async fn what_was_taken_without_an_answer_is_with_the_customer_once_and_is_settled_by_its_status() {
    let (counter, id) = in_doubt("600").await;
    let message = counter.message(&id).await;
    assert_eq!((&message["status"], &message["isUnsettled"]), (&json!("queued"), &json!(true)), "{message}");
    assert_eq!(message["error"]["code"], "unanswered");
    assert_eq!(counter.course(&id).await, [course("unsettled", &["ambiguous"])]);
    let next = counter.reply("the next one").await;
    counter.until(&next, "sent").await;
    assert_eq!(counter.texts().await, ["once", "the next one"], "the others go on");

    counter.thaw().await;
    let settled = counter.told(&id, "the settlement", |told| told["isUnsettled"].is_null()).await;
    assert_eq!(settled["status"], "sent", "{settled}");
    counter.until(&id, "read").await;
    counter.until(&next, "read").await;
    let message = counter.message(&id).await;
    assert_eq!((&message["isUnsettled"], &message["error"]), (&json!(false), &Value::Null), "{message}");
    assert_eq!(counter.course(&id).await, [course("done", &["ambiguous"])]);
    assert_eq!(counter.texts().await, ["once", "the next one"]);
}

#[tokio::test]
async fn the_team_discards_what_nobody_tells_of_until_whatsapp_does() {
    let (counter, id) = asked().await;
    let (status, discarded) = counter.decide(&id, "discard").await;
    assert_eq!((status, &discarded["status"]), (StatusCode::OK, &json!("failed")), "{discarded}");
    assert_eq!((&discarded["error"]["code"], &discarded["isUnsettled"]), (&json!("discarded"), &json!(false)));
    counter.until(&id, "failed").await;
    assert_eq!(counter.course(&id).await, [course("dead", &["ambiguous"])]);

    counter.thaw().await;
    counter.until(&id, "sent").await;
    counter.until(&id, "read").await;
    let message = counter.message(&id).await;
    assert_eq!((&message["error"], &message["failedAt"]), (&Value::Null, &Value::Null), "{message}");
    assert_eq!(counter.texts().await, ["once"]);
}

#[tokio::test]
async fn the_team_sends_again_what_nobody_tells_of_and_sees_when_both_arrive() {
    let (counter, id) = asked().await;
    let (status, again) = counter.decide(&id, "retry").await;
    assert_eq!((status, &again["status"], &again["isUnsettled"]), (StatusCode::OK, &json!("queued"), &json!(false)));
    counter.until(&id, "sent").await;
    assert_eq!(counter.texts().await, ["once", "once"], "that is what the team wanted");
    assert_eq!(counter.course(&id).await, [course("dead", &["ambiguous"]), course("done", &["sent"])]);

    counter.thaw().await;
    counter.until(&id, "read").await;
    // What is told of the first one is told before what is told of this.
    let last = counter.reply("and this").await;
    counter.until(&last, "read").await;
    assert_eq!(counter.course(&id).await, [course("done", &["ambiguous"]), course("done", &["sent"])]);
    assert_eq!(counter.message(&id).await["status"], "read");
    assert_eq!(counter.texts().await, ["once", "once", "and this"]);
}
