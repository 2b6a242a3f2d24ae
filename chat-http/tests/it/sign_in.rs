use crate::{
    app,
    shop::{Answer, House, Shop, json_request, with_bearer},
};
use axum::body::Body;
use chat_core::{
    Agent, Caller, Changes, Chat, Commit, LocalLogin, LocalSignals, MemoryStore, NewAgent, Role, Signal, Signals,
    TenantScope,
};
use chat_http::Api;
use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use std::{collections::HashSet, net::IpAddr, time::Duration};
use tower::ServiceExt;

const SESSIONS: &str = "/api/v1/me/sessions";
const PASSWORD: &str = "/api/v1/me/password";
const FACTOR: &str = "/api/v1/me/second-factor";
const ANN: &str = "ann@shop.test";

/// Somebody at a browser in which it has signed in.
struct Browser<'a> {
    house: &'a House,
    token: String,
}

impl Browser<'_> {
    async fn ask(&self, method: Method, path: &str, body: &Value) -> Answer {
        self.house.send(with_bearer(json_request(method, path, body), &self.token)).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &Value::Null).await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask(Method::POST, path, body).await
    }

    async fn delete(&self, path: &str) -> Answer {
        self.ask(Method::DELETE, path, &Value::Null).await
    }

    async fn is_in(&self) -> bool {
        self.get("/api/v1/me").await.status == StatusCode::OK
    }

    /// Has an app learn a secret, and tells the secret and the recovery codes.
    async fn enrol(&self) -> (String, Vec<String>) {
        let made = self.post(FACTOR, &json!({ "password": "correct horse" })).await.json(StatusCode::CREATED);
        let secret = made["secret"].as_str().unwrap().to_owned();
        let code = app::code(&secret, self.house.chat.env().now());
        let codes = self.post(&format!("{FACTOR}/confirm"), &json!({ "code": code })).await.json(StatusCode::OK);
        let codes = codes["recoveryCodes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned());
        (secret, codes.collect())
    }
}

impl House {
    async fn browser(&self, email: &str, password: &str) -> Browser<'_> {
        let session = self.sign_in(email, password).await.json(StatusCode::OK);
        Browser { house: self, token: session["token"].as_str().unwrap().to_owned() }
    }

    async fn sign_in_with(&self, code: &str) -> Answer {
        let credentials = json!({ "email": ANN, "password": "correct horse", "code": code });
        self.send(json_request(Method::POST, "/api/v1/auth/login", &credentials)).await
    }

    /// The next code of an app: none is taken twice.
    fn next_code(&self, secret: &str) -> String {
        self.clock.advance(Duration::from_secs(30));
        app::code(secret, self.chat.env().now())
    }
}

#[tokio::test]
async fn sessions_are_listed_with_where_they_began_and_when_they_were_used() {
    let house = House::new();
    house.shop("shop").await;
    let first = house.browser(ANN, "correct horse").await;
    house.clock.advance(Duration::from_secs(600));
    let credentials = json!({ "email": ANN, "password": "correct horse" });
    let mut request = json_request(Method::POST, "/api/v1/auth/login", &credentials);
    request.headers_mut().insert(header::USER_AGENT, "Firefox".parse().unwrap());
    request.extensions_mut().insert(Caller("192.0.2.1".parse::<IpAddr>().unwrap()));
    house.send(request).await.json(StatusCode::OK);

    let list = first.get(SESSIONS).await.json(StatusCode::OK);
    let told = |session: &Value| {
        let fields = ["isCurrent", "device", "address", "createdAt", "lastUsedAt", "expiresAt"];
        fields.map(|field| session[field].clone())
    };
    let sessions: Vec<_> = list["items"].as_array().unwrap().iter().map(told).collect();
    let (then, now) = ("2026-01-01T00:00:00.000Z", "2026-01-01T00:10:00.000Z");
    let second =
        [json!(false), json!("Firefox"), json!("192.0.2.1"), json!(now), json!(now), json!("2026-01-15T00:10:00.000Z")];
    let first = [json!(true), Value::Null, Value::Null, json!(then), json!(now), json!("2026-01-15T00:00:00.000Z")];
    assert_eq!(sessions, [second, first]);
}

#[tokio::test]
async fn a_session_is_ended_from_another_one() {
    let house = House::new();
    house.shop("shop").await;
    let (lost, own) = (house.browser(ANN, "correct horse").await, house.browser(ANN, "correct horse").await);
    let list = own.get(SESSIONS).await.json(StatusCode::OK);
    let others: Vec<_> = list["items"].as_array().unwrap().iter().filter(|it| it["isCurrent"] == false).collect();
    let path = format!("{SESSIONS}/{}", others[0]["id"].as_str().unwrap());
    own.delete(&path).await.json(StatusCode::NO_CONTENT);
    assert!(!lost.is_in().await && own.is_in().await);
    own.delete(&path).await.problem(StatusCode::NOT_FOUND, "not_found");
}

