//! What requests are called, from their answer to what follows from them.

use crate::shop::{Answer, House, Shop, json_request, with_bearer};
use axum::{Router, body::Body, routing::get};
use chat_core::RequestName;
use http::{Method, Request, StatusCode};
use serde_json::json;
use std::collections::HashSet;
use tower::ServiceExt;

const X_REQUEST_ID: &str = "x-request-id";

fn name_of(answer: &Answer) -> String {
    answer.headers[X_REQUEST_ID].to_str().unwrap().to_owned()
}

async fn ask(house: &House, method: Method, path: &str, given: &[u8]) -> Answer {
    let request = Request::builder().method(method).uri(path).header(X_REQUEST_ID, given);
    house.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn every_request_has_a_name_of_its_own_and_its_answer_tells_it() {
    let house = House::new();
    let mut names = HashSet::new();
    for path in ["/healthz", "/readyz", "/api/v1/me", "/nothing", "/webhooks/whatsapp", "/api/docs"] {
        for _ in 0..2 {
            names.insert(name_of(&house.get(path).await));
        }
    }
    assert_eq!(names.len(), 12, "{names:?}");
}

#[tokio::test]
async fn a_name_that_is_given_is_kept_when_it_can_be_one() {
    let house = House::new();
    for (method, path) in [(Method::GET, "/healthz"), (Method::GET, "/nothing"), (Method::DELETE, "/healthz")] {
        let answer = ask(&house, method, path, b" order-4711/2 ").await;
        assert_eq!(name_of(&answer), "order-4711/2");
        if !answer.status.is_success() {
            assert!(answer.text.contains(r#""requestId":"order-4711/2""#), "{}", answer.text);
        }
    }
    for strange in [&b"two words"[..], b"", b"\"quoted\"", b"\xff", &[b'x'; 129]] {
        let answer = ask(&house, Method::GET, "/nothing", strange).await;
        let name = name_of(&answer);
        assert!(name.len() == 36 && name.parse::<RequestName>().is_ok(), "{name}");
        answer.problem(StatusCode::NOT_FOUND, "not_found");
    }
    let head = ask(&house, Method::HEAD, "/nothing", b"order-4711").await;
    assert_eq!((name_of(&head).as_str(), head.text.as_str()), ("order-4711", ""));
}

#[tokio::test]
async fn a_host_that_names_all_its_requests_has_one_name_for_each() {
    let house = House::new();
    let own = Router::new().route(
        "/own",
        get(async |request: Request<Body>| request.extensions().get::<RequestName>().unwrap().to_string()),
    );
    let all = chat_http::named(house.router.clone().merge(own), house.chat.env());
    let all = House { router: all, ..house };
    let answer = all.get("/own").await;
    assert_eq!(name_of(&answer), answer.text);
    let answer = ask(&all, Method::GET, "/api/v1/me", b"order-4711").await;
    assert_eq!(answer.headers.get_all(X_REQUEST_ID).iter().count(), 1);
    assert_eq!(name_of(&answer), "order-4711");
    answer.problem(StatusCode::UNAUTHORIZED, "unauthenticated");
    let not_ours = all.router.clone().oneshot(Request::post("/own").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(not_ours.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn what_a_request_orders_carries_its_name() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let path = format!("/api/v1/conversations/{conversation}/messages");
    let mut request = with_bearer(json_request(Method::POST, &path, &json!({ "content": "Yes." })), shop.key());
    request.headers_mut().insert(X_REQUEST_ID, "order-4711".parse().unwrap());
    let message = shop.house.send(request).await.json(StatusCode::CREATED);
    let message = message["id"].as_str().unwrap();
    let retried = shop.get(&format!("/api/v1/messages/{message}/deliveries")).await;
    assert_eq!(retried.json(StatusCode::OK)["items"][0]["correlationId"], "order-4711");

    let message = shop.post(&path, &json!({ "content": "Any time." })).await;
    let name = name_of(&message);
    let message = message.json(StatusCode::CREATED)["id"].as_str().unwrap().to_owned();
    let deliveries = shop.get(&format!("/api/v1/messages/{message}/deliveries")).await.json(StatusCode::OK);
    assert_eq!(deliveries["items"][0]["correlationId"], name);
}
