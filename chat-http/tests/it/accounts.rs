use crate::shop::{Shop, json_request, with_bearer};
use chat_core::{NewAgent, Role, Source};
use http::{Method, StatusCode};
use serde_json::{Value, json};

const LIST: &str = "/api/v1/whatsapp/accounts";

fn new(number: &str) -> Value {
    json!({
        "phoneNumberId": number,
        "businessAccountId": "business-1",
        "displayPhoneNumber": "+49 30 1",
        "accessToken": "EAAG-access-token",
        "appSecret": Shop::SECRET,
        "verifyToken": "verify-me",
    })
}

#[tokio::test]
async fn a_number_is_connected_and_its_secrets_are_kept() {
    let shop = Shop::open().await;
    let connected = shop.post(LIST, &new("100")).await.json(StatusCode::CREATED);
    let expected = json!({
        "id": connected["id"],
        "phoneNumberId": "100",
        "businessAccountId": "business-1",
        "displayPhoneNumber": "+49 30 1",
        "status": "active",
        "pauseReason": null,
        "nextCheckAt": null,
        "throttledUntil": null,
        "quality": null,
        "messagingLimit": null,
        "verifiedName": null,
        "nameStatus": null,
        "notice": null,
        "noticedAt": null,
        "messagesPerSecond": 80,
        "maxMessagesPerSecond": null,
        "sendsReadReceipts": true,
        "createdAt": "2026-01-01T00:00:00.000Z",
        "updatedAt": "2026-01-01T00:00:00.000Z",
        "revision": 2,
    });
    assert_eq!(connected, expected);
    assert_eq!(shop.get(LIST).await.json(StatusCode::OK), json!({ "items": [expected], "nextCursor": null }));
    let path = format!("{LIST}/{}", connected["id"].as_str().unwrap());
    assert_eq!(shop.get(&path).await.json(StatusCode::OK), connected);
}

#[tokio::test]
async fn the_provider_is_asked_for_what_is_missing() {
    let shop = Shop::open().await;
    let id = shop.connect("100").await;
    let account = shop.get(&format!("{LIST}/{id}")).await.json(StatusCode::OK);
    assert_eq!(account["displayPhoneNumber"], "+49 30 901820");
}

#[tokio::test]
async fn credentials_that_do_not_work_pause_the_number_until_they_are_mended() {
    let shop = Shop::open().await;
    let mut body = new("100");
    body["accessToken"] = json!("expired");
    let account = shop.post(LIST, &body).await.json(StatusCode::CREATED);
    assert_eq!(
        (&account["status"], &account["pauseReason"]),
        (&json!("paused"), &json!("the access token has expired (190)"))
    );
    let path = format!("{LIST}/{}", account["id"].as_str().unwrap());
    let mended = json!({ "accessToken": "fresh", "status": "active", "displayPhoneNumber": null });
    let account = shop.patch(&path, &mended).await.json(StatusCode::OK);
    assert_eq!((&account["status"], &account["pauseReason"]), (&json!("active"), &Value::Null));
    let paused = shop.patch(&path, &json!({ "status": "paused" })).await.json(StatusCode::OK);
    assert_eq!(paused["status"], "paused");
}

#[tokio::test]
async fn a_number_is_connected_once_and_can_be_taken_away() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.connect("100").await);
    shop.post(LIST, &new("100")).await.problem(StatusCode::CONFLICT, "conflict");
    assert!(shop.ask(Method::DELETE, &path, None).await.json(StatusCode::NO_CONTENT).is_null());
    shop.get(&path).await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.ask(Method::DELETE, &path, None).await.problem(StatusCode::NOT_FOUND, "not_found");
    assert_eq!(shop.get(LIST).await.json(StatusCode::OK)["items"], json!([]));
    shop.post(LIST, &new("100")).await.json(StatusCode::CREATED);
}

