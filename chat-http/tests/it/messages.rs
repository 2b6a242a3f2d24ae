use crate::shop::Shop;
use http::{Method, StatusCode};
use serde_json::json;

fn path(conversation: &str) -> String {
    format!("/api/v1/conversations/{conversation}/messages")
}

#[tokio::test]
async fn an_answer_is_queued_sent_and_told_in_full() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let heard = shop.get(&path(&conversation)).await.json(StatusCode::OK)["items"][0].clone();
    let reply = json!({ "content": "We open at nine.", "clientMessageId": "c-1", "replyTo": heard["id"] });
    let posted = shop.post(&path(&conversation), &reply).await.json(StatusCode::CREATED);
    let expected = json!({
        "id": posted["id"],
        "conversationId": conversation,
        "position": 2,
        "senderId": shop.created.owner.id,
        "senderType": "agent",
        "kind": "reply",
        "messageType": "text",
        "content": "We open at nine.",
        "attachmentUrl": null,
        "attachmentType": null,
        "attachments": [],
        "mentions": [],
        "reactions": [],
        "payload": null,
        "replyTo": heard["id"],
        "templateName": null,
        "externalId": null,
        "clientMessageId": "c-1",
        "status": "queued",
        "error": null,
        "isBillable": null,
        "isUnsettled": false,
        "needsDecision": false,
        "createdAt": "2026-01-01T00:00:00.000Z",
        "sentAt": null,
        "deliveredAt": null,
        "readAt": null,
        "failedAt": null,
        "editedAt": null,
        "deletedAt": null,
        "revision": 1,
    });
    assert_eq!(posted, expected);
    assert_eq!(heard["externalId"], "wamid.1");
    assert_eq!((&heard["senderType"], &heard["content"]), (&json!("customer"), &json!("Is it open?")));

    assert_eq!(shop.house.chat.deliver_once().await.unwrap(), 1);
    let list = shop.get(&path(&conversation)).await.json(StatusCode::OK);
    let sent = &list["items"][0];
    assert_eq!((&sent["status"], &sent["sentAt"]), (&json!("sent"), &json!("2026-01-01T00:00:00.000Z")));
    assert!(sent["externalId"].as_str().unwrap().starts_with("wamid."));
    assert_eq!((list["items"].as_array().unwrap().len(), &list["nextCursor"]), (2, &json!(null)));
}

#[tokio::test]
async fn the_same_client_message_id_gets_the_first_message_again() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let reply = json!({ "content": "once", "clientMessageId": "c-1" });
    let first = shop.post(&path(&conversation), &reply).await.json(StatusCode::CREATED);
    let second = shop.post(&path(&conversation), &reply).await.json(StatusCode::CREATED);
    assert_eq!(first, second);
    assert_eq!(shop.get(&path(&conversation)).await.json(StatusCode::OK)["items"].as_array().unwrap().len(), 2);
    let other = shop.hear("100", "491702", "wamid.2", "hi").await;
    shop.post(&path(&other), &reply).await.problem(StatusCode::CONFLICT, "conflict");
}

#[tokio::test]
async fn a_note_stays_in_the_team() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let note = json!({ "content": "he asked before", "kind": "note", "clientMessageId": null, "replyTo": null });
    let posted = shop.post(&path(&conversation), &note).await.json(StatusCode::CREATED);
    assert_eq!((&posted["kind"], &posted["status"]), (&json!("note"), &json!("sent")));
    assert_eq!(shop.house.chat.deliver_once().await.unwrap(), 0);
}

#[tokio::test]
async fn a_message_that_does_not_fit_names_the_fields() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let stranger = "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f";
    for (body, fields) in [
        (json!({}), vec!["content"]),
        (json!({ "content": null }), vec!["content"]),
        (json!({ "content": " \n" }), vec!["content"]),
        (json!({ "content": "x".repeat(4097) }), vec!["content"]),
        (json!({ "content": "a\0b" }), vec!["content"]),
        (json!({ "content": "x", "kind": "shout" }), vec!["kind"]),
        (json!({ "content": "x", "clientMessageId": 7 }), vec!["clientMessageId"]),
        (json!({ "content": "", "clientMessageId": "" }), vec!["content", "clientMessageId"]),
        (json!({ "content": "x", "replyTo": "none" }), vec!["replyTo"]),
        (json!({ "content": "x", "replyTo": stranger }), vec!["replyTo"]),
        (json!({ "content": "x", "template": {} }), vec!["template.id"]),
        (json!({ "template": { "id": stranger } }), vec!["template"]),
        (json!({ "content": "x", "payload": { "location": {} } }), vec!["contentType"]),
        (json!({ "contentType": "location", "payload": { "location": {} } }), vec!["payload"]),
    ] {
        assert_eq!(shop.post(&path(&conversation), &body).await.wrong_fields(), fields, "{body}");
    }
}

