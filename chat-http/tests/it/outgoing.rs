use crate::shop::Shop;
use chat_core::{ChatBuilder, WebhookCall, WebhookFault, WebhookRequest};
use http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

const LIST: &str = "/api/v1/webhooks";
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Creates a webhook as it comes, and tells its path and its secret.
async fn create(shop: &Shop, new: &Value) -> (String, String) {
    let made = shop.post(LIST, new).await.json(StatusCode::CREATED);
    let id = made["webhook"]["id"].as_str().unwrap();
    (format!("{LIST}/{id}"), made["secret"].as_str().unwrap().to_owned())
}

async fn verify(shop: &Shop, path: &str) -> Value {
    shop.post(&format!("{path}/verify"), &Value::Null).await.json(StatusCode::OK)
}

fn header<'a>(request: &'a WebhookRequest, name: &str) -> &'a str {
    &request.headers.iter().find(|(known, _)| *known == name).unwrap().1
}

/// The places of the events that were sent.
fn seqs(shop: &Shop) -> Vec<i64> {
    shop.house.endpoint.told().iter().filter_map(|told| told["seq"].as_i64()).collect()
}

#[tokio::test]
async fn an_endpoint_gets_nothing_before_it_has_answered_the_challenge() {
    let shop = Shop::open().await;
    let (path, secret) = create(&shop, &json!({ "url": "https://shop.test/hook", "description": " Orders " })).await;
    assert!(secret.starts_with("whsec_"), "{secret}");
    let webhook = shop.get(&path).await.json(StatusCode::OK);
    assert_eq!((&webhook["status"], &webhook["description"]), (&json!("pending"), &json!("Orders")));
    assert!(!webhook.to_string().contains("whsec_"), "the secret is shown once");
    shop.conversation().await;
    shop.house.chat.call_webhooks_once().await.unwrap();
    assert_eq!(shop.house.endpoint.told(), Vec::<Value>::new());
    shop.post(&format!("{path}/test"), &Value::Null).await.problem(StatusCode::CONFLICT, "conflict");
    shop.patch(&path, &json!({ "status": "active" })).await.problem(StatusCode::CONFLICT, "conflict");

    *shop.house.endpoint.answer.lock().unwrap() = Err(WebhookFault::PrivateAddress);
    let refused = verify(&shop, &path).await;
    assert_eq!((&refused["webhook"]["status"], &refused["call"]["ok"]), (&json!("pending"), &json!(false)));
    assert!(refused["webhook"]["reason"].as_str().unwrap().contains("private"), "{refused}");

    *shop.house.endpoint.answer.lock().unwrap() = Ok(200);
    let check = verify(&shop, &path).await;
    assert_eq!((&check["webhook"]["status"], &check["webhook"]["reason"]), (&json!("active"), &Value::Null));
    assert_eq!((&check["call"]["kind"], &check["call"]["statusCode"]), (&json!("verification"), &json!(200)));
    shop.house.chat.call_webhooks_once().await.unwrap();
    assert_eq!(seqs(&shop), [1, 2, 3, 4, 5], "everything since it was created");
}

#[tokio::test]
async fn events_are_sent_in_order_and_as_the_journal_tells_them() {
    let shop = Shop::open().await;
    shop.webhook().await;
    let conversation = shop.conversation().await;
    let messages = format!("/api/v1/conversations/{conversation}/messages");
    shop.post(&messages, &json!({ "content": "We open at nine." })).await.json(StatusCode::CREATED);
    shop.house.chat.deliver_once().await.unwrap();
    shop.house.chat.call_webhooks_once().await.unwrap();
    let journal = shop.get("/api/v1/events").await.json(StatusCode::OK);
    let told: Vec<Value> = shop.house.endpoint.told().into_iter().filter(|told| told["seq"].is_i64()).collect();
    assert_eq!(json!(told), journal["events"]);
    assert_eq!(shop.house.chat.call_webhooks_once().await.unwrap(), 0, "each is sent once");
    let sent = shop.house.endpoint.sent.lock().unwrap();
    let mut names: Vec<&str> = sent.iter().map(|request| header(request, "webhook-id")).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), sent.len(), "each call has a name of its own");
}

