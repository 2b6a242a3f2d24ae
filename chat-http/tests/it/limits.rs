//! What is allowed how often, and how much at a time.

use crate::{
    shop::{Answer, House, Shop, json_request, with_bearer},
    tenants::{Route, routes},
};
use axum::body::{Body, Bytes};
use chat_core::{Caller, Holder, Quotas};
use chat_http::Api;
use futures_util::{StreamExt, stream};
use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};
use tokio::sync::oneshot;

const HOOK: &str = "/webhooks/whatsapp";
/// Whoever asks for these is answered whatever it has asked for before: nothing is done for it.
const AT_REST: [&str; 5] =
    ["GET /api/v1/openapi.json", "GET /api/docs", "GET /api/docs/page.js", "GET /api/docs/page.css", "GET /healthz"];

fn house(holder: Holder, quotas: &str) -> House {
    let mut all = Quotas::none();
    all.read(holder, quotas).unwrap();
    House::limited(all, Api::login)
}

fn address(number: u16) -> Caller {
    let [high, low] = number.to_be_bytes();
    Caller(IpAddr::from(Ipv4Addr::new(198, 18, high, low)))
}

impl House {
    async fn send_from(&self, from: Caller, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(from);
        self.send(request).await
    }

    async fn sign_in_from(&self, from: Caller, email: &str) -> Answer {
        let credentials = json!({ "email": email, "password": "guessed and guessed" });
        self.send_from(from, json_request(Method::POST, "/api/v1/auth/login", &credentials)).await
    }

    async fn call_from(&self, from: Caller, secret: &str, body: &Value) -> Answer {
        let request = Request::post(HOOK).header("x-hub-signature-256", format!("sha256={secret}"));
        self.send_from(from, request.body(Body::from(body.to_string())).unwrap()).await
    }
}

impl Answer {
    /// Says that it was too much, and for how many seconds.
    #[track_caller]
    fn limited(self, seconds: &str) {
        assert_eq!(self.headers.get(header::RETRY_AFTER).map(|value| value.as_bytes()), Some(seconds.as_bytes()));
        self.problem(StatusCode::TOO_MANY_REQUESTS, "rate_limited");
    }

    #[track_caller]
    fn overloaded(self) {
        assert_eq!(self.headers[header::RETRY_AFTER], "2");
        self.problem(StatusCode::SERVICE_UNAVAILABLE, "overloaded");
    }
}

fn message(id: &str) -> Value {
    json!({ "to": "100", "messages": [{ "id": id, "from": "491701", "text": "hello" }] })
}

#[tokio::test]
async fn every_route_is_limited_by_address() {
    let house = house(Holder::Ip, "read=1/h,write=1/h,call=1/h");
    let mut count = 0;
    for (number, route) in routes(&house).await.into_iter().enumerate() {
        let (one, other) = (address(number as u16), address(1000 + number as u16));
        let send = |from| house.send_from(from, route.request("0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f"));
        let first = send(one).await.status;
        assert_ne!(first, StatusCode::TOO_MANY_REQUESTS, "{}", route.name());
        let second = send(one).await;
        if AT_REST.contains(&route.name().as_str()) {
            assert_eq!(second.status, first, "{}", route.name());
            continue;
        }
        second.limited("3600");
        assert_ne!(send(other).await.status, StatusCode::TOO_MANY_REQUESTS, "{}", route.name());
        count += 1;
    }
    assert!(count > 15, "{count}");
}

#[tokio::test]
async fn reading_and_writing_have_an_allowance_each() {
    let house = house(Holder::Ip, "read=1/h,write=1/h");
    let shop = house.shop("shop").await;
    let read = |method| {
        let request = Request::builder().method(method).uri("/api/v1/me").body(Body::empty()).unwrap();
        house.send_from(address(1), with_bearer(request, shop.key()))
    };
    assert_eq!(read(Method::HEAD).await.status, StatusCode::OK);
    read(Method::GET).await.limited("3600");
    let write = || house.send_from(address(1), json_request(Method::PATCH, "/api/v1/conversations/x", &json!({})));
    assert_eq!(write().await.status, StatusCode::UNAUTHORIZED);
    write().await.limited("3600");
}

