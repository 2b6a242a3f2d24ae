use crate::shop::Shop;
use http::{StatusCode, header};
use serde_json::json;

#[tokio::test]
async fn a_server_without_its_store_lives_and_is_not_ready() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(shop.house.get(path).await.json(StatusCode::OK), json!({ "status": "ok" }));
    }
    shop.house.store.fail(true);
    shop.house.get("/healthz").await.json(StatusCode::OK);
    let call = json!({ "to": "100", "messages": [{ "id": "wamid.1", "from": "491701", "text": "lost?" }] });
    for answer in [
        shop.house.get("/readyz").await,
        shop.get("/api/v1/me").await,
        shop.house.sign_in("ann@shop.test", "correct horse").await,
        shop.house.call(Shop::SECRET, &call).await,
        shop.house.get("/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=x&hub.challenge=1").await,
    ] {
        assert!(answer.headers.contains_key(header::RETRY_AFTER));
        answer.problem(StatusCode::SERVICE_UNAVAILABLE, "unavailable");
    }
    shop.house.store.fail(false);
    shop.house.get("/readyz").await.json(StatusCode::OK);
}

#[tokio::test]
async fn a_server_that_is_about_to_stop_lives_and_serves_and_is_not_ready() {
    let shop = Shop::open().await;
    shop.house.chat.run_until(std::future::ready(())).await;
    shop.house.get("/readyz").await.problem(StatusCode::SERVICE_UNAVAILABLE, "stopping");
    shop.house.get("/healthz").await.json(StatusCode::OK);
    shop.get("/api/v1/me").await.json(StatusCode::OK);
}