#[tokio::test]
async fn a_webhook_gets_what_it_has_subscribed_to() {
    let shop = Shop::open().await;
    let new = json!({ "url": "https://shop.test/hook", "events": ["messagePosted", "messagePosted"] });
    let (path, _) = create(&shop, &new).await;
    let webhook = &verify(&shop, &path).await["webhook"];
    assert_eq!(webhook["events"], json!(["messagePosted"]));
    shop.conversation().await;
    shop.house.chat.call_webhooks_once().await.unwrap();
    let told = shop.house.endpoint.told();
    assert_eq!(told.iter().filter(|told| told["type"] == "messagePosted").count(), 1);
    assert_eq!(told.iter().filter(|told| told["seq"].is_i64()).count(), 1);
    let head = shop.get("/api/v1/events").await.json(StatusCode::OK)["head"].clone();
    assert_eq!(shop.get(&path).await.json(StatusCode::OK)["cursor"], head, "the others were passed over");
    let wrong = json!({ "url": "https://shop.test/hook", "events": ["everything"] });
    assert_eq!(shop.post(LIST, &wrong).await.wrong_fields(), ["events[0]"]);
}

#[tokio::test]
async fn an_address_that_is_not_called_is_refused() {
    let shop = Shop::open().await;
    for url in [
        "",
        "shop.test",
        "http://shop.test/",
        "ftp://shop.test/",
        "https://ann:secret@shop.test/",
        "https://shop.test/#top",
        "javascript:alert(1)",
        &format!("https://shop.test/{}", "x".repeat(2048)),
    ] {
        assert_eq!(shop.post(LIST, &json!({ "url": url })).await.wrong_fields(), ["url"], "{url}");
    }
    let long = json!({ "url": "https://shop.test/", "description": "x".repeat(201) });
    assert_eq!(shop.post(LIST, &long).await.wrong_fields(), ["description"]);
    for _ in 0..20 {
        create(&shop, &json!({ "url": "https://shop.test/hook" })).await;
    }
    let conflict = shop.post(LIST, &json!({ "url": "https://shop.test/hook" })).await;
    conflict.problem(StatusCode::CONFLICT, "conflict");
}

#[tokio::test]
async fn what_is_not_taken_is_tried_again_and_nothing_overtakes_it() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.webhook().await);
    shop.house.chat.call_webhooks_once().await.unwrap();
    let before = seqs(&shop);
    *shop.house.endpoint.answer.lock().unwrap() = Ok(500);
    shop.conversation().await;
    assert_eq!(shop.house.chat.call_webhooks_once().await.unwrap(), 1);
    assert_eq!(shop.house.chat.call_webhooks_once().await.unwrap(), 0, "it waits");
    let webhook = shop.get(&path).await.json(StatusCode::OK);
    assert_eq!((&webhook["failures"], &webhook["status"]), (&json!(1), &json!("active")));
    assert_eq!(webhook["failingSince"], "2026-01-01T00:00:00.000Z");
    shop.house.clock.advance(Duration::from_secs(5));
    assert_eq!(shop.house.chat.call_webhooks_once().await.unwrap(), 1);
    *shop.house.endpoint.answer.lock().unwrap() = Ok(200);
    shop.house.clock.advance(Duration::from_secs(10));
    shop.house.chat.call_webhooks_once().await.unwrap();
    let first = before.last().unwrap() + 1;
    assert_eq!(seqs(&shop)[before.len()..], [first, first, first, first + 1, first + 2]);
    let sent = shop.house.endpoint.sent.lock().unwrap().clone();
    let [one, two] = [before.len() + 1, before.len() + 2].map(|n| header(&sent[n], "webhook-id").to_owned());
    assert_eq!(one, two, "another try has the same name");

    let calls = shop.get(&format!("{path}/calls?limit=4")).await.json(StatusCode::OK);
    let items = calls["items"].as_array().unwrap();
    assert_eq!((&items[0]["seq"], &items[0]["ok"]), (&json!(first + 2), &json!(true)));
    let tried: Vec<_> = items.iter().map(|call| call["attempt"].as_i64().unwrap()).collect();
    assert_eq!(tried, [1, 1, 3, 2]);
    assert_eq!(items[3]["error"], "the endpoint answered with status 500");
    let next = calls["nextCursor"].as_str().unwrap();
    let older = shop.get(&format!("{path}/calls?limit=4&cursor={next}")).await.json(StatusCode::OK);
    assert_eq!(older["items"][0]["attempt"], 1);
}

