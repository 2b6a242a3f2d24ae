//! What a thread tells beside what customers and agents say to each other.

use crate::shop::{House, Shop, json_request, with_bearer};
use http::{Method, StatusCode};
use serde_json::{Value, json};

/// The messages of a conversation, the first one first.
async fn messages(shop: &Shop, path: &str) -> Vec<Value> {
    let page = shop.get(&format!("{path}/messages")).await.json(StatusCode::OK);
    page["items"].as_array().unwrap().iter().rev().cloned().collect()
}

async fn deeds(shop: &Shop, path: &str) -> Vec<String> {
    let events = messages(shop, path).await.into_iter().filter(|message| message["kind"] == "event");
    events.map(|event| event["payload"]["event"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_thread_tells_what_was_done_to_its_conversation_and_by_whom() {
    let shop = Shop::open().await;
    let path = format!("/api/v1/conversations/{}", shop.conversation().await);
    let owner = shop.created.owner.id;
    let before = shop.get(&path).await.json(StatusCode::OK);
    shop.patch(&path, &json!({ "assigneeId": owner, "subject": "Opening" })).await.json(StatusCode::OK);
    shop.patch(&path, &json!({ "status": "closed" })).await.json(StatusCode::OK);
    shop.patch(&path, &json!({ "status": "closed" })).await.json(StatusCode::OK);
    shop.hear("100", "491701", "wamid.2", "One more thing").await;
    shop.patch(&path, &json!({ "status": "closed", "assigneeId": null })).await.json(StatusCode::OK);
    shop.post(&format!("{path}/messages"), &json!({ "content": "Yes?" })).await.json(StatusCode::CREATED);
    assert_eq!(
        deeds(&shop, &path).await,
        ["assigned", "renamed", "closed", "reopened", "closed", "assigned", "reopened"]
    );

    let all = messages(&shop, &path).await;
    let positions: Vec<_> = all.iter().map(|message| message["position"].as_i64().unwrap()).collect();
    assert_eq!(positions, (1..=10).collect::<Vec<_>>());
    assert_eq!(
        (&all[1]["senderType"], &all[1]["senderId"], &all[1]["content"]),
        (&json!("system"), &Value::Null, &json!("assigned"))
    );
    assert_eq!((&all[1]["payload"]["agentId"], &all[1]["payload"]["assigneeId"]), (&json!(owner), &json!(owner)));
    assert_eq!(all[4]["payload"], json!({ "agentId": null, "event": "reopened" }), "nobody of the team did it");
    let after = shop.get(&path).await.json(StatusCode::OK);
    assert_eq!((&before["unreadCount"], &after["unreadCount"]), (&json!(1), &json!(0)));
    let wrong = json!({ "content": "closed", "kind": "event" });
    assert_eq!(shop.post(&format!("{path}/messages"), &wrong).await.wrong_fields(), ["kind"]);
}

#[tokio::test]
async fn what_was_done_makes_nothing_unread_and_brings_nothing_to_the_top() {
    let shop = Shop::open().await;
    let path = format!("/api/v1/conversations/{}", shop.conversation().await);
    let before = shop.get(&path).await.json(StatusCode::OK);
    shop.patch(&path, &json!({ "priority": "urgent" })).await.json(StatusCode::OK);
    let after = shop.get(&path).await.json(StatusCode::OK);
    for field in ["unreadCount", "lastMessageAt", "waitingSince", "isUnread"] {
        assert_eq!(before[field], after[field], "{field}");
    }
    assert_eq!(deeds(&shop, &path).await, ["prioritised"]);
}

#[tokio::test]
async fn a_note_of_ones_own_is_edited_and_taken_back_with_its_history() {
    let shop = Shop::open().await;
    let path = format!("/api/v1/conversations/{}", shop.conversation().await);
    let note = json!({ "content": "Call tomorow", "kind": "note" });
    let note = shop.post(&format!("{path}/messages"), &note).await.json(StatusCode::CREATED);
    let message = format!("/api/v1/messages/{}", note["id"].as_str().unwrap());
    let head = shop.get("/api/v1/events").await.json(StatusCode::OK)["head"].clone();
    let edited = shop.patch(&message, &json!({ "content": "Call tomorrow" })).await.json(StatusCode::OK);
    assert_eq!((&edited["content"], edited["editedAt"].is_string()), (&json!("Call tomorrow"), true));
    assert_eq!(shop.patch(&message, &json!({ "content": " " })).await.wrong_fields(), ["content"]);
    let colleague = shop.colleague("Bob").await;
    let request = json_request(Method::PATCH, &message, &json!({ "content": "mine" }));
    shop.house.send(with_bearer(request, &colleague)).await.problem(StatusCode::FORBIDDEN, "forbidden");
    let deleted = shop.delete(&message).await.json(StatusCode::OK);
    assert_eq!((&deleted["content"], deleted["deletedAt"].is_string()), (&json!(""), true));
    assert_eq!(shop.delete(&message).await.json(StatusCode::OK), deleted);
    shop.patch(&message, &json!({ "content": "again" })).await.problem(StatusCode::CONFLICT, "conflict");

    let history = shop.get(&format!("{message}/history")).await.json(StatusCode::OK);
    let versions: Vec<_> = history["items"].as_array().unwrap().iter().map(|it| it["content"].clone()).collect();
    assert_eq!(versions, ["Call tomorow", "Call tomorrow"]);
    let events = shop.get(&format!("/api/v1/events?after={head}")).await.json(StatusCode::OK);
    let types: Vec<_> = events["events"].as_array().unwrap().iter().map(|event| event["type"].clone()).collect();
    assert_eq!(types, ["messageEdited", "messageDeleted"]);
    assert_eq!(events["events"][0]["data"]["content"], "Call tomorrow");
    assert_eq!(events["events"][1]["data"]["messageId"], note["id"]);
}

#[tokio::test]
async fn what_a_provider_has_taken_is_not_changed_any_more() {
    let shop = Shop::open().await;
    let path = format!("/api/v1/conversations/{}", shop.conversation().await);
    let reply = shop.post(&format!("{path}/messages"), &json!({ "content": "Yes" })).await.json(StatusCode::CREATED);
    let reply = format!("/api/v1/messages/{}", reply["id"].as_str().unwrap());
    shop.patch(&reply, &json!({ "content": "No" })).await.problem(StatusCode::CONFLICT, "conflict");
    shop.delete(&reply).await.problem(StatusCode::CONFLICT, "conflict");
    let theirs = messages(&shop, &path).await[0]["id"].as_str().unwrap().to_owned();
    let theirs = shop.patch(&format!("/api/v1/messages/{theirs}"), &json!({ "content": "No" })).await;
    theirs.problem(StatusCode::FORBIDDEN, "forbidden");
}

#[tokio::test]
async fn a_note_says_whom_it_is_meant_for() {
    let shop = Shop::open().await;
    let path = format!("/api/v1/conversations/{}/messages", shop.conversation().await);
    let team = shop.post("/api/v1/teams", &json!({ "name": "Sales" })).await.json(StatusCode::CREATED);
    let mentions = json!([{ "type": "agent", "id": shop.created.owner.id }, { "type": "team", "id": team["id"] }]);
    let note = json!({ "content": "Have a look", "kind": "note", "mentions": mentions });
    let note = shop.post(&path, &note).await.json(StatusCode::CREATED);
    assert_eq!(note["mentions"], mentions);
    let events = shop.get("/api/v1/events").await.json(StatusCode::OK);
    assert_eq!(events["events"].as_array().unwrap().last().unwrap()["data"]["mentions"], mentions);
    let stranger = json!([{ "type": "agent", "id": team["id"] }]);
    let wrong = json!({ "content": "Look", "kind": "note", "mentions": stranger });
    assert_eq!(shop.post(&path, &wrong).await.wrong_fields(), ["mentions"]);
    let wrong = json!({ "content": "Look", "mentions": mentions });
    assert_eq!(shop.post(&path, &wrong).await.wrong_fields(), ["mentions"]);
}

#[tokio::test]
async fn a_transcript_is_text_or_html_that_can_do_nothing() {
    let shop = House::new().shop("shop").await;
    shop.connect("100").await;
    let conversation = shop.hear("100", "491701", "wamid.1", "<script>alert(1)</script> & more").await;
    let path = format!("/api/v1/conversations/{conversation}");
    shop.post(&format!("{path}/messages"), &json!({ "content": "Yes" })).await.json(StatusCode::CREATED);
    let note = json!({ "content": "A strange one", "kind": "note" });
    shop.post(&format!("{path}/messages"), &note).await.json(StatusCode::CREATED);
    shop.patch(&path, &json!({ "subject": "Opening <b>" })).await.json(StatusCode::OK);

    let text = shop.get(&format!("{path}/transcript")).await;
    assert_eq!(
        (text.status, &text.headers["content-type"]),
        (StatusCode::OK, &"text/plain; charset=utf-8".parse().unwrap())
    );
    assert_eq!(
        text.text,
        "Conversation with Cleo: Opening <b>\n\n2026-01-01T00:00:00.000Z  Cleo\n    <script>alert(1)</script> & more\n\n\
         2026-01-01T00:00:00.000Z  Ann\n    Yes\n"
    );
    let html = shop.get(&format!("{path}/transcript?format=html&notes=true")).await;
    assert_eq!(html.headers["content-type"], "text/html; charset=utf-8");
    let policy = html.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    assert!(html.text.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; more") && !html.text.contains("<script"));
    assert!(html.text.contains("<h1>Conversation with Cleo: Opening &lt;b&gt;</h1>"));
    assert!(html.text.contains("A strange one") && !text.text.contains("A strange one"));
}
