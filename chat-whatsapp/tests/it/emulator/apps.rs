//! Apps: their tokens, their webhooks and their uploads.

use crate::stage::{Receiver, Stage, VERIFY_TOKEN};
use reqwest::Method;
use serde_json::{Value, json};

/// Asks without a token.
async fn get(stage: &Stage, path: &str) -> (u16, Value) {
    let answer = stage.client.get(format!("{}/{path}", stage.url)).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

fn exchange(stage: &Stage, secret: &str, rest: &str) -> String {
    format!("v26.0/oauth/access_token?client_id={}&client_secret={secret}&{rest}", stage.account.app_id)
}

async fn app_token(stage: &Stage) -> String {
    let path = exchange(stage, &stage.account.app_secret, "grant_type=client_credentials");
    get(stage, &path).await.1["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_app_gets_a_token_for_its_secret() {
    let stage = Stage::open().await;
    let token = app_token(&stage).await;
    let (status, wrong) = get(&stage, &exchange(&stage, "wrong", "grant_type=client_credentials")).await;
    assert_eq!((status, wrong["error"]["code"].as_i64()), (400, Some(1)));

    let of_itself = format!("debug_token?input_token={token}");
    let shown = stage.graph(Method::GET, &of_itself, Value::Null).await.json;

    assert_eq!(shown["data"]["type"], "APP");
    let of_account = format!("debug_token?input_token={}", stage.account.access_token);
    let shown = stage.graph_as(&token, Method::GET, &of_account, Value::Null).await.json;
    assert_eq!(shown["data"]["is_valid"], true);
    assert_eq!(shown["data"]["app_id"], stage.account.app_id.as_str());
    assert_eq!(shown["data"]["granular_scopes"][0]["target_ids"], json!([stage.account.business_account_id]));
    let unknown = stage.graph(Method::GET, "debug_token?input_token=nobody", Value::Null).await.json;
    assert_eq!(unknown["data"]["is_valid"], false);
    assert_eq!(stage.graph_as("nobody", Method::GET, &of_itself, Value::Null).await.code().1, 190);
}

#[tokio::test]
async fn a_code_of_the_sign_up_is_exchanged_once_and_soon() {
    let stage = Stage::open().await;
    let sign_up = json!({"appId": stage.account.app_id, "businessAccountId": stage.account.business_account_id});
    let code = async || stage.control("sign_up", sign_up.clone()).await.json["code"].as_str().unwrap().to_owned();
    let path = |code: &str| exchange(&stage, &stage.account.app_secret, &format!("code={code}"));

    let first = code().await;
    let (_, given) = get(&stage, &path(&first)).await;
    let (_, again) = get(&stage, &path(&first)).await;
    let second = code().await;
    stage.control("clock", json!({"advanceMs": 30_000})).await;
    let (_, late) = get(&stage, &path(&second)).await;

    let token = given["access_token"].as_str().unwrap();
    let shown = stage.graph_as(token, Method::GET, &stage.account.phone_number_id, Value::Null).await;
    assert_eq!(shown.status, 200, "{}", shown.json);
    assert_eq!(again["error"]["error_subcode"], 36_009);
    assert_eq!(late["error"]["error_subcode"], 36_007);
    assert_eq!(stage.control("sign_up", json!({"appId": "1", "businessAccountId": "2"})).await.status, 404);
}

#[tokio::test]
async fn an_app_hears_what_it_subscribed_to_where_it_says() {
    let mut stage = Stage::open().await;
    let mut elsewhere = Receiver::start().await;
    let token = app_token(&stage).await;
    let path = format!("{}/subscriptions", stage.account.app_id);
    let with = |url: &str, fields: &str| {
        let query = [
            ("object", "whatsapp_business_account"),
            ("callback_url", url),
            ("verify_token", VERIFY_TOKEN),
            ("fields", fields),
            ("access_token", token.as_str()),
        ];
        let url = reqwest::Url::parse_with_params(&format!("{}/v26.0/{path}", stage.url), query).unwrap();
        // As pywa does: with another token in the header.
        let client = stage.client.clone();
        let other = stage.account.access_token.clone();
        async move {
            let answer = client.post(url).bearer_auth(other).send().await.unwrap();
            answer.json::<Value>().await.unwrap()
        }
    };
    let refused = with(&format!("{}/nowhere", elsewhere.url), "messages").await;
    assert_eq!(refused["error"]["code"], 2_200);
    assert_eq!(with(&elsewhere.url, "user_preferences,messages").await, json!({"success": true}));

    let shown = stage.graph_as(&token, Method::GET, &path, Value::Null).await.json;
    assert_eq!(shown["data"][0]["callback_url"], elsewhere.url.as_str());
    assert_eq!(shown["data"][0]["fields"].as_array().unwrap().len(), 2);
    stage.control(&format!("phone/{}/quality", stage.account.phone_number_id), json!({"quality": "RED"})).await;
    stage.control("inbound", json!({"user": "+16505551234", "text": "hi"})).await;
    assert_eq!(elsewhere.next().await.value()["messages"][0]["text"]["body"], "hi");
    assert!(stage.receiver.is_silent() && elsewhere.is_silent());

    let deleted = stage.graph_as(&token, Method::DELETE, &format!("{path}?fields=messages"), Value::Null).await;
    assert_eq!(deleted.json, json!({"success": true}));
    let shown = stage.graph_as(&token, Method::GET, &path, Value::Null).await.json;
    assert_eq!(shown["data"][0]["fields"][0]["name"], "user_preferences");
    stage.graph_as(&token, Method::DELETE, &path, Value::Null).await;
    assert_eq!(stage.graph_as(&token, Method::GET, &path, Value::Null).await.json, json!({"data": []}));
    let foreign = stage.graph_as(&token, Method::GET, &stage.account.phone_number_id, Value::Null).await;
    assert_eq!(foreign.code(), (400, 100, Some(33)), "an app's own token is for the app");
}

#[tokio::test]
async fn a_file_is_uploaded_in_pieces_and_its_handle_is_a_profile_picture() {
    let stage = Stage::open().await;
    let begin = |kind: &str| format!("{}/uploads?file_name=a.png&file_length=6&file_type={kind}", stage.account.app_id);
    assert_eq!(stage.graph(Method::POST, &begin("text/plain"), Value::Null).await.code().1, 100);
    let session =
        stage.graph(Method::POST, &begin("image/png"), Value::Null).await.json["id"].as_str().unwrap().to_owned();
    assert!(session.starts_with("upload:"));
    let piece = |offset: &str, bytes: &'static str| {
        let request = stage.client.post(format!("{}/v26.0/{session}", stage.url)).header("file_offset", offset);
        let request = request.header("Authorization", format!("OAuth {}", stage.account.access_token)).body(bytes);
        async move { request.send().await.unwrap().json::<Value>().await.unwrap() }
    };

    assert_eq!(piece("0", "abc").await["file_offset"], 3);
    assert_eq!(piece("0", "abc").await["error"]["code"], 100);
    assert_eq!(piece("3", "defg").await["error"]["code"], 100);
    assert_eq!(stage.graph(Method::GET, &session, Value::Null).await.json["file_offset"], 3);
    let handle = piece("3", "def").await["h"].as_str().unwrap().to_owned();

    assert!(handle.starts_with("4::"));
    let path = format!("{}/whatsapp_business_profile", stage.account.phone_number_id);
    let set = json!({"messaging_product": "whatsapp", "profile_picture_handle": handle});
    assert_eq!(stage.graph(Method::POST, &path, set).await.status, 200);
    let profile = stage.graph(Method::GET, &path, Value::Null).await.json;
    assert!(profile["data"][0]["profile_picture_url"].is_string());
}

#[tokio::test]
async fn a_portfolio_shows_its_accounts() {
    let stage = Stage::open().await;
    let owned = format!("{}/owned_whatsapp_business_accounts", stage.account.business_id);
    let clients = format!("{}/client_whatsapp_business_accounts", stage.account.business_id);

    let owned = stage.graph(Method::GET, &owned, Value::Null).await.json;

    assert_eq!(owned["data"][0]["id"], stage.account.business_account_id.as_str());
    assert_eq!(stage.graph(Method::GET, &clients, Value::Null).await.json, json!({"data": []}));
}
