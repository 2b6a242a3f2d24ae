//! The main job: a WhatsApp message reaches the agent's socket, the answer goes back, the ticks come home.

use crate::stage::Stage;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const CUSTOMER: &str = "+15550199";

async fn conversation_runs_its_course(stage: &Stage) {
    let shop = stage.shop(1).await;
    let agent = stage.socket(&shop).await;
    assert_eq!(agent.ask("joinWhatsAppGeneral", []).await["ok"], true);

    stage.customer_writes(&shop, CUSTOMER, "Do you ship to Portugal?").await;
    let message = agent.next_event("whatsappMessage").await.remove(0);
    assert_eq!(message["content"], "Do you ship to Portugal?");
    assert_eq!((&message["senderType"], &message["whatsappNumber"]), (&json!("customer"), &json!(CUSTOMER)));

    let order = json!({
        "conversationId": message["conversationId"],
        "content": "We do, within a week.",
        "clientMessageId": "reply-1",
    });
    let taken = agent.ask("sendMessage", [order]).await;
    assert_eq!(taken["ok"], true, "{taken}");
    let reply = agent.next_event("whatsappMessage").await.remove(0);
    assert_eq!((&reply["senderType"], &reply["status"]), (&json!("agent"), &json!("queued")));
    for status in ["sent", "delivered", "read"] {
        let tick = agent.next_event("whatsappMessageStatus").await.remove(0);
        assert_eq!((&tick["messageId"], &tick["status"]), (&reply["messageId"], &json!(status)));
    }
    assert_eq!(stage.texts_at_customers(&shop).await, ["We do, within a week."]);

    let path = format!("/api/v1/conversations/{}/messages", message["conversationId"].as_str().unwrap());
    let kept = stage.get(&shop, &path).await;
    let kept: Vec<_> = kept["items"].as_array().unwrap().iter().map(|it| (&it["content"], &it["status"])).collect();
    assert_eq!(kept[0], (&json!("We do, within a week."), &json!("read")));
    assert_eq!(kept.len(), 2);
}

#[tokio::test]
async fn a_whatsapp_conversation_runs_its_course_on_sqlite() {
    conversation_runs_its_course(&Stage::open().await).await;
}

#[tokio::test]
async fn a_whatsapp_conversation_runs_its_course_on_postgresql() {
    let database = crate::postgres::Database::create().await;
    let url = database.url();
    conversation_runs_its_course(&Stage::open_with(|launch| launch.env("CHAT_DATABASE_URL", url)).await).await;
}

#[tokio::test]
async fn a_customer_without_a_phone_number_is_answered() {
    let stage = Stage::open().await;
    let shop = stage.shop(1).await;
    let agent = stage.socket(&shop).await;
    agent.ask("joinWhatsAppGeneral", []).await;
    let user = stage.emulate("users", json!({ "name": "Amara", "username": "amara.o", "phone": null })).await;
    let order = json!({ "user": user["id"], "phoneNumberId": shop.phone_number_id, "text": "Open on Sunday?" });
    stage.emulate("inbound", order).await;

    let message = agent.next_event("whatsappMessage").await.remove(0);
    assert_eq!(message["whatsappNumber"], Value::Null);
    let order = json!({ "conversationId": message["conversationId"], "content": "From ten to four." });
    assert_eq!(agent.ask("sendMessage", [order]).await["ok"], true);
    let is_read = |tick: &Value| tick["status"] == "read";
    while !is_read(&agent.next_event("whatsappMessageStatus").await[0]) {}
    assert_eq!(stage.texts_at_customers(&shop).await, ["From ten to four."]);
}

#[tokio::test]
async fn clients_hear_their_own_customers_only() {
    let stage = Stage::open().await;
    let (first, second) = (stage.shop(1).await, stage.shop(2).await);
    let (one, two) = (stage.socket(&first).await, stage.socket(&second).await);
    for socket in [&one, &two] {
        socket.ask("joinWhatsAppGeneral", []).await;
    }
    stage.customer_writes(&first, CUSTOMER, "to the first").await;
    stage.customer_writes(&second, CUSTOMER, "to the second").await;
    let at_two = two.next_event("whatsappMessage").await.remove(0);
    let at_one = one.next_event("whatsappMessage").await.remove(0);
    assert_eq!((&at_one["content"], &at_two["content"]), (&json!("to the first"), &json!("to the second")));
    for seen in one.seen().iter().chain(&two.seen()) {
        let text = format!("{seen}");
        assert!(!(text.contains("to the first") && text.contains("to the second")), "{text}");
    }

    let customer = at_one["customerId"].clone();
    let refused = two.ask("joinWhatsAppCustomer", [customer]).await;
    assert_eq!((&refused["ok"], &refused["code"]), (&json!(false), &json!("not_found")));
    let order = json!({ "conversationId": at_one["conversationId"], "content": "hello, not yours" });
    assert_eq!(two.ask("sendMessage", [order]).await["code"], "not_found");
}

