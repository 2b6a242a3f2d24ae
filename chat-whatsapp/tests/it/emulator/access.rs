//! What a token is for, how long it is good, and how much may be asked with it.

use crate::stage::Stage;
use reqwest::{Method, StatusCode, header::HeaderMap};
use serde_json::{Value, json};

const HOUR_MS: u64 = 60 * 60 * 1_000;

fn text() -> Value {
    json!({"messaging_product": "whatsapp", "to": "+16505551234", "type": "text", "text": {"body": "hi"}})
}

async fn get(stage: &Stage, path: &str) -> (StatusCode, HeaderMap) {
    let request = stage.client.get(format!("{}/v26.0/{path}", stage.url)).bearer_auth(&stage.account.access_token);
    let answer = request.send().await.unwrap();
    (answer.status(), answer.headers().clone())
}

/// What a header says of usage.
fn usage(headers: &HeaderMap, name: &str) -> Value {
    serde_json::from_str(headers[name].to_str().unwrap()).unwrap()
}

#[tokio::test]
async fn a_token_ends_when_its_time_has_come() {
    let stage = Stage::open().await;
    let token = json!({"accessToken": stage.account.access_token, "expiresInMs": 60_000});
    assert_eq!(stage.control("token", token).await.status, 200);
    assert_eq!(stage.send(text()).await.status, 200);
    let path = format!("debug_token?input_token={}", stage.account.access_token);
    let shown = stage.graph(Method::GET, &path, Value::Null).await.json;
    assert!(shown["data"]["expires_at"].as_i64().unwrap() > 1_700_000_000, "{shown}");

    stage.control("clock", json!({"advanceMs": 60_000})).await;

    assert_eq!(stage.send(text()).await.code(), (401, 190, Some(463)));
    let renewed = stage.control("token", json!({"accessToken": stage.account.access_token})).await;
    assert_eq!(renewed.json["expiresAt"], Value::Null);
    assert_eq!(stage.send(text()).await.status, 200);
    assert_eq!(stage.control("token", json!({"accessToken": "nobody's"})).await.status, 404);
}

#[tokio::test]
async fn a_token_is_good_for_its_scopes_alone() {
    let stage = Stage::open().await;
    let number = stage.account.phone_number_id.clone();
    for (scope, sends, manages) in [
        ("whatsapp_business_messaging", (200, -1, None), (403, 10, None)),
        ("whatsapp_business_management", (403, 10, None), (200, -1, None)),
    ] {
        let token = json!({"accessToken": stage.account.access_token, "scopes": [scope]});
        assert_eq!(stage.control("token", token).await.json["scopes"], json!([scope]));

        assert_eq!(stage.send(text()).await.code(), sends, "{scope}");
        assert_eq!(stage.graph(Method::GET, &number, Value::Null).await.code(), manages, "{scope}");
    }
    let unknown = json!({"accessToken": stage.account.access_token, "scopes": ["email"]});
    assert_eq!(stage.control("token", unknown).await.status, 400);
}

#[tokio::test]
async fn every_answer_tells_how_much_was_used() {
    let stage = Stage::open().await;
    let (number, waba) = (&stage.account.phone_number_id, &stage.account.business_account_id);
    for _ in 0..99 {
        get(&stage, number).await;
    }

    let (_, headers) = get(&stage, waba).await;

    assert_eq!(usage(&headers, "x-app-usage"), json!({"call_count": 2, "total_cputime": 0, "total_time": 0}));
    let of_waba = &usage(&headers, "x-business-use-case-usage")[waba][0];
    assert_eq!((&of_waba["type"], &of_waba["call_count"]), (&json!("whatsapp"), &json!(2)));
    assert_eq!(of_waba["estimated_time_to_regain_access"], 0);
    let answer = stage.client.get(format!("{}/{number}", stage.url)).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    assert!(!answer.headers().contains_key("x-app-usage"), "nobody has asked");
}

#[tokio::test]
async fn an_account_without_a_registered_number_is_asked_200_times_an_hour() {
    let stage = Stage::open().await;
    let (number, waba) = (&stage.account.phone_number_id, &stage.account.business_account_id);
    stage.control("clock", json!({"freeze": true})).await;
    stage.graph(Method::POST, &format!("{number}/deregister"), Value::Null).await;
    for _ in 1..200 {
        assert_eq!(get(&stage, waba).await.0, 200);
    }

    let refused = stage.graph(Method::GET, waba, Value::Null).await;

    assert_eq!(refused.code(), (400, 80_007, None));
    let (_, headers) = get(&stage, number).await;
    assert_eq!(usage(&headers, "x-business-use-case-usage")[waba][0]["estimated_time_to_regain_access"], 60);
    assert_eq!(stage.send(text()).await.code().1, 133_010, "messages are not counted");
    stage.control("clock", json!({"advanceMs": HOUR_MS})).await;
    assert_eq!(get(&stage, waba).await.0, 200);
    stage.control("rules", json!({"rateLimits": false})).await;
    for _ in 0..201 {
        assert_eq!(get(&stage, waba).await.0, 200);
    }
}
