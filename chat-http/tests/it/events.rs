use crate::shop::Shop;
use chat_core::ChatBuilder;
use http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn the_journal_tells_everything_in_the_same_shapes() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let messages = format!("/api/v1/conversations/{conversation}/messages");
    let posted = shop.post(&messages, &json!({ "content": "We open at nine." })).await.json(StatusCode::CREATED);
    shop.house.chat.deliver_once().await.unwrap();
    let patch = json!({ "subject": "Hours" });
    let path = format!("/api/v1/conversations/{conversation}");
    let mut changed = shop.patch(&path, &patch).await.json(StatusCode::OK);

    let told = shop.get("/api/v1/events").await.json(StatusCode::OK);
    let events = told["events"].as_array().unwrap();
    let names: Vec<&str> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    let expected = [
        "accountChanged",
        "conversationChanged",
        "messagePosted",
        "messagePosted",
        "messageStatusChanged",
        "conversationChanged",
        "messagePosted",
    ];
    assert_eq!(names, expected);
    let seqs: Vec<i64> = events.iter().map(|event| event["seq"].as_i64().unwrap()).collect();
    assert_eq!((seqs, &told["head"]), (vec![1, 2, 3, 4, 5, 6, 7], &json!(7)));

    assert_eq!(events[0]["conversationId"], Value::Null);
    assert_eq!(events[0]["data"]["status"], "active");
    let posting = json!({
        "seq": 4,
        "previousSeq": 3,
        "type": "messagePosted",
        "conversationId": conversation,
        "at": "2026-01-01T00:00:00.000Z",
        "data": posted,
    });
    assert_eq!(events[3], posting);
    let status = &events[4]["data"];
    assert_eq!((&status["messageId"], &status["status"]), (&posted["id"], &json!("sent")));
    // What is new to whom is nobody else's business, and what lists tell besides has events of its own.
    for field in ["isUnread", "customer", "lastMessage"] {
        assert!(changed.as_object_mut().unwrap().remove(field).is_some(), "{field}");
    }
    assert!(changed["replyWindow"].as_object_mut().unwrap().remove("open").is_some());
    // An event tells of its own place, and the thread tells of the change after it.
    assert_eq!(changed["lastSeq"], 7);
    changed["lastSeq"] = json!(6);
    assert_eq!(events[5]["data"], changed);
    assert_eq!(events[6]["data"]["kind"], "event");
}

#[tokio::test]
async fn the_journal_is_read_from_anywhere() {
    let shop = Shop::open().await;
    shop.conversation().await;
    for (query, seqs) in
        [("after=0&limit=2", vec![1, 2]), ("after=2", vec![3]), ("after=3", vec![]), ("limit=9999", vec![1, 2, 3])]
    {
        let told = shop.get(&format!("/api/v1/events?{query}")).await.json(StatusCode::OK);
        let found: Vec<i64> =
            told["events"].as_array().unwrap().iter().map(|event| event["seq"].as_i64().unwrap()).collect();
        assert_eq!((found, &told["head"]), (seqs, &json!(3)), "{query}");
    }
    for (query, field) in [("after=-1", "after"), ("after=x", "after"), ("limit=0", "limit")] {
        assert_eq!(shop.get(&format!("/api/v1/events?{query}")).await.wrong_fields(), [field], "{query}");
    }
}

#[tokio::test]
async fn whoever_asks_for_what_is_not_told_any_more_learns_where_to_go_on() {
    let shop = Shop::open().await;
    shop.conversation().await;
    shop.house.clock.advance(ChatBuilder::JOURNAL_RETENTION_DEFAULT + Duration::from_millis(1));
    shop.house.chat.prune_once().await.unwrap();
    for query in ["", "after=0", "after=2", "after=4", "after=18446744073709551615"] {
        let answer = shop.get(&format!("/api/v1/events?{query}")).await;
        let problem = answer.problem(StatusCode::GONE, "resync");
        assert_eq!(problem["head"], 3, "{query}");
    }
    let told = shop.get("/api/v1/events?after=3").await.json(StatusCode::OK);
    assert_eq!(told, json!({ "events": [], "head": 3 }));
}
