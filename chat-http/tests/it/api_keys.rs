use crate::shop::{Answer, House, Shop, json_request, with_bearer};
use chat_core::{NewAgent, Role};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;

const KEYS: &str = "/api/v1/api-keys";

impl House {
    async fn ask_as(&self, token: &str, method: Method, path: &str, body: &Value) -> Answer {
        self.send(with_bearer(json_request(method, path, body), token)).await
    }

    async fn make_key(&self, session: &str, new: &Value) -> (String, String) {
        let made = self.ask_as(session, Method::POST, KEYS, new).await.json(StatusCode::CREATED);
        let text = |field: &str| made[field].as_str().unwrap().to_owned();
        (text("id"), text("token"))
    }
}

#[tokio::test]
async fn a_key_is_told_once_and_listed_without_its_token() {
    let shop = Shop::open().await;
    let (_, session) = shop.tokens().await;
    let new = json!({
        "name": " Export ",
        "scopes": ["conversations.reply", "conversations.read"],
        "expiresAt": "2026-02-01T00:00:00Z",
    });
    let made = shop.house.ask_as(&session, Method::POST, KEYS, &new).await.json(StatusCode::CREATED);
    let mut listed = made.clone();
    let token = listed.as_object_mut().unwrap().remove("token").unwrap();
    assert!(token.as_str().unwrap().starts_with("ck_"));
    let expected = json!({
        "id": made["id"],
        "agentId": shop.created.owner.id,
        "name": "Export",
        "scopes": ["conversations.read", "conversations.reply"],
        "createdAt": "2026-01-01T00:00:00.000Z",
        "lastUsedAt": null,
        "expiresAt": "2026-02-01T00:00:00.000Z",
    });
    assert_eq!(listed, expected);
    let list = shop.house.ask_as(&session, Method::GET, KEYS, &Value::Null).await.json(StatusCode::OK);
    assert_eq!(list["items"].as_array().unwrap()[1], listed);
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_key_that_cannot_be_made_names_the_fields() {
    let shop = Shop::open().await;
    let (key, session) = shop.tokens().await;
    for (new, fields) in [
        (json!({}), &["name"][..]),
        (json!({ "name": " " }), &["name"]),
        (json!({ "name": "x".repeat(257), "scopes": [] }), &["name", "scopes"]),
        (json!({ "name": "Export", "expiresAt": "2026-01-01T00:00:00Z" }), &["expiresAt"]),
        (json!({ "name": "Export", "scopes": ["conversations.burn"] }), &["scopes"]),
    ] {
        assert_eq!(shop.house.ask_as(&session, Method::POST, KEYS, &new).await.wrong_fields(), fields, "{new}");
    }
    let new = json!({ "name": "Export" });
    let by_key = shop.house.ask_as(&key, Method::POST, KEYS, &new).await;
    by_key.problem(StatusCode::FORBIDDEN, "forbidden");
}

#[tokio::test]
async fn a_key_does_no_more_than_its_scopes_and_its_agent() {
    let shop = Shop::open().await;
    let house = &shop.house;
    let conversation = shop.conversation().await;
    let (_, session) = shop.tokens().await;
    let (_, reader) = house.make_key(&session, &json!({ "name": "Reader", "scopes": ["conversations.read"] })).await;
    let messages = format!("/api/v1/conversations/{conversation}/messages");
    house.ask_as(&reader, Method::GET, &messages, &Value::Null).await.json(StatusCode::OK);
    let reply = json!({ "content": "Yes" });
    house.ask_as(&reader, Method::POST, &messages, &reply).await.problem(StatusCode::FORBIDDEN, "forbidden");
    for path in ["/api/v1/widgets", "/api/v1/whatsapp/accounts", "/api/v1/admin/realtime", KEYS] {
        house.ask_as(&reader, Method::GET, path, &Value::Null).await.problem(StatusCode::FORBIDDEN, "forbidden");
    }

    let viewer =
        NewAgent { password: Some("battery staple".into()), ..NewAgent::new("Vic", "vic@shop.test", Role::Viewer) };
    house.login.create_agent(shop.created.client.id, viewer).await.unwrap();
    let session = house.sign_in("vic@shop.test", "battery staple").await.json(StatusCode::OK);
    let session = session["token"].as_str().unwrap();
    let (_, hopeful) = house.make_key(session, &json!({ "name": "All", "scopes": ["conversations.reply"] })).await;
    for token in [session, &hopeful] {
        house.ask_as(token, Method::POST, &messages, &reply).await.problem(StatusCode::FORBIDDEN, "forbidden");
    }
}

#[tokio::test]
async fn a_key_works_until_it_expires_and_tells_when_it_was_used() {
    let shop = Shop::open().await;
    let house = &shop.house;
    let (_, session) = shop.tokens().await;
    let new = json!({ "name": "Export", "expiresAt": "2026-01-01T01:00:00Z" });
    let (id, key) = house.make_key(&session, &new).await;
    let used = async || {
        let list = house.ask_as(&session, Method::GET, KEYS, &Value::Null).await.json(StatusCode::OK);
        let keys = list["items"].as_array().unwrap().iter();
        keys.clone().find(|it| it["id"] == *id).unwrap()["lastUsedAt"].clone()
    };
    let me = house.ask_as(&key, Method::GET, "/api/v1/me", &Value::Null).await.json(StatusCode::OK);
    assert_eq!(me["expiresAt"], "2026-01-01T01:00:00.000Z");
    assert_eq!(used().await, "2026-01-01T00:00:00.000Z");
    for (minutes, noted) in [(9, "2026-01-01T00:00:00.000Z"), (1, "2026-01-01T00:10:00.000Z")] {
        house.clock.advance(Duration::from_secs(60 * minutes));
        house.ask_as(&key, Method::GET, "/api/v1/me", &Value::Null).await.json(StatusCode::OK);
        assert_eq!(used().await, noted);
    }
    house.clock.advance(Duration::from_secs(3000));
    let over = house.ask_as(&key, Method::GET, "/api/v1/me", &Value::Null).await;
    over.problem(StatusCode::UNAUTHORIZED, "expired_token");
}

#[tokio::test]
async fn a_key_is_taken_back_by_its_agent_and_by_whoever_manages_the_team() {
    let shop = Shop::open().await;
    let house = &shop.house;
    let (_, owner) = shop.tokens().await;
    let new =
        NewAgent { password: Some("battery staple".into()), ..NewAgent::new("Bob", "bob@shop.test", Role::Agent) };
    house.login.create_agent(shop.created.client.id, new).await.unwrap();
    let bob = house.sign_in("bob@shop.test", "battery staple").await.json(StatusCode::OK);
    let bob = bob["token"].as_str().unwrap();
    let (own, own_key) = house.make_key(bob, &json!({ "name": "One" })).await;
    let (other, other_key) = house.make_key(bob, &json!({ "name": "Two" })).await;
    let (owners, _) = house.make_key(&owner, &json!({ "name": "Three" })).await;
    let list = house.ask_as(bob, Method::GET, KEYS, &Value::Null).await.json(StatusCode::OK);
    assert_eq!(list["items"].as_array().unwrap().len(), 2, "those of the owner are the owner's");
    let revoke =
        async |token: &str, id: &str| house.ask_as(token, Method::DELETE, &format!("{KEYS}/{id}"), &Value::Null).await;
    revoke(bob, &owners).await.problem(StatusCode::NOT_FOUND, "not_found");
    revoke(bob, &own).await.json(StatusCode::NO_CONTENT);
    revoke(&owner, &other).await.json(StatusCode::NO_CONTENT);
    for key in [own_key, other_key] {
        let gone = house.ask_as(&key, Method::GET, "/api/v1/me", &Value::Null).await;
        gone.problem(StatusCode::UNAUTHORIZED, "invalid_token");
    }
    revoke(bob, &own).await.problem(StatusCode::NOT_FOUND, "not_found");
}
