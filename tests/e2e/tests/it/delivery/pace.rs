//! A burst beyond what WhatsApp takes never meets its limits.

use super::{CUSTOMER, Counter, course};
use e2e::Seen;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Two more than a user gets at once: the last one goes out after twelve seconds.
const TO_ONE: usize = 47;
/// With those more than two seconds' worth of what a number may send.
const TO_OTHERS: usize = 140;

#[tokio::test]
async fn a_burst_waits_here_instead_of_being_refused_there() {
    let counter = Counter::open().await;
    counter.stage.emulate("rules", json!({ "rateLimits": true })).await;
    let mut others = Vec::new();
    for n in 0..TO_OTHERS {
        others.push(counter.begun_by(&format!("+1555020{n:04}")).await);
    }
    let mut replies = Vec::new();
    for n in 0..TO_ONE {
        replies.push(counter.reply(&format!("{CUSTOMER} {n}")).await);
    }
    for (n, conversation) in others.iter().enumerate() {
        replies.push(counter.reply_in(conversation, &format!("to {n}")).await);
    }
    let is_sent = |seen: &&Seen| match seen {
        Seen::Event { event, args, .. } => event == "messageStatus" && args[0]["status"] == "sent",
        _ => false,
    };
    // Each is told once, also where the status comes before the answer.
    let all = |seen: &[Seen]| (seen.iter().filter(is_sent).count() == replies.len()).then_some(());
    counter.agent.until("all replies to be sent", all).await;

    let path = format!("{}/_emu/requests", counter.stage.emulator.url());
    let list: Value = counter.stage.http.get(path).send().await.unwrap().json().await.unwrap();
    let requests = list["requests"].as_array().unwrap();
    let sends = requests.iter().filter(|it| it["path"].as_str().unwrap().ends_with("/messages"));
    let answers: Vec<_> = sends.map(|send| send["status"].as_u64()).collect();
    assert_eq!(answers, vec![Some(200); replies.len()], "nothing was too fast, and nothing was sent twice");
    let texts = counter.texts().await;
    let (to_one, to_others): (Vec<_>, Vec<_>) = texts.iter().partition(|text| text.starts_with(CUSTOMER));
    assert!(to_one.into_iter().eq((0..TO_ONE).map(|n| format!("{CUSTOMER} {n}")).collect::<Vec<_>>().iter()));
    assert_eq!(to_others.iter().collect::<BTreeSet<_>>().len(), TO_OTHERS);
    assert_eq!(to_others.len(), TO_OTHERS);
    for id in &replies {
        assert_eq!(counter.course(id).await, [course("done", &["sent"])], "waiting is no attempt");
    }
}

#[tokio::test]
async fn the_order_holds_while_the_first_of_several_fails() {
    let counter = Counter::open().await;
    counter.harm(json!({ "kind": "graph", "code": 131_000 }), 2).await;
    let mut replies = Vec::new();
    for text in ["one", "two", "three"] {
        replies.push(counter.reply(text).await);
    }
    for id in &replies {
        counter.until(id, "sent").await;
    }
    assert_eq!(counter.texts().await, ["one", "two", "three"]);
    assert_eq!(counter.course(&replies[0]).await, [course("done", &["retry", "retry", "sent"])]);
    assert_eq!(counter.course(&replies[2]).await, [course("done", &["sent"])]);
    let attempts = &counter.deliveries(&replies[0]).await[0]["attempts"];
    assert_eq!(attempts[0]["error"]["code"], "131000");
    assert!(attempts[0]["nextAttemptAt"].as_str() <= attempts[1]["startedAt"].as_str(), "{attempts}");
}
