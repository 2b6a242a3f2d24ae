use crate::shop::Shop;
use http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn a_customer_writes_and_an_agent_answers() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let path = format!("/api/v1/conversations/{conversation}/messages");
    let posted = shop.post(&path, &json!({ "content": "We open at nine." })).await.json(StatusCode::CREATED);
    assert_eq!((posted["status"].as_str(), posted["position"].as_i64()), (Some("queued"), Some(2)));
    let list = shop.get(&path).await.json(StatusCode::OK);
    assert_eq!(list["items"][1]["content"], "Is it open?");
    assert_eq!(list["items"][0], posted);
    assert!(list["nextCursor"].is_null());
}