#[tokio::test]
async fn what_happened_while_a_socket_was_away_is_given_back_in_order() {
    let stage = Stage::open().await;
    let shop = stage.shop(1).await;
    let agent = stage.socket(&shop).await;
    agent.ask("joinWhatsAppGeneral", []).await;
    stage.customer_writes(&shop, CUSTOMER, "first").await;
    let first = agent.next_event("whatsappMessage").await.remove(0);

    agent.disconnect().await;
    let watcher = stage.socket(&shop).await;
    watcher.ask("joinWhatsAppGeneral", []).await;
    for n in 0..5 {
        stage.customer_writes(&shop, CUSTOMER, &format!("missed {n}")).await;
        watcher.next_event("whatsappMessage").await;
    }
    agent.reconnect().await;
    agent.connected().await;
    let missed = agent.ask("sync", [json!({ "after": first["seq"] })]).await;
    assert_eq!((&missed["ok"], &missed["more"]), (&json!(true), &json!(false)), "{missed}");
    let events = missed["events"].as_array().unwrap();
    let seqs: Vec<_> = events.iter().map(|event| event["seq"].as_i64().unwrap()).collect();
    let after = first["seq"].as_i64().unwrap();
    assert_eq!(seqs, (after + 1..=after + 5).collect::<Vec<_>>());
}

#[tokio::test]
async fn nothing_that_was_taken_is_lost_when_the_server_is_killed() {
    let mut stage = Stage::open().await;
    let shop = stage.shop(1).await;
    let mut expected = BTreeSet::new();
    for round in 0..3 {
        for n in 0..10 {
            let text = format!("round {round} message {n}");
            stage.customer_writes(&shop, &format!("+1555020{n}"), &text).await;
            expected.insert(text);
        }
        stage.server.kill().await;
        stage.server.restart().await;
    }
    let agent = stage.socket(&shop).await;
    let mut arrived = BTreeSet::new();
    let mut after = 0;
    while arrived.len() < expected.len() {
        let page = agent.ask("sync", [json!({ "after": after })]).await;
        for event in page["events"].as_array().unwrap() {
            assert_eq!(event["seq"], after + 1, "the journal has no gap");
            after += 1;
            if event["type"] == "messagePosted" {
                let is_new = arrived.insert(event["data"]["content"].as_str().unwrap().to_owned());
                assert!(is_new, "nothing arrives twice");
            }
        }
    }
    assert_eq!(arrived, expected);
}

#[tokio::test]
async fn a_send_that_was_accepted_without_an_answer_is_not_sent_again() {
    let stage = Stage::open().await;
    let shop = stage.shop(1).await;
    let agent = stage.socket(&shop).await;
    agent.ask("joinWhatsAppGeneral", []).await;
    stage.customer_writes(&shop, CUSTOMER, "hello").await;
    let message = agent.next_event("whatsappMessage").await.remove(0);
    stage.emulate("faults", json!({ "kind": "acceptThenClose", "route": "messages", "times": 1 })).await;
    let order = json!({ "conversationId": message["conversationId"], "content": "once" });
    agent.ask("sendMessage", [order]).await;
    while agent.next_event("whatsappMessageStatus").await[0]["status"] != "read" {}
    assert_eq!(stage.texts_at_customers(&shop).await, ["once"]);
}

#[tokio::test]
async fn the_server_stops_cleanly_when_it_is_asked_to() {
    let mut stage = Stage::open().await;
    let shop = stage.shop(1).await;
    let agent = stage.socket(&shop).await;
    assert!(stage.server.terminate().await.success(), "{}", stage.server.output());
    agent.next_disconnect().await;
}
