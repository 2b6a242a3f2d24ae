//! What is carried out once under an `Idempotency-Key`, however often it is sent.

use crate::{
    shop::{Answer, House, Shop, json_request, upload_request, with_bearer},
    tenants::{id_for, routes},
};
use axum::body::{Body, Bytes};
use chat_core::{Draft, Journal, KeptAnswer, MessageKind, Once, TenantScope};
use futures_util::{FutureExt, stream};
use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use std::{convert::Infallible, time::Duration};
use tokio::sync::mpsc;
use tower::ServiceExt;

const REPLAYED: &str = "idempotency-replayed";

fn with_key(mut request: Request<Body>, key: &str) -> Request<Body> {
    request.headers_mut().insert("idempotency-key", key.parse().unwrap());
    request
}

async fn post(shop: &Shop, key: &str, path: &str, body: &Value) -> Answer {
    let request = with_key(json_request(Method::POST, path, body), key);
    shop.house.send(with_bearer(request, shop.key())).await
}

/// What was told and noted until now.
async fn deeds(shop: &Shop) -> (i64, usize) {
    let scope = TenantScope::assume(shop.created.client.id);
    let head = shop.house.store.events_after(scope, 0, 1).await.unwrap().head;
    let audit = shop.get("/api/v1/audit?limit=200").await.json(StatusCode::OK);
    (head, audit["items"].as_array().unwrap().len())
}

#[tokio::test]
async fn every_post_is_carried_out_once_and_answered_the_same() {
    let house = House::new();
    let shop = house.shop("ours").await;
    shop.furnish().await;
    let (mut answered, mut replayed) = (0, 0);
    for (n, route) in routes(&house).await.into_iter().enumerate() {
        let is_asked = route.name().starts_with("POST /api/v1/") && route.needs_token();
        // A session that was ended is not there for another try.
        if !is_asked || route.path() == "/api/v1/auth/logout" {
            continue;
        }
        let id = if route.path().contains("{id}") { id_for(&shop, route.path()).await } else { String::new() };
        let (token, key) = (route.token(&shop).await, format!("\"order {n}\""));
        let ask = async || house.send(with_bearer(with_key(route.request(&id), &key), &token)).await;
        let first = ask().await;
        assert!(!first.headers.contains_key(REPLAYED), "{}", route.name());
        let before = deeds(&shop).await;
        let second = ask().await;
        assert_eq!(second.status, first.status, "{}: {}", route.name(), second.text);
        assert_eq!(deeds(&shop).await, before, "{}", route.name());
        answered += 1;
        let is_kept = first.status.is_success() || first.status == StatusCode::UNPROCESSABLE_ENTITY;
        if is_kept {
            assert_eq!(second.headers[REPLAYED], "true", "{}", route.name());
            assert_eq!(second.text, first.text, "{}", route.name());
            assert_eq!(second.headers.get(header::CONTENT_TYPE), first.headers.get(header::CONTENT_TYPE));
            replayed += 1;
        }
    }
    assert!(answered >= 40 && replayed >= 35, "{replayed} of {answered}");
}

