use crate::shop::{Answer, House, Shop, json_request, with_bearer};
use axum::body::Body;
use chat_core::{Chat, LocalLogin, LocalSignals, MemoryStore, NewAgent, Permissions, Role, Signal, Signals};
use chat_http::Api;
use http::{Method, Request, StatusCode, header};
use serde_json::json;
use std::time::Duration;
use tower::ServiceExt;

const LOGIN: &str = "/api/v1/auth/login";
const LOGOUT: &str = "/api/v1/auth/logout";
const ME: &str = "/api/v1/me";
const WEEKS_2_S: u64 = 14 * 24 * 3600;

impl Shop {
    async fn session(&self) -> String {
        let session = self.house.sign_in("ann@shop.test", "correct horse").await.json(StatusCode::OK);
        session["token"].as_str().unwrap().to_owned()
    }

    /// A request that comes with nothing but the session's cookie and the headers given.
    async fn with_cookie(&self, method: Method, path: &str, token: &str, headers: &[(&str, &str)]) -> Answer {
        let cookie = format!("theme=dark; chat_session={token}");
        let mut request = Request::builder().method(method).uri(path).header(header::COOKIE, cookie);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.house.send(request.body(Body::empty()).unwrap()).await
    }

    async fn with_token(&self, method: Method, path: &str, token: &str) -> Answer {
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        self.house.send(with_bearer(request, token)).await
    }
}

#[tokio::test]
async fn an_agent_signs_in_and_asks_who_it_is() {
    let shop = Shop::open().await;
    let session = shop.house.sign_in(" Ann@shop.test ", "correct horse").await.json(StatusCode::OK);
    assert_eq!(session["agent"]["name"], "Ann");
    assert_eq!(session["agent"]["email"], "ann@shop.test");
    assert_eq!(session["expiresAt"], "2026-01-15T00:00:00.000Z");
    let me = shop.with_token(Method::GET, ME, session["token"].as_str().unwrap()).await.json(StatusCode::OK);
    let expected = json!({
        "id": shop.created.owner.id,
        "clientId": shop.created.client.id,
        "name": "Ann",
        "role": "owner",
        "permissions": Permissions::all(),
        "expiresAt": "2026-01-15T00:00:00.000Z",
    });
    assert_eq!(me, expected);
}

#[tokio::test]
async fn an_api_key_does_not_expire() {
    let shop = Shop::open().await;
    let me = shop.get(ME).await.json(StatusCode::OK);
    assert!(me["expiresAt"].is_null());
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let shop = Shop::open().await;
    let wrong = shop.house.sign_in("ann@shop.test", "wrong horse").await;
    assert!(!wrong.headers.contains_key(header::SET_COOKIE));
    assert!(wrong.headers.contains_key(header::WWW_AUTHENTICATE));
    let wrong = wrong.problem(StatusCode::UNAUTHORIZED, "wrong_credentials");
    let unknown = shop.house.sign_in("nobody@shop.test", "correct horse").await;
    assert_eq!(wrong, unknown.problem(StatusCode::UNAUTHORIZED, "wrong_credentials"));
}

#[tokio::test]
async fn credentials_that_cannot_be_right_name_the_field() {
    let house = House::new();
    let long = "x".repeat(257);
    for (body, field) in [
        (json!({ "email": "ann@shop.test" }), "password"),
        (json!({ "email": 7, "password": "x" }), "email"),
        (json!({ "email": "a\0@shop.test", "password": "x" }), "email"),
        (json!({ "email": long, "password": "x" }), "email"),
        (json!({ "email": "ann@shop.test", "password": long }), "password"),
        (json!({ "email": "ann@shop.test", "password": "x", "otp": 1 }), "otp"),
    ] {
        assert_eq!(house.send(json_request(Method::POST, LOGIN, &body)).await.wrong_fields(), [field]);
    }
    let huge = json!({ "email": "x".repeat(8192), "password": "x" });
    house.send(json_request(Method::POST, LOGIN, &huge)).await.problem(StatusCode::PAYLOAD_TOO_LARGE, "too_large");
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let shop = Shop::open().await;
    let answer = shop.house.sign_in("ann@shop.test", "correct horse").await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    let token = answer.json(StatusCode::OK)["token"].as_str().unwrap().to_owned();
    assert_eq!(cookie, format!("chat_session={token}; Path=/; Max-Age={WEEKS_2_S}; HttpOnly; SameSite=Lax"));
    shop.with_cookie(Method::GET, ME, &token, &[]).await.json(StatusCode::OK);
}

#[tokio::test]
async fn the_cookie_is_secure_where_browsers_come_by_https() {
    let house = House::with(|api, login| api.login(login).public_url("https://chat.shop.test/inbox"));
    house.shop("shop").await;
    let answer = house.sign_in("ann@shop.test", "correct horse").await;
    assert!(answer.headers[header::SET_COOKIE].to_str().unwrap().ends_with("; SameSite=Lax; Secure"));
}