#[tokio::test]
async fn whoever_takes_nothing_for_three_days_is_given_up_with_a_notice_and_comes_back() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.webhook().await);
    shop.house.chat.call_webhooks_once().await.unwrap();
    *shop.house.endpoint.answer.lock().unwrap() = Err(WebhookFault::TooSlow);
    shop.conversation().await;
    let mut tries = 0;
    for _ in 0..=3 * 24 * 2 {
        tries += shop.house.chat.call_webhooks_once().await.unwrap();
        shop.house.clock.advance(Duration::from_secs(1800));
    }
    assert!((15..60).contains(&tries), "{tries}");
    let webhook = shop.get(&path).await.json(StatusCode::OK);
    assert_eq!(webhook["status"], "disabled");
    assert!(webhook["reason"].as_str().unwrap().contains("within 15 seconds"), "{webhook}");
    let events = shop.get("/api/v1/events?limit=500").await.json(StatusCode::OK);
    let last = events["events"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["type"], &last["data"]["status"]), (&json!("webhookChanged"), &json!("disabled")));
    assert_eq!(last["data"]["reason"], webhook["reason"]);

    *shop.house.endpoint.answer.lock().unwrap() = Ok(200);
    let resumed = shop.patch(&path, &json!({ "status": "active" })).await.json(StatusCode::OK);
    assert_eq!((&resumed["reason"], &resumed["failures"]), (&Value::Null, &json!(0)));
    shop.house.chat.call_webhooks_once().await.unwrap();
    let head = shop.get("/api/v1/events").await.json(StatusCode::OK)["head"].clone();
    assert_eq!(shop.get(&path).await.json(StatusCode::OK)["cursor"], head, "nothing is lost");
}

#[tokio::test]
async fn whoever_says_that_it_is_gone_is_given_up_at_once() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.webhook().await);
    *shop.house.endpoint.answer.lock().unwrap() = Ok(410);
    shop.house.chat.call_webhooks_once().await.unwrap();
    assert_eq!(shop.get(&path).await.json(StatusCode::OK)["status"], "disabled");
}

#[tokio::test]
async fn a_paused_webhook_goes_on_from_where_it_is() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.webhook().await);
    shop.house.chat.call_webhooks_once().await.unwrap();
    shop.patch(&path, &json!({ "status": "paused" })).await.json(StatusCode::OK);
    shop.conversation().await;
    assert_eq!(shop.house.chat.call_webhooks_once().await.unwrap(), 0);
    shop.patch(&path, &json!({ "status": "active" })).await.json(StatusCode::OK);
    shop.house.chat.call_webhooks_once().await.unwrap();
    let told = seqs(&shop);
    assert!(told.windows(2).all(|pair| pair[1] == pair[0] + 1), "{told:?}");
    assert_eq!(shop.patch(&path, &json!({ "status": "disabled" })).await.wrong_fields(), ["status"]);
}

#[tokio::test]
async fn another_address_has_to_answer_the_challenge_too() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.webhook().await);
    let moved = shop.patch(&path, &json!({ "url": "https://other.test/hook" })).await.json(StatusCode::OK);
    assert_eq!(moved["status"], "pending");
    shop.conversation().await;
    assert_eq!(shop.house.chat.call_webhooks_once().await.unwrap(), 0);
    verify(&shop, &path).await;
    shop.house.chat.call_webhooks_once().await.unwrap();
    let sent = shop.house.endpoint.sent.lock().unwrap();
    assert!(sent[1..].iter().all(|request| request.url.as_str() == "https://other.test/hook"));
}

#[tokio::test]
async fn events_are_told_again_from_a_place_or_one_by_one() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.webhook().await);
    shop.conversation().await;
    shop.house.chat.call_webhooks_once().await.unwrap();
    let all = seqs(&shop);
    let replayed = shop.post(&format!("{path}/replay"), &json!({ "after": 2 })).await.json(StatusCode::OK);
    assert_eq!(replayed["cursor"], 2);
    shop.house.chat.call_webhooks_once().await.unwrap();
    assert_eq!(seqs(&shop)[all.len()..], all[2..]);

    let call = shop.post(&format!("{path}/resend"), &json!({ "seq": 1 })).await.json(StatusCode::OK);
    assert_eq!((&call["seq"], &call["ok"], &call["kind"]), (&json!(1), &json!(true), &json!("event")));
    assert_eq!(seqs(&shop).last(), Some(&1));
    let unknown = shop.post(&format!("{path}/resend"), &json!({ "seq": 99 })).await;
    unknown.problem(StatusCode::NOT_FOUND, "not_found");
    let beyond = shop.post(&format!("{path}/replay"), &json!({ "after": 99 })).await;
    assert_eq!(beyond.problem(StatusCode::GONE, "resync")["head"], *all.last().unwrap());
    assert_eq!(shop.post(&format!("{path}/replay"), &json!({ "after": -1 })).await.wrong_fields(), ["after"]);
}