#[tokio::test]
async fn an_archived_conversation_takes_no_answer() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let patch = json!({ "status": "archived" });
    shop.patch(&format!("/api/v1/conversations/{conversation}"), &patch).await.json(StatusCode::OK);
    let refused = shop.post(&path(&conversation), &json!({ "content": "too late" })).await;
    let problem = refused.problem(StatusCode::CONFLICT, "conflict");
    assert_eq!(problem["detail"], "the conversation is archived");
}

#[tokio::test]
async fn a_message_that_failed_can_be_sent_again() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let body = json!({ "content": "undeliverable" });
    let id = shop.post(&path(&conversation), &body).await.json(StatusCode::CREATED)["id"].clone();
    let retry = format!("/api/v1/messages/{}/retry", id.as_str().unwrap());
    shop.ask(Method::POST, &retry, None).await.problem(StatusCode::CONFLICT, "conflict");
    shop.house.chat.deliver_once().await.unwrap();
    let failed = shop.get(&path(&conversation)).await.json(StatusCode::OK)["items"][0].clone();
    let error = json!({ "code": "131026", "message": "the customer cannot be reached" });
    assert_eq!((&failed["status"], &failed["error"]), (&json!("failed"), &error));
    assert_eq!(failed["failedAt"], "2026-01-01T00:00:00.000Z");
    let queued = shop.ask(Method::POST, &retry, None).await.json(StatusCode::OK);
    assert_eq!(
        (&queued["status"], &queued["error"], &queued["failedAt"]),
        (&json!("queued"), &json!(null), &json!(null))
    );
    assert_eq!(shop.house.chat.deliver_once().await.unwrap(), 1);
}

#[tokio::test]
async fn pages_of_messages_meet() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    for content in ["one", "two", "three"] {
        shop.post(&path(&conversation), &json!({ "content": content })).await.json(StatusCode::CREATED);
    }
    let first = shop.get(&format!("{}?limit=3", path(&conversation))).await.json(StatusCode::OK);
    let cursor = first["nextCursor"].as_str().unwrap();
    let last = shop.get(&format!("{}?limit=3&cursor={cursor}", path(&conversation))).await.json(StatusCode::OK);
    let position = |message: &serde_json::Value| message["position"].as_i64().unwrap();
    let positions: Vec<i64> =
        [&first, &last].iter().flat_map(|page| page["items"].as_array().unwrap()).map(position).collect();
    assert_eq!((positions, &last["nextCursor"]), (vec![4, 3, 2, 1], &json!(null)));
}

#[tokio::test]
async fn the_deliveries_of_a_message_tell_what_was_tried_and_why_it_ended() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let body = json!({ "content": "undeliverable" });
    let id = shop.post(&path(&conversation), &body).await.json(StatusCode::CREATED)["id"].clone();
    let deliveries = format!("/api/v1/messages/{}/deliveries", id.as_str().unwrap());
    let waiting = shop.get(&deliveries).await.json(StatusCode::OK);
    let delivery = &waiting["items"][0];
    assert_eq!((&delivery["state"], &delivery["attempts"]), (&json!("pending"), &json!([])));
    assert_eq!(
        (&delivery["nextAttemptAt"], &delivery["reason"], &waiting["nextCursor"]),
        (&json!("2026-01-01T00:00:00.000Z"), &json!(null), &json!(null))
    );

    shop.house.chat.deliver_once().await.unwrap();
    let given_up = shop.get(&deliveries).await.json(StatusCode::OK)["items"][0].clone();
    let reason = json!({ "code": "131026", "message": "the customer cannot be reached" });
    assert_eq!(
        (&given_up["state"], &given_up["reason"], &given_up["nextAttemptAt"]),
        (&json!("dead"), &reason, &json!(null))
    );
    let attempt = json!({
        "number": 1,
        "outcome": "refused",
        "startedAt": "2026-01-01T00:00:00.000Z",
        "endedAt": "2026-01-01T00:00:00.000Z",
        "error": reason,
        "nextAttemptAt": null,
    });
    assert_eq!(given_up["attempts"], json!([attempt]));
}
