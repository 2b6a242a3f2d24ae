use crate::shop::Shop;
use http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn a_customer_is_told_with_everything_that_identifies_it() {
    let shop = Shop::open().await;
    shop.conversation().await;
    let list = shop.get("/api/v1/customers?q=cleo").await.json(StatusCode::OK);
    let id = list["items"][0]["id"].as_str().unwrap();
    let expected = json!({
        "id": id,
        "clientId": shop.created.client.id,
        "name": "Cleo",
        "createdAt": "2026-01-01T00:00:00.000Z",
        "updatedAt": "2026-01-01T00:00:00.000Z",
    });
    assert_eq!(list, json!({ "items": [expected], "nextCursor": null }));
    let mut detail = shop.get(&format!("/api/v1/customers/{id}")).await.json(StatusCode::OK);
    let identities = detail.as_object_mut().unwrap().remove("identities").unwrap();
    assert_eq!(detail, expected);
    let identity = json!([{
        "id": identities[0]["id"],
        "kind": "whatsapp_phone",
        "value": "491701",
        "createdAt": "2026-01-01T00:00:00.000Z",
    }]);
    assert_eq!(identities, identity);
    assert_eq!(shop.get("/api/v1/customers?q=dora").await.json(StatusCode::OK)["items"], json!([]));
}

#[tokio::test]
async fn the_team_is_listed() {
    let shop = Shop::open().await;
    let owner = &shop.created.owner;
    let expected = json!({
        "id": owner.id,
        "clientId": shop.created.client.id,
        "name": "Ann",
        "email": "ann@shop.test",
        "role": "owner",
        "createdAt": "2026-01-01T00:00:00.000Z",
    });
    let list = shop.get("/api/v1/agents").await.json(StatusCode::OK);
    assert_eq!(list, json!({ "items": [expected], "nextCursor": null }));
}
