//! WhatsApp turns an account away, and takes it again.

use super::{Counter, course};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const TEXTS: [&str; 3] = ["one", "two", "three"];

/// A counter whose account was turned away with replies in the queue.
async fn paused() -> (Counter, Vec<String>) {
    let counter = Counter::open().await;
    counter.harm(json!({ "kind": "graph", "code": 190 }), 1).await;
    let mut replies = Vec::new();
    for text in TEXTS {
        replies.push(counter.reply(text).await);
    }
    let told = counter.agent.next_event("account").await.remove(0);
    assert_eq!(told["status"], "paused", "{told}");
    (counter, replies)
}

impl Counter {
    async fn account(&self) -> Value {
        self.stage.get(&self.shop, &format!("/api/v1/whatsapp/accounts/{}", self.shop.account_id)).await
    }

    /// The queue was kept, in its order.
    async fn has_sent_all(&self, replies: &[String]) {
        for id in replies {
            self.until(id, "sent").await;
        }
        assert_eq!(self.texts().await, TEXTS);
        assert_eq!(self.course(&replies[0]).await, [course("done", &["account_paused", "sent"])]);
        assert_eq!(self.course(&replies[2]).await, [course("done", &["sent"])]);
        assert_eq!(self.account().await["status"], "active");
    }
}

#[tokio::test]
async fn a_paused_account_keeps_its_queue_and_goes_on_when_a_check_finds_that_it_works() {
    let (counter, replies) = paused().await;
    let told = counter.agent.next_event("account").await.remove(0);
    assert_eq!(told["status"], "active", "{told}");
    counter.has_sent_all(&replies).await;
}

#[tokio::test]
async fn a_paused_account_keeps_its_queue_and_goes_on_by_hand_while_checks_would_not_have_it() {
    let (counter, replies) = paused().await;
    // Whoever looks the number up is turned away too, so that no check resumes the account.
    let fault = json!({ "kind": "graph", "code": 190, "route": "", "times": 1_000 });
    counter.stage.emulate("faults", fault).await;
    let account = counter.account().await;
    assert_eq!(account["status"], "paused", "{account}");
    assert!(account["pauseReason"].as_str().unwrap().contains("190"), "{account}");
    assert_eq!(counter.course(&replies[0]).await, [course("pending", &["account_paused"])]);
    assert_eq!(counter.texts().await, [""; 0]);

    let path = format!("/api/v1/whatsapp/accounts/{}", counter.shop.account_id);
    let resume = || counter.stage.ask(&counter.shop, Method::PATCH, &path, Some(json!({ "status": "active" })));
    let (status, account) = resume().await;
    assert_eq!((status, &account["status"]), (StatusCode::OK, &json!("paused")), "it still does not work: {account}");
    let cleared = counter.stage.http.delete(format!("{}/_emu/faults", counter.stage.emulator.url())).send().await;
    assert_eq!(cleared.unwrap().status(), StatusCode::OK);
    let (status, account) = resume().await;
    assert_eq!((status, &account["status"]), (StatusCode::OK, &json!("active")), "{account}");
    counter.has_sent_all(&replies).await;
}