#[tokio::test]
async fn what_does_not_fit_is_named_and_not_repeated() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.connect("100").await);
    let missing = shop.post(LIST, &json!({ "phoneNumberId": "1" })).await;
    assert_eq!(missing.wrong_fields(), ["businessAccountId"]);
    let mut empty = new("");
    empty["appSecret"] = json!("x".repeat(1025));
    assert_eq!(shop.post(LIST, &empty).await.wrong_fields(), ["phoneNumberId", "appSecret"]);
    for (patch, field) in [
        (json!({ "accessToken": 4_815_162_342_u64 }), "accessToken"),
        (json!({ "appSecret": ["4815162342"] }), "appSecret"),
        (json!({ "verifyToken": "" }), "verifyToken"),
        (json!({ "status": "disconnected" }), "status"),
        (json!({ "phoneNumberId": "2" }), "phoneNumberId"),
    ] {
        let answer = shop.patch(&path, &patch).await;
        assert!(!answer.text.contains("4815162342"), "{}", answer.text);
        assert_eq!(answer.wrong_fields(), [field], "{patch}");
    }
}

#[tokio::test]
async fn an_account_of_another_channel_is_none_of_theirs() {
    let shop = Shop::open().await;
    let fax = chat_core::NewAccount {
        source: Source::new("fax").unwrap(),
        address: "100".into(),
        business_id: "business-1".into(),
        display_number: None,
        access_token: "token".into(),
        app_secret: "secret".into(),
        verify_token: "verify".into(),
    };
    let fax = shop.house.chat.sign_in(shop.key()).await.unwrap().connect_account(&fax).await.unwrap();
    let path = format!("{LIST}/{}", fax.id);
    assert_eq!(shop.get(LIST).await.json(StatusCode::OK)["items"], json!([]));
    shop.get(&path).await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.patch(&path, &json!({ "status": "paused" })).await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.ask(Method::DELETE, &path, None).await.problem(StatusCode::NOT_FOUND, "not_found");
}

#[tokio::test]
async fn an_agent_sees_the_numbers_and_does_not_manage_them() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.connect("100").await);
    let new_agent = NewAgent::new("Bob", "bob@shop.test", Role::Agent);
    let (bob, _) = shop.house.login.create_agent(shop.created.client.id, new_agent).await.unwrap();
    let (_, key) = shop.house.login.create_api_key(shop.created.client.id, bob.id, "bob's").await.unwrap();
    let ask = |method, path: &str, body: Value| {
        let request = with_bearer(json_request(method, path, &body), key.expose());
        let house = shop.house.clone();
        async move { house.send(request).await }
    };
    ask(Method::GET, &path, json!(null)).await.json(StatusCode::OK);
    ask(Method::POST, LIST, new("101")).await.problem(StatusCode::FORBIDDEN, "forbidden");
    ask(Method::PATCH, &path, json!({ "status": "paused" })).await.problem(StatusCode::FORBIDDEN, "forbidden");
    ask(Method::DELETE, &path, json!(null)).await.problem(StatusCode::FORBIDDEN, "forbidden");
}

#[tokio::test]
async fn an_owner_may_slow_a_number_down_and_leave_it_to_the_provider_again() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.connect("100").await);
    for (cap, expected, told) in [(20, 20, json!(20)), (500, 80, json!(500)), (0, 80, Value::Null)] {
        let account = shop.patch(&path, &json!({ "maxMessagesPerSecond": cap })).await.json(StatusCode::OK);
        assert_eq!((&account["messagesPerSecond"], &account["maxMessagesPerSecond"]), (&json!(expected), &told));
    }
    for cap in [-1, 1_001] {
        let refused = shop.patch(&path, &json!({ "maxMessagesPerSecond": cap })).await;
        assert_eq!(refused.wrong_fields(), ["maxMessagesPerSecond"]);
    }
}

#[tokio::test]
async fn an_owner_decides_whether_customers_are_told_that_they_were_read() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.connect("100").await);
    for sends in [false, true] {
        let account = shop.patch(&path, &json!({ "sendsReadReceipts": sends })).await.json(StatusCode::OK);
        assert_eq!(account["sendsReadReceipts"], sends);
        assert_eq!(shop.get(&path).await.json(StatusCode::OK)["sendsReadReceipts"], sends);
    }
    let refused = shop.patch(&path, &json!({ "sendsReadReceipts": "no" })).await;
    assert_eq!(refused.wrong_fields(), ["sendsReadReceipts"]);
}