#[tokio::test]
async fn a_key_belongs_to_one_request_of_one_caller() {
    let shop = Shop::open().await;
    let new = json!({ "name": "urgent", "color": "#ff0000" });
    let first = post(&shop, "label-1", "/api/v1/labels", &new).await;
    assert_eq!((first.status, first.headers.get(REPLAYED)), (StatusCode::CREATED, None));
    // Quotation marks are those of a structured field.
    let again = post(&shop, "\"label-1\"", "/api/v1/labels", &new).await;
    assert_eq!((again.status, &again.text), (StatusCode::CREATED, &first.text));
    let other = json!({ "name": "later", "color": "#00ff00" });
    for (path, body) in [("/api/v1/labels", &other), ("/api/v1/labels?x=1", &new), ("/api/v1/teams", &new)] {
        let refused = post(&shop, "label-1", path, body).await;
        refused.problem(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused");
    }
    let colleague = shop.colleague("Bob").await;
    let request = with_key(json_request(Method::POST, "/api/v1/labels", &other), "label-1");
    let theirs = shop.house.send(with_bearer(request, &colleague)).await;
    assert!(!theirs.headers.contains_key(REPLAYED) && theirs.status != StatusCode::UNPROCESSABLE_ENTITY, "{theirs:?}");
    for key in ["", "\"", "\"\"", "a\"b", "größe", &"x".repeat(KeptAnswer::KEY_MAX + 1)] {
        let mut request = json_request(Method::POST, "/api/v1/labels", &other);
        request.headers_mut().insert("idempotency-key", http::HeaderValue::from_bytes(key.as_bytes()).unwrap());
        let refused = shop.house.send(with_bearer(request, shop.key())).await;
        refused.problem(StatusCode::BAD_REQUEST, "idempotency_key_invalid");
    }
    let labels = shop.get("/api/v1/labels").await.json(StatusCode::OK);
    assert_eq!(labels["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_answer_is_forgotten_after_a_day() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let path = format!("/api/v1/conversations/{conversation}/messages");
    let hello = json!({ "content": "hello", "kind": "note" });
    let first = post(&shop, "hello", &path, &hello).await.json(StatusCode::CREATED);
    shop.house.clock.advance(KeptAnswer::KEPT - Duration::from_secs(1));
    assert_eq!(shop.house.chat.forget_answers_once().await.unwrap(), 0);
    assert_eq!(post(&shop, "hello", &path, &hello).await.json(StatusCode::CREATED), first);
    shop.house.clock.advance(Duration::from_secs(1));
    let second = post(&shop, "hello", &path, &hello).await.json(StatusCode::CREATED);
    assert_ne!(second["id"], first["id"], "what has expired counts no more, whether it was forgotten or not");
    shop.house.clock.advance(KeptAnswer::KEPT);
    assert_eq!(shop.house.chat.forget_answers_once().await.unwrap(), 1);
    assert_eq!(shop.house.chat.forget_answers_once().await.unwrap(), 0);
}

#[tokio::test]
async fn a_request_that_is_under_way_is_not_begun_again() {
    let shop = Shop::open().await;
    let form = upload_request("order.txt", b"two chairs");
    let (parts, body) = form.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let ask = |body: Body| {
        let mut request = Request::from_parts(parts.clone(), body);
        request.headers_mut().insert(header::CONTENT_LENGTH, bytes.len().into());
        with_bearer(with_key(request, "upload"), shop.key())
    };
    let (sender, receiver) = mpsc::channel::<Bytes>(1);
    let pieces = stream::unfold(receiver, async |mut pieces| {
        pieces.recv().await.map(|piece| (Ok::<_, Infallible>(piece), pieces))
    });
    let slow = ask(Body::from_stream(pieces));
    let house = shop.house.clone();
    let first = tokio::spawn(async move { house.send(slow).await });
    let (begin, rest) = bytes.split_at(bytes.len() - 20);
    sender.send(Bytes::copy_from_slice(begin)).await.unwrap();
    // There is room again when that was taken.
    drop(sender.reserve().await.unwrap());
    let refused = shop.house.send(ask(Body::from(bytes.clone()))).await;
    assert_eq!(refused.headers[header::RETRY_AFTER], "2");
    let problem = refused.problem(StatusCode::CONFLICT, "idempotency_in_progress");
    assert_eq!(problem["retryable"], true);
    sender.send(Bytes::copy_from_slice(rest)).await.unwrap();
    drop(sender);
    let first = first.await.unwrap();
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    let again = shop.house.send(ask(Body::from(bytes.clone()))).await;
    assert_eq!((again.status, &again.text), (StatusCode::CREATED, &first.text));
    assert_eq!(again.headers[REPLAYED], "true");
}

#[tokio::test]
async fn a_client_that_hangs_up_finds_the_answer_when_it_comes_again() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let path = format!("/api/v1/conversations/{conversation}/messages");
    let ask = || {
        let request = json_request(Method::POST, &path, &json!({ "content": "hello", "kind": "note" }));
        with_bearer(with_key(request, "hello"), shop.key())
    };
    assert!(shop.house.router.clone().oneshot(ask()).now_or_never().is_none(), "it hangs up at once");
    let answer = loop {
        let answer = shop.house.send(ask()).await;
        if answer.status != StatusCode::CONFLICT {
            break answer;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!((answer.status, answer.headers[REPLAYED].as_bytes()), (StatusCode::CREATED, b"true".as_slice()));
    let messages = shop.get(&path).await.json(StatusCode::OK);
    let said = messages["items"].as_array().unwrap().iter().filter(|it| it["content"] == "hello");
    assert_eq!(said.count(), 1);
}

#[tokio::test]
async fn what_a_process_has_done_that_died_is_not_done_again() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await.parse().unwrap();
    let desk = shop.house.chat.sign_in(shop.key()).await.unwrap();
    let request: [&[u8]; 1] = [b"say hello"];
    let begin = async |key| desk.begin_once(key, &request).await.unwrap();
    let (Once::First(dead), Once::First(idle)) = (begin("dead").await, begin("idle").await) else { panic!("new keys") };
    let hello = Draft { kind: MessageKind::Note, ..Draft::text("hello") };
    desk.clone().once(dead.clone()).reply(conversation, &hello).await.unwrap();
    assert!(dead.has_committed() && !idle.has_committed());
    for key in ["dead", "idle"] {
        assert!(matches!(begin(key).await, Once::Running(_)), "whoever works on {key} may be alive");
    }
    shop.house.clock.advance(KeptAnswer::HELD);
    assert!(matches!(begin("dead").await, Once::Lost));
    let Once::First(successor) = begin("idle").await else { panic!("nothing was done") };
    // The one that was only slow must not do it as well.
    let late = desk.clone().once(idle.clone()).reply(conversation, &hello).await;
    assert!(matches!(late, Err(chat_core::Error::Conflict(_))), "{late:?}");
    desk.clone().once(successor.clone()).reply(conversation, &hello).await.unwrap();
    desk.end_once(&idle, Some(&"of the late one".into())).await.unwrap();
    desk.end_once(&successor, Some(&"of the successor".into())).await.unwrap();
    let Once::Answered(answer) = begin("idle").await else { panic!("it was answered") };
    assert_eq!(answer.expose(), "of the successor");
}

#[tokio::test]
async fn what_changed_nothing_and_may_end_otherwise_is_tried_again() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let path = format!("/api/v1/conversations/{conversation}");
    shop.patch(&path, &json!({ "status": "archived" })).await.json(StatusCode::OK);
    let hello = json!({ "content": "hello" });
    let messages = format!("{path}/messages");
    post(&shop, "hello", &messages, &hello).await.problem(StatusCode::CONFLICT, "conflict");
    shop.patch(&path, &json!({ "status": "active" })).await.json(StatusCode::OK);
    post(&shop, "hello", &messages, &hello).await.json(StatusCode::CREATED);
}
