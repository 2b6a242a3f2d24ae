//! Messages are given up with the reason, and sent again when somebody asks for it.

use super::{Counter, course};
use reqwest::StatusCode;
use serde_json::{Value, json};

#[tokio::test]
async fn after_the_last_try_the_reason_is_told_and_whoever_asks_has_it_sent_again_once() {
    let counter = Counter::open().await;
    counter.harm(json!({ "kind": "graph", "code": 131_000 }), 3).await;
    let id = counter.reply("at last").await;
    let told = counter.until(&id, "failed").await;
    assert_eq!(told["error"]["code"], "131000", "{told}");
    let message = counter.message(&id).await;
    assert_eq!((&message["status"], &message["error"]["code"]), (&json!("failed"), &json!("131000")), "{message}");
    assert_eq!(counter.course(&id).await, [course("dead", &["retry", "retry", "retry"])]);
    assert_eq!(counter.deliveries(&id).await[0]["reason"]["code"], "131000");
    assert_eq!(counter.texts().await, [""; 0]);

    // WhatsApp takes its time, so that all ask while it is being sent again.
    counter.freeze().await;
    counter.harm(json!({ "kind": "slow", "ms": 1_000 }), 1).await;
    let ((one, first), (other, second)) = tokio::join!(counter.decide(&id, "retry"), counter.decide(&id, "retry"));
    assert_eq!((one, other), (StatusCode::OK, StatusCode::OK), "{first} {second}");
    assert_eq!(first, second);
    assert_eq!((&first["status"], &first["error"]), (&json!("queued"), &Value::Null));
    assert_eq!(counter.decide(&id, "retry").await, (StatusCode::OK, first));

    counter.thaw().await;
    counter.until(&id, "read").await;
    let last = counter.reply("and this").await;
    counter.until(&last, "read").await;
    assert_eq!(counter.texts().await, ["at last", "and this"]);
    let courses = [course("dead", &["retry", "retry", "retry"]), course("done", &["sent"])];
    assert_eq!(counter.course(&id).await, courses);
    let (status, late) = counter.decide(&id, "retry").await;
    assert_eq!((status, &late["status"]), (StatusCode::OK, &json!("read")), "who is late learns what became of it");
    assert_eq!(counter.decide(&last, "retry").await.0, StatusCode::CONFLICT, "it has never failed");
}

#[tokio::test]
async fn when_the_window_is_closed_a_template_is_asked_for_and_the_others_go_on() {
    let counter = Counter::open().await;
    counter.stage.emulate("rules", json!({ "closedWindow": "refused" })).await;
    counter.pass(25 * 3_600_000).await;
    let id = counter.reply("too late").await;
    let told = counter.until(&id, "failed").await;
    assert_eq!(told["error"]["code"], "131047", "{told}");
    assert_eq!(counter.message(&id).await["error"]["code"], "131047");
    assert_eq!(counter.course(&id).await, [course("dead", &["needs_template"])]);

    assert_eq!(counter.begun_by(super::CUSTOMER).await, counter.conversation);
    let next = counter.reply("in time").await;
    counter.until(&next, "read").await;
    assert_eq!(counter.texts().await, ["in time"]);
}
