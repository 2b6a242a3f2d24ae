use crate::shop::{House, Shop, with_bearer};
use async_trait::async_trait;
use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
};
use chat_core::{Authenticator, Chat, MemoryStore, Refusal, SignIn};
use futures_util::stream;
use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use std::convert::Infallible;
use tower::ServiceExt;

const MESSAGES: &str = "/api/v1/conversations/0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f/messages";

impl Shop {
    async fn post_raw(&self, content_type: Option<&str>, body: impl Into<Body>) -> crate::shop::Answer {
        let mut request = Request::post(MESSAGES);
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        self.house.send(with_bearer(request.body(body.into()).unwrap(), self.key())).await
    }
}

#[tokio::test]
async fn a_route_that_is_not_there_is_a_problem() {
    let house = House::new();
    for path in ["/", "/nothing", "/api/v1/nothing", "/api/v1/me/", "/api/v2/me", "/webhooks/fax"] {
        house.get(path).await.problem(StatusCode::NOT_FOUND, "not_found");
    }
}

#[tokio::test]
async fn a_method_that_is_not_there_is_a_problem_and_names_the_others() {
    let house = House::new();
    for (method, path, allowed) in [
        (Method::DELETE, "/api/v1/me", "GET,HEAD"),
        (Method::GET, "/api/v1/auth/login", "POST"),
        (Method::PUT, "/api/v1/conversations/x", "GET,HEAD,PATCH"),
        (Method::PATCH, "/webhooks/whatsapp", "GET,HEAD,POST"),
    ] {
        let answer = house.send(Request::builder().method(method).uri(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.headers[header::ALLOW], allowed);
        answer.problem(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed");
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_malformed() {
    let shop = Shop::open().await;
    for body in ["", "{", "{\"content\":\"x\"", "{\"content\":\"x\"} x", "content=x", "{\"content\":\"\u{1}\"}"] {
        let answer = shop.post_raw(Some("application/json"), body.to_owned()).await;
        answer.problem(StatusCode::BAD_REQUEST, "malformed");
    }
    let not_utf8: &[u8] = b"{\"content\":\"\xff\"}";
    shop.post_raw(Some("application/json"), not_utf8).await.problem(StatusCode::BAD_REQUEST, "malformed");
}

#[tokio::test]
async fn a_body_that_is_no_object_is_refused_by_every_route_that_takes_one() {
    const ID: &str = "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f";
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let routes = [
        (Method::POST, "/api/v1/auth/login".to_owned(), json!(["ann@shop.test", "correct horse"])),
        (Method::POST, format!("/api/v1/conversations/{conversation}/messages"), json!(["x", null, null, null])),
        (Method::PATCH, format!("/api/v1/conversations/{conversation}"), json!(["closed", null, null, null])),
        (Method::POST, "/api/v1/whatsapp/accounts".to_owned(), json!(["200", "b", null, "t", "s", "v"])),
        (Method::PATCH, format!("/api/v1/whatsapp/accounts/{ID}"), json!([null, null, null, null, "paused"])),
        (Method::POST, "/api/v1/widgets".to_owned(), json!(["Shop", "floating", {}])),
        (Method::PATCH, format!("/api/v1/widgets/{ID}"), json!(["Shop", "floating", {}, "active"])),
        (Method::POST, format!("/api/v1/widgets/{ID}/identity-keys"), json!(["a", "HS256", "x"])),
    ];
    for (method, path, fields_in_order) in routes {
        for body in [fields_in_order, json!([]), json!("x"), json!(null), json!(5)] {
            let answer = shop.ask(method.clone(), &path, Some(&body)).await;
            let problem = answer.problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
            let wrong = json!([{ "field": "body", "problem": "expected an object" }]);
            assert_eq!(problem["errors"], wrong, "{method} {path} {body}");
        }
    }
    for body in ["[", "nul", "[] x"] {
        let answer = shop.post_raw(Some("application/json"), body).await;
        answer.problem(StatusCode::BAD_REQUEST, "malformed");
    }
}

#[tokio::test]
async fn a_body_has_to_be_said_to_be_json() {
    let shop = Shop::open().await;
    for content_type in [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("jsonish")] {
        let answer = shop.post_raw(content_type, "{\"content\":\"x\"}").await;
        answer.problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type");
    }
    for content_type in ["application/json; charset=utf-8", "Application/JSON", "application/vnd.shop+json"] {
        let answer = shop.post_raw(Some(content_type), "{\"content\":\"x\"}").await;
        answer.problem(StatusCode::NOT_FOUND, "not_found");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_by_its_length_and_by_what_comes() {
    let shop = Shop::open().await;
    let announced = Request::post(MESSAGES)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_LENGTH, "1048577")
        .body(Body::from_stream(stream::pending::<Result<Bytes, Infallible>>()))
        .unwrap();
    let answer = shop.house.send(with_bearer(announced, shop.key())).await;
    answer.problem(StatusCode::PAYLOAD_TOO_LARGE, "too_large");

    let chunks = stream::iter((0..=16).map(|_| Ok::<_, Infallible>(Bytes::from(vec![b' '; 65_536]))));
    let answer = shop.post_raw(Some("application/json"), Body::from_stream(chunks)).await;
    answer.problem(StatusCode::PAYLOAD_TOO_LARGE, "too_large");
}

#[tokio::test]
async fn a_body_that_never_ends_is_given_up() {
    let shop = Shop::open().await;
    // From here on time passes by itself whenever everybody waits.
    tokio::time::pause();
    let body = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
    let answer = shop.post_raw(Some("application/json"), body).await;
    answer.problem(StatusCode::REQUEST_TIMEOUT, "too_slow");
}

#[tokio::test]
async fn an_id_that_is_none_is_answered_like_one_that_does_not_exist() {
    let shop = Shop::open().await;
    let unknown = shop.get("/api/v1/conversations/0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f").await;
    let unknown = unknown.problem(StatusCode::NOT_FOUND, "not_found");
    for id in ["1", "x", "%00", "%ff", "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5g"] {
        let answer = shop.get(&format!("/api/v1/conversations/{id}")).await;
        assert_eq!(answer.problem(StatusCode::NOT_FOUND, "not_found"), unknown, "{id}");
    }
}

#[tokio::test]
async fn no_answer_is_kept_by_caches_or_guessed_at_by_browsers() {
    let shop = Shop::open().await;
    let answers = [shop.get("/api/v1/me").await, shop.house.get("/nothing").await, shop.house.get("/api/docs").await];
    for answer in answers {
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    }
}

#[derive(Debug)]
struct Clumsy;

#[async_trait]
impl Authenticator for Clumsy {
    async fn authenticate(&self, token: &str) -> Result<SignIn, Refusal> {
        panic!("stumbled over {token}")
    }
}

#[tokio::test]
async fn a_panic_is_a_problem_without_details() {
    let router: Router = chat_http::router(Chat::builder(MemoryStore::default(), Clumsy).build());
    let request = Request::get("/api/v1/me").body(Body::empty()).unwrap();
    let answer = router.oneshot(with_bearer(request, "secret-token")).await.unwrap();
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/problem+json");
    let text = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    let problem: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(
        (&problem["code"], &problem["detail"]),
        (&"internal".into(), &"something went wrong on our side".into())
    );
}