#[tokio::test]
async fn every_route_that_needs_a_token_is_limited_by_who_asks() {
    for holder in [Holder::ApiKey, Holder::Agent, Holder::Client] {
        let house = house(holder, "read=1/h,write=1/h");
        for route in routes(&house).await.into_iter().filter(Route::needs_token) {
            let shop = house.shop(&format!("shop-{}", route.name().replace(['/', ' ', '{', '}'], ""))).await;
            let (key, session) = shop.tokens().await;
            // An agent's programs are not the agent; all of a client's are the client's.
            let (token, other) = if holder == Holder::Agent { (&session, &key) } else { (&key, &session) };
            let send =
                |token: &str| house.send(with_bearer(route.request("0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f"), token));
            assert_ne!(send(token).await.status, StatusCode::TOO_MANY_REQUESTS, "{holder:?} {}", route.name());
            if route.name() != "POST /api/v1/auth/logout" {
                send(token).await.limited("3600");
            }
            let is_limited = send(other).await.status == StatusCode::TOO_MANY_REQUESTS;
            assert_eq!(is_limited, holder == Holder::Client, "{holder:?} {}", route.name());
        }
    }
}

#[tokio::test]
async fn an_allowance_comes_back_when_it_was_said_to() {
    let house = house(Holder::ApiKey, "read=1/1500ms");
    let shop = house.shop("shop").await;
    assert_eq!(shop.get("/api/v1/me").await.status, StatusCode::OK);
    shop.get("/api/v1/me").await.limited("2");
    house.clock.advance(Duration::from_secs(2));
    assert_eq!(shop.get("/api/v1/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn passwords_are_guessed_slowly_from_one_address_and_for_one_agent() {
    let by_address = house(Holder::Ip, "login=2/h");
    for email in ["ann@shop.test", "bob@shop.test"] {
        let wrong = by_address.sign_in_from(address(1), email).await;
        wrong.problem(StatusCode::UNAUTHORIZED, "wrong_credentials");
    }
    by_address.sign_in_from(address(1), "cid@shop.test").await.limited("1800");
    let elsewhere = by_address.sign_in_from(address(2), "cid@shop.test").await;
    elsewhere.problem(StatusCode::UNAUTHORIZED, "wrong_credentials");

    let by_email = house(Holder::Email, "login=2/h");
    for (number, email) in [(1, "ann@shop.test"), (2, "Ann@Shop.Test ")] {
        let wrong = by_email.sign_in_from(address(number), email).await;
        wrong.problem(StatusCode::UNAUTHORIZED, "wrong_credentials");
    }
    by_email.sign_in_from(address(3), "ann@shop.test").await.limited("1800");
    let other = by_email.sign_in_from(address(3), "bob@shop.test").await;
    other.problem(StatusCode::UNAUTHORIZED, "wrong_credentials");
}

#[tokio::test]
async fn a_stranger_who_guesses_does_not_lock_the_agent_out() {
    let house = house(Holder::EmailIp, "login=2/h");
    for _ in 0..2 {
        let wrong = house.sign_in_from(address(1), "ann@shop.test").await;
        wrong.problem(StatusCode::UNAUTHORIZED, "wrong_credentials");
    }
    house.sign_in_from(address(1), "Ann@Shop.test").await.limited("1800");
    for (number, email) in [(1, "bob@shop.test"), (2, "ann@shop.test")] {
        let wrong = house.sign_in_from(address(number), email).await;
        wrong.problem(StatusCode::UNAUTHORIZED, "wrong_credentials");
    }
}

#[tokio::test]
async fn whoever_signs_its_calls_is_no_stranger() {
    let house = house(Holder::Ip, "call=2/h");
    let shop = house.shop("shop").await;
    shop.connect("100").await;
    for number in 0..20 {
        let answer = house.call_from(address(1), Shop::SECRET, &message(&format!("wamid.{number}"))).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }
    for _ in 0..2 {
        let forged = house.call_from(address(2), "guessed", &message("wamid.x")).await;
        forged.problem(StatusCode::FORBIDDEN, "wrong_signature");
    }
    house.call_from(address(2), "guessed", &message("wamid.x")).await.limited("1800");
    // The hand that signs well and forges is a stranger until it signs well again.
    house.call_from(address(1), "guessed", &message("wamid.x")).await.problem(StatusCode::FORBIDDEN, "wrong_signature");
    assert_eq!(house.call_from(address(1), Shop::SECRET, &message("wamid.y")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_account_that_is_called_too_often_keeps_nothing_and_loses_nothing() {
    let house = house(Holder::Account, "call=1/h");
    let shop = house.shop("shop").await;
    shop.connect("100").await;
    shop.connect("200").await;
    assert_eq!(house.call(Shop::SECRET, &message("wamid.1")).await.status, StatusCode::OK);
    house.call(Shop::SECRET, &message("wamid.2")).await.limited("3600");
    let to_another = json!({ "to": "200", "messages": [{ "id": "wamid.3", "from": "491702", "text": "hello" }] });
    assert_eq!(house.call(Shop::SECRET, &to_another).await.status, StatusCode::OK);
    let count = || async { shop.get("/api/v1/conversations?q=491701").await.json(StatusCode::OK)["items"][0].clone() };
    assert_eq!(count().await["messageCount"], 1);
    house.clock.advance(Duration::from_secs(3600));
    assert_eq!(house.call(Shop::SECRET, &message("wamid.2")).await.status, StatusCode::OK);
    assert_eq!(count().await["messageCount"], 2);
}

/// A request whose body is held back until the sender is used, and what it has sent already.
fn held_back(bytes: usize) -> (oneshot::Sender<()>, Body) {
    let (send, sent) = oneshot::channel::<()>();
    let begun = stream::iter([Ok::<_, Infallible>(Bytes::from(vec![b' '; bytes]))]);
    let end = stream::once(async move {
        let _ = sent.await;
        Ok(Bytes::from_static(b"{\"email\":\"a\",\"password\":\"b\"}"))
    });
    (send, Body::from_stream(begun.chain(end)))
}

fn login(body: Body) -> Request<Body> {
    Request::post("/api/v1/auth/login").header(header::CONTENT_TYPE, "application/json").body(body).unwrap()
}

#[tokio::test]
async fn requests_do_not_pile_up() {
    let house = House::with(|api, login| api.login(login).requests_max(1));
    let shop = house.shop("shop").await;
    let (finish, body) = held_back(0);
    let slow = house.send(login(body));
    let others = async {
        shop.get("/api/v1/me").await.overloaded();
        house.call(Shop::SECRET, &message("wamid.1")).await.overloaded();
        for path in ["/healthz", "/readyz", "/api/docs"] {
            assert_eq!(house.get(path).await.status, StatusCode::OK, "{path}");
        }
        finish.send(()).unwrap();
    };
    let (slow, ()) = tokio::join!(slow, others);
    slow.problem(StatusCode::UNAUTHORIZED, "wrong_credentials");
    assert_eq!(shop.get("/api/v1/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn bodies_take_no_more_memory_than_there_is_for_them() {
    let house = House::with(|api, login| api.login(login).body_bytes_max(10_000));
    let (finish, body) = held_back(6000);
    let slow = house.send(login(body));
    let others = async {
        house.send(login(Body::from(vec![b' '; 5000]))).await.overloaded();
        house.send(login(Body::from("{}"))).await.problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
        finish.send(()).unwrap();
    };
    let (slow, ()) = tokio::join!(slow, others);
    slow.problem(StatusCode::UNAUTHORIZED, "wrong_credentials");
    house.send(login(Body::from(vec![b' '; 5000]))).await.problem(StatusCode::BAD_REQUEST, "malformed");
}