#[tokio::test]
async fn a_colleagues_session_is_not_there() {
    let house = House::new();
    let shop = house.shop("shop").await;
    let new =
        NewAgent { password: Some("battery staple".into()), ..NewAgent::new("Bob", "bob@shop.test", Role::Agent) };
    house.login.create_agent(shop.created.client.id, new).await.unwrap();
    let (ann, bob) =
        (house.browser(ANN, "correct horse").await, house.browser("bob@shop.test", "battery staple").await);
    let list = bob.get(SESSIONS).await.json(StatusCode::OK);
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let path = format!("{SESSIONS}/{}", list["items"][0]["id"].as_str().unwrap());
    ann.delete(&path).await.problem(StatusCode::NOT_FOUND, "not_found");
    assert!(bob.is_in().await);
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let house = House::new();
    house.shop("shop").await;
    let (thief, own) = (house.browser(ANN, "correct horse").await, house.browser(ANN, "correct horse").await);
    for (old, new, field) in
        [("wrong horse", "battery staple", "currentPassword"), ("correct horse", "short", "newPassword")]
    {
        let body = json!({ "currentPassword": old, "newPassword": new });
        assert_eq!(own.post(PASSWORD, &body).await.wrong_fields(), [field]);
    }
    assert!(thief.is_in().await);
    let body = json!({ "currentPassword": "correct horse", "newPassword": "battery staple" });
    own.post(PASSWORD, &body).await.json(StatusCode::NO_CONTENT);
    assert!(!thief.is_in().await && own.is_in().await);
    house.sign_in(ANN, "correct horse").await.problem(StatusCode::UNAUTHORIZED, "wrong_credentials");
    house.browser(ANN, "battery staple").await;
}

#[tokio::test]
async fn a_key_changes_nothing_about_how_its_agent_signs_in() {
    let shop = Shop::open().await;
    for (method, path, body) in [
        (Method::GET, SESSIONS, Value::Null),
        (Method::DELETE, SESSIONS, Value::Null),
        (Method::POST, PASSWORD, json!({ "currentPassword": "correct horse", "newPassword": "battery staple" })),
        (Method::GET, FACTOR, Value::Null),
        (Method::POST, FACTOR, json!({ "password": "correct horse" })),
    ] {
        shop.ask(method, path, Some(&body)).await.problem(StatusCode::FORBIDDEN, "forbidden");
    }
}

#[tokio::test]
async fn sockets_are_told_which_sessions_have_ended() {
    let (store, signals) = (MemoryStore::default(), LocalSignals::default());
    let mut heard = signals.subscribe();
    let login = LocalLogin::new(store.clone());
    let chat = Chat::builder(store, login.clone()).signals(signals).build();
    let router = Api::new(chat.clone()).login(login.clone()).router();
    let shop = login.create_client("Shop", NewAgent::new("Ann", ANN, Role::Owner)).await.unwrap();
    let mut ended = HashSet::new();
    for _ in 0..2 {
        let session = login.sign_in(ANN, &shop.password).await.unwrap();
        ended.insert(chat.sign_in(session.token.expose()).await.unwrap().sign_in().credential.clone());
    }
    let own = login.sign_in(ANN, &shop.password).await.unwrap();
    let request = Request::delete(SESSIONS).body(Body::empty()).unwrap();
    let answer = router.oneshot(with_bearer(request, own.token.expose())).await.unwrap();
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    let mut told = HashSet::new();
    while let Ok(signal) = heard.try_recv() {
        let Signal::SignedOut { client_id, credential } = signal else { panic!("{signal:?}") };
        assert_eq!(client_id, shop.client.id);
        told.insert(credential);
    }
    assert_eq!(told, ended);
}

