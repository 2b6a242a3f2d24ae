use crate::shop::{House, Shop};
use axum::body::Body;
use chat_core::{Chat, LocalLogin, MemoryStore};
use http::{Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt;

const HOOK: &str = "/webhooks/whatsapp";

fn message(id: &str) -> Value {
    json!({ "to": "100", "messages": [{ "id": id, "from": "491701", "text": "hello" }] })
}

#[tokio::test]
async fn the_challenge_comes_back_bare_for_the_token_of_any_account() {
    let house = House::new();
    house.shop("first").await.connect("100").await;
    house.shop("second").await.connect("200").await;
    let query = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify-token-of-the-shop";
    let answer = house.get(&format!("{HOOK}?{query}")).await;
    assert_eq!((answer.status, &*answer.text), (StatusCode::OK, "1158201444"));
    assert_eq!(answer.headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
    for query in ["hub.mode=subscribe&hub.challenge=1&hub.verify_token=guessed", "hub.challenge=1", ""] {
        let answer = house.get(&format!("{HOOK}?{query}")).await;
        answer.problem(StatusCode::FORBIDDEN, "wrong_verify_token");
    }
}

#[tokio::test]
async fn a_call_that_comes_twice_is_one_message() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    for _ in 0..2 {
        assert_eq!(shop.house.call(Shop::SECRET, &message("wamid.1")).await.status, StatusCode::OK);
    }
    let list = shop.get("/api/v1/conversations").await.json(StatusCode::OK);
    assert_eq!((&list["items"][0]["messageCount"], list["items"].as_array().unwrap().len()), (&json!(1), 1));
}

#[tokio::test]
async fn a_call_without_a_good_signature_is_refused_and_nothing_is_kept() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    let post = |signature: Option<&str>| {
        let mut request = Request::post(HOOK);
        if let Some(signature) = signature {
            request = request.header("X-Hub-Signature-256", signature);
        }
        let request = request.body(Body::from(message("wamid.1").to_string())).unwrap();
        let house = shop.house.clone();
        async move { house.send(request).await }
    };
    let unsigned = post(None).await;
    assert!(unsigned.headers.contains_key(header::WWW_AUTHENTICATE));
    unsigned.problem(StatusCode::UNAUTHORIZED, "unsigned");
    post(Some("md5=1")).await.problem(StatusCode::BAD_REQUEST, "malformed_signature");
    post(Some("sha256=guessed")).await.problem(StatusCode::FORBIDDEN, "wrong_signature");
    assert_eq!(shop.get("/api/v1/conversations").await.json(StatusCode::OK)["items"], json!([]));
}

#[tokio::test]
async fn a_signed_call_that_cannot_be_read_is_taken() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    assert_eq!(shop.house.call(Shop::SECRET, &json!("?")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_call_of_3_mib_is_read_and_a_longer_one_is_not() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    let mut call = message("wamid.1").to_string();
    call.push_str(&" ".repeat(3 * 1_048_576 - call.len()));
    let signed = |body: String| {
        let signature = format!("sha256={}", Shop::SECRET);
        Request::post(HOOK).header("x-hub-signature-256", signature).body(Body::from(body)).unwrap()
    };
    assert_eq!(shop.house.send(signed(call.clone())).await.status, StatusCode::OK);
    call.push(' ');
    shop.house.send(signed(call)).await.problem(StatusCode::PAYLOAD_TOO_LARGE, "too_large");
}

#[tokio::test]
async fn without_the_channel_there_is_nobody_to_call() {
    let store = MemoryStore::default();
    let router = chat_http::router(Chat::builder(store.clone(), LocalLogin::new(store)).build());
    for request in [Request::get(HOOK), Request::post(HOOK)] {
        let answer = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    }
}
