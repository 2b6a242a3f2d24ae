//! Which apps hear of a business account, and what objects say of themselves.

use crate::stage::{Receiver, Stage, VERIFY_TOKEN};
use reqwest::Method;
use serde_json::{Value, json};

const ANN: &str = "+16505551234";

#[tokio::test]
async fn an_account_without_a_subscription_delivers_nothing_until_the_app_subscribes() {
    let mut stage = Stage::open_with(|setup| setup.accounts[0].subscribed = false).await;
    let edge = format!("{}/subscribed_apps", stage.account.business_account_id);
    assert_eq!(stage.graph(Method::GET, &edge, Value::Null).await.json, json!({"data": []}));
    stage.control("inbound", json!({"user": ANN, "text": "unheard"})).await;

    assert_eq!(stage.graph(Method::POST, &edge, json!({})).await.json, json!({"success": true}));
    stage.control("inbound", json!({"user": ANN, "text": "heard"})).await;

    let value = stage.receiver.next().await.value();
    assert_eq!(value["messages"][0]["text"]["body"], "heard");
    let apps = stage.graph(Method::GET, &edge, Value::Null).await.json;
    assert_eq!(apps["data"][0]["whatsapp_business_api_data"]["id"], stage.account.app_id.as_str());
    stage.graph(Method::DELETE, &edge, Value::Null).await;
    assert_eq!(stage.graph(Method::GET, &edge, Value::Null).await.json, json!({"data": []}));
}

#[tokio::test]
async fn an_override_is_verified_at_once_and_then_used() {
    let mut stage = Stage::open().await;
    let mut elsewhere = Receiver::start().await;
    let edge = format!("{}/subscribed_apps", stage.account.business_account_id);
    let with = |token: &str| json!({"override_callback_uri": elsewhere.url, "verify_token": token});

    let refused = stage.graph(Method::POST, &edge, with("wrong")).await;
    assert_eq!(refused.code(), (400, 2_200, None));
    let unreachable = json!({"override_callback_uri": "http://127.0.0.1:1/", "verify_token": VERIFY_TOKEN});
    assert_eq!(stage.graph(Method::POST, &edge, unreachable).await.code(), (400, 2_200, None));
    let taken = stage.graph(Method::POST, &edge, with(VERIFY_TOKEN)).await;
    assert_eq!(taken.status, 200, "{}", taken.json);

    stage.control("inbound", json!({"user": ANN, "text": "hi"})).await;
    elsewhere.next().await;
    assert!(stage.receiver.is_silent());
    let apps = stage.graph(Method::GET, &edge, Value::Null).await.json;
    assert_eq!(apps["data"][0]["override_callback_uri"], elsewhere.url.as_str());
}

#[tokio::test]
async fn a_number_of_its_own_url_goes_before_the_account() {
    let mut stage = Stage::open().await;
    let mut own = Receiver::start().await;
    let configuration =
        |url: &str| json!({"webhook_configuration": {"override_callback_uri": url, "verify_token": VERIFY_TOKEN}});
    let phone = stage.account.phone_number_id.clone();

    assert_eq!(stage.graph(Method::POST, &phone, configuration(&own.url)).await.status, 200);
    stage.control("inbound", json!({"user": ANN, "text": "hi"})).await;
    own.next().await;
    let shown = stage.graph(Method::GET, &phone, Value::Null).await.json;
    assert_eq!(shown["webhook_configuration"]["phone_number"], own.url.as_str());
    assert_eq!(stage.graph(Method::POST, &phone, configuration("")).await.status, 200);
    stage.control("inbound", json!({"user": ANN, "text": "hi"})).await;
    stage.receiver.next().await;
}

#[tokio::test]
async fn a_number_shows_the_fields_that_are_asked_for() {
    let stage = Stage::open().await;
    let phone = stage.account.phone_number_id.clone();

    let path = format!("{phone}?fields=display_phone_number,status");
    let asked = stage.graph(Method::GET, &path, Value::Null).await.json;
    let default = stage.graph(Method::GET, &phone, Value::Null).await.json;

    assert_eq!(asked, json!({"id": phone, "display_phone_number": "+1 555-078-3881", "status": "CONNECTED"}));
    assert_eq!(default["verified_name"], "Lucky Shrub");
    assert_eq!(default["status"], Value::Null);
}

#[tokio::test]
async fn an_account_lists_its_own_numbers() {
    let stage = Stage::open().await;
    let mut other = stage.account.clone();
    other.phone_number_id = "2222".to_owned();
    stage.emulator.put_account(&other);
    other.business_account_id = "333".to_owned();
    other.phone_number_id = "3333".to_owned();
    stage.emulator.put_account(&other);

    let path = format!("{}/phone_numbers", stage.account.business_account_id);
    let listed = stage.graph(Method::GET, &path, Value::Null).await.json;

    let ids: Vec<&Value> = listed["data"].as_array().unwrap().iter().map(|phone| &phone["id"]).collect();
    assert_eq!(ids, [stage.account.phone_number_id.as_str(), "2222"]);
    assert_eq!(listed["data"][0]["status"], "CONNECTED");
}

#[tokio::test]
async fn a_path_that_leads_nowhere_is_graphs_error_2500() {
    let stage = Stage::open().await;

    let path = format!("{}/horoscope", stage.account.phone_number_id);
    let answer = stage.graph(Method::GET, &path, Value::Null).await;

    assert_eq!(answer.code(), (400, 2_500, None));
}