#[tokio::test]
async fn a_second_factor_is_asked_for_once_its_app_was_seen() {
    let house = House::new();
    house.shop("shop").await;
    let ann = house.browser(ANN, "correct horse").await;
    let wrong = ann.post(FACTOR, &json!({ "password": "wrong horse" })).await;
    assert_eq!(wrong.wrong_fields(), ["password"]);
    let made = ann.post(FACTOR, &json!({ "password": "correct horse" })).await.json(StatusCode::CREATED);
    let secret = made["secret"].as_str().unwrap();
    assert_eq!(made["uri"], format!("otpauth://totp/Chat:ann%40shop%2Etest?secret={secret}&issuer=Chat"));
    house.browser(ANN, "correct horse").await;
    assert_eq!(ann.get(FACTOR).await.json(StatusCode::OK)["isEnabled"], false, "it was never confirmed");

    let (secret, codes) = ann.enrol().await;
    let how = ann.get(FACTOR).await.json(StatusCode::OK);
    assert_eq!(how, json!({ "isEnabled": true, "enabledAt": "2026-01-01T00:00:00.000Z", "recoveryCodesLeft": 10 }));
    let refused = house.sign_in(ANN, "correct horse").await;
    assert!(!refused.headers.contains_key(header::SET_COOKIE));
    refused.problem(StatusCode::UNAUTHORIZED, "second_factor_required");
    house.sign_in(ANN, "wrong horse").await.problem(StatusCode::UNAUTHORIZED, "wrong_credentials");
    house.sign_in_with("000000").await.problem(StatusCode::UNAUTHORIZED, "wrong_code");
    let code = house.next_code(&secret);
    house.sign_in_with(&code).await.json(StatusCode::OK);
    house.sign_in_with(&code).await.problem(StatusCode::UNAUTHORIZED, "wrong_code");
    house.sign_in_with(&codes[0]).await.json(StatusCode::OK);
    house.sign_in_with(&codes[0]).await.problem(StatusCode::UNAUTHORIZED, "wrong_code");
    assert_eq!(ann.get(FACTOR).await.json(StatusCode::OK)["recoveryCodesLeft"], 9);
}

#[tokio::test]
async fn recovery_codes_are_renewed_and_the_factor_ended_with_a_code() {
    let house = House::new();
    house.shop("shop").await;
    let ann = house.browser(ANN, "correct horse").await;
    let (secret, old) = ann.enrol().await;
    let renew = format!("{FACTOR}/recovery-codes");
    assert_eq!(ann.post(&renew, &json!({ "code": "000000" })).await.wrong_fields(), ["code"]);
    let new = ann.post(&renew, &json!({ "code": old[0] })).await.json(StatusCode::OK);
    assert_eq!(new["recoveryCodes"].as_array().unwrap().len(), 10);
    house.sign_in_with(&old[1]).await.problem(StatusCode::UNAUTHORIZED, "wrong_code");
    let disable = format!("{FACTOR}/disable");
    let code = house.next_code(&secret);
    let wrong = ann.post(&disable, &json!({ "password": "wrong horse", "code": code })).await;
    assert_eq!(wrong.wrong_fields(), ["password"]);
    let right = json!({ "password": "correct horse", "code": code });
    ann.post(&disable, &right).await.json(StatusCode::NO_CONTENT);
    house.browser(ANN, "correct horse").await;
    ann.post(&disable, &right).await.problem(StatusCode::CONFLICT, "conflict");
}

#[tokio::test]
async fn codes_are_guessed_slowly() {
    let house = House::new();
    house.shop("shop").await;
    let ann = house.browser(ANN, "correct horse").await;
    let (secret, _) = ann.enrol().await;
    // Two were used for enrolling.
    for _ in 0..8 {
        house.sign_in_with("000000").await.problem(StatusCode::UNAUTHORIZED, "wrong_code");
    }
    let code = house.next_code(&secret);
    house.sign_in_with(&code).await.problem(StatusCode::TOO_MANY_REQUESTS, "rate_limited");
    house.clock.advance(Duration::from_secs(360));
    let code = house.next_code(&secret);
    house.sign_in_with(&code).await.json(StatusCode::OK);
}

#[tokio::test]
async fn an_admin_helps_whoever_has_lost_everything_but_an_owner() {
    let house = House::new();
    let shop = house.shop("shop").await;
    let client = shop.created.client.id;
    let new =
        NewAgent { password: Some("battery staple".into()), ..NewAgent::new("Bob", "bob@shop.test", Role::Admin) };
    let (bob, _) = house.login.create_agent(client, new).await.unwrap();
    let (ann, admin) =
        (house.browser(ANN, "correct horse").await, house.browser("bob@shop.test", "battery staple").await);
    ann.enrol().await;
    let of = |agent: &Agent| format!("/api/v1/agents/{}/second-factor", agent.id);
    admin.delete(&of(&shop.created.owner)).await.problem(StatusCode::FORBIDDEN, "forbidden");
    house.sign_in(ANN, "correct horse").await.problem(StatusCode::UNAUTHORIZED, "second_factor_required");
    ann.delete(&of(&shop.created.owner)).await.json(StatusCode::NO_CONTENT);
    house.browser(ANN, "correct horse").await;
    ann.delete(&of(&bob)).await.json(StatusCode::NO_CONTENT);

    let scope = TenantScope::assume(client);
    let stored = Agent { role: Role::Agent, revision: 1, ..bob.clone() };
    house.store.commit(scope, Changes::none().update(stored)).await.unwrap();
    admin.delete(&of(&bob)).await.problem(StatusCode::FORBIDDEN, "forbidden");
}