#[tokio::test]
async fn whoever_was_away_for_too_long_is_told_that_events_are_missing() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.webhook().await);
    shop.house.chat.call_webhooks_once().await.unwrap();
    let cursor = shop.get(&path).await.json(StatusCode::OK)["cursor"].as_i64().unwrap();
    shop.patch(&path, &json!({ "status": "paused" })).await.json(StatusCode::OK);
    shop.conversation().await;
    shop.house.clock.advance(ChatBuilder::JOURNAL_RETENTION_DEFAULT + DAY);
    shop.house.chat.prune_once().await.unwrap();
    shop.patch(&path, &json!({ "status": "active" })).await.json(StatusCode::OK);
    shop.house.endpoint.sent.lock().unwrap().clear();
    shop.house.chat.call_webhooks_once().await.unwrap();
    let told = shop.house.endpoint.told();
    let head = shop.get("/api/v1/events?after=0").await.problem(StatusCode::GONE, "resync")["head"].clone();
    assert_eq!((&told[0]["type"], &told[0]["after"], &told[0]["head"]), (&json!("resync"), &json!(cursor), &head));
    let tail = told[0]["tail"].as_i64().unwrap();
    assert!(tail > cursor + 1, "{told:?}");
    assert_eq!(seqs(&shop), (tail..=head.as_i64().unwrap()).collect::<Vec<_>>(), "what is kept follows");
    let calls = shop.get(&format!("{path}/calls")).await.json(StatusCode::OK);
    assert!(calls["items"].as_array().unwrap().iter().any(|call| call["kind"] == "resync"));
}

#[tokio::test]
async fn both_secrets_sign_for_a_day_after_a_rotation() {
    let shop = Shop::open().await;
    let (path, first) = create(&shop, &json!({ "url": "https://shop.test/hook" })).await;
    verify(&shop, &path).await;
    let rotated = shop.post(&format!("{path}/rotate-secret"), &Value::Null).await.json(StatusCode::OK);
    assert_ne!(rotated["secret"], first);
    assert_eq!(rotated["webhook"]["previousSecretUntil"], "2026-01-02T00:00:00.000Z");
    let signatures = async || {
        let call = shop.post(&format!("{path}/test"), &Value::Null).await.json(StatusCode::OK);
        assert_eq!((&call["kind"], &call["ok"]), (&json!("test"), &json!(true)));
        let sent = shop.house.endpoint.sent.lock().unwrap();
        header(sent.last().unwrap(), "webhook-signature").split(' ').count()
    };
    assert_eq!(signatures().await, 2);
    shop.house.clock.advance(DAY);
    assert_eq!(signatures().await, 1);
}

#[tokio::test]
async fn a_deleted_webhook_is_gone_for_good() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.webhook().await);
    assert_eq!(shop.delete(&path).await.status, StatusCode::NO_CONTENT);
    shop.get(&path).await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.post(&format!("{path}/verify"), &Value::Null).await.problem(StatusCode::NOT_FOUND, "not_found");
    assert_eq!(shop.get(LIST).await.json(StatusCode::OK)["items"], json!([]));
    shop.conversation().await;
    assert_eq!(shop.house.chat.call_webhooks_once().await.unwrap(), 0);
}

#[tokio::test]
async fn old_calls_are_forgotten() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.webhook().await);
    shop.house.clock.advance(WebhookCall::KEPT);
    assert_eq!(shop.house.chat.forget_webhook_calls_once().await.unwrap(), 0);
    shop.house.clock.advance(Duration::from_millis(1));
    assert_eq!(shop.house.chat.forget_webhook_calls_once().await.unwrap(), 1);
    assert_eq!(shop.get(&format!("{path}/calls")).await.json(StatusCode::OK)["items"], json!([]));
}

#[tokio::test]
async fn calling_on_request_is_limited() {
    let shop = Shop::open().await;
    let test = format!("{LIST}/{}/test", shop.webhook().await);
    for _ in 0..19 {
        shop.post(&test, &Value::Null).await.json(StatusCode::OK);
    }
    shop.post(&test, &Value::Null).await.problem(StatusCode::TOO_MANY_REQUESTS, "rate_limited");
}