#[tokio::test]
async fn a_change_by_cookie_has_to_come_from_a_page_of_ours() {
    let shop = House::with(|api, login| api.login(login).public_url("https://chat.shop.test")).shop("shop").await;
    let refused: [&[(&str, &str)]; 6] = [
        &[],
        &[("origin", "https://evil.test"), ("host", "chat.shop.test")],
        &[("origin", "null"), ("host", "chat.shop.test")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", "https://chat.shop.test")],
        &[("sec-fetch-site", "none")],
    ];
    let taken: [&[(&str, &str)]; 3] = [
        &[("sec-fetch-site", "same-origin")],
        &[("origin", "https://chat.shop.test"), ("host", "inside:3000")],
        &[("origin", "http://localhost:3000"), ("host", "localhost:3000")],
    ];
    let token = shop.session().await;
    for headers in refused {
        let answer = shop.with_cookie(Method::POST, LOGOUT, &token, headers).await;
        answer.problem(StatusCode::FORBIDDEN, "cross_site");
    }
    for headers in taken {
        let token = shop.session().await;
        shop.with_cookie(Method::POST, LOGOUT, &token, headers).await.json(StatusCode::NO_CONTENT);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_clears_the_cookie() {
    let shop = Shop::open().await;
    let token = shop.session().await;
    let answer = shop.with_token(Method::POST, LOGOUT, &token).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    answer.json(StatusCode::NO_CONTENT);
    assert!(cookie.starts_with("chat_session=; Path=/; Max-Age=0;"), "{cookie}");
    for method_path in [(Method::GET, ME), (Method::POST, LOGOUT)] {
        let answer = shop.with_token(method_path.0, method_path.1, &token).await;
        answer.problem(StatusCode::UNAUTHORIZED, "invalid_token");
    }
}

#[tokio::test]
async fn signing_out_tells_the_sockets() {
    let (store, signals) = (MemoryStore::default(), LocalSignals::default());
    let mut heard = signals.subscribe();
    let login = LocalLogin::new(store.clone());
    let chat = Chat::builder(store, login.clone()).signals(signals).build();
    let router = Api::new(chat.clone()).login(login.clone()).router();
    let shop = login.create_client("Shop", NewAgent::new("Ann", "ann@shop.test", Role::Owner)).await.unwrap();
    let session = login.sign_in("ann@shop.test", &shop.password).await.unwrap();
    let credential = chat.sign_in(session.token.expose()).await.unwrap().sign_in().credential.clone();
    let request = Request::post(LOGOUT).body(Body::empty()).unwrap();
    let answer = router.oneshot(with_bearer(request, session.token.expose())).await.unwrap();
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(heard.try_recv().unwrap(), Signal::SignedOut { client_id: shop.client.id, credential });
}

#[tokio::test]
async fn an_api_key_cannot_be_signed_out() {
    let shop = Shop::open().await;
    shop.ask(Method::POST, LOGOUT, None).await.problem(StatusCode::CONFLICT, "no_session");
    shop.get(ME).await.json(StatusCode::OK);
}

#[tokio::test]
async fn an_expired_session_is_told_apart() {
    let shop = Shop::open().await;
    let token = shop.session().await;
    shop.house.clock.advance(Duration::from_secs(WEEKS_2_S));
    let answer = shop.with_token(Method::GET, ME, &token).await;
    assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer realm=\"chat\", error=\"invalid_token\"");
    answer.problem(StatusCode::UNAUTHORIZED, "expired_token");
}

#[tokio::test]
async fn credentials_of_another_kind_do_not_sign_in() {
    let shop = Shop::open().await;
    for value in ["Basic YW5uOng=", "Bearer", "Bearer ", "bearer-token", "\u{fe}"] {
        let value = header::HeaderValue::from_bytes(value.as_bytes()).unwrap();
        let request = Request::get(ME).header(header::AUTHORIZATION, value).body(Body::empty()).unwrap();
        let answer = shop.house.send(request).await;
        assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer realm=\"chat\"");
        answer.problem(StatusCode::UNAUTHORIZED, "unauthenticated");
    }
    shop.with_token(Method::GET, ME, "cs_guessed").await.problem(StatusCode::UNAUTHORIZED, "invalid_token");
}

#[tokio::test]
async fn a_host_with_its_own_login_has_no_routes_for_it_and_takes_no_cookie() {
    let shop = House::with(|api, _| api).shop("shop").await;
    shop.house.sign_in("ann@shop.test", "correct horse").await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.ask(Method::POST, LOGOUT, None).await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.get(ME).await.json(StatusCode::OK);
    let by_cookie = shop.with_cookie(Method::GET, ME, shop.key(), &[]).await;
    by_cookie.problem(StatusCode::UNAUTHORIZED, "unauthenticated");
}

#[tokio::test]
async fn without_an_identity_provider_the_password_is_the_only_way() {
    let house = House::new();
    let ways = house.get("/api/v1/auth/methods").await.json(StatusCode::OK);
    assert_eq!(ways, json!({ "password": true, "oidc": null }));
    for path in ["/api/v1/auth/oidc", "/api/v1/auth/oidc/callback?code=x&state=y"] {
        house.get(path).await.problem(StatusCode::NOT_FOUND, "not_found");
    }
}
