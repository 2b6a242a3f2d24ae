//! One name leads from a request to what it ordered, and into the log.

use crate::{
    database_down::gated,
    postgres::Database,
    stage::{Shop, Stage},
};
use e2e::RedisServer;
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{sleep, timeout};

const CUSTOMER: &str = "+15550199";
const NAME: &str = "order-4711";

/// A conversation that a customer has begun.
async fn conversation(stage: &Stage, shop: &Shop) -> String {
    let agent = stage.socket(shop).await;
    agent.ask("joinInbox", []).await;
    stage.customer_writes(shop, CUSTOMER, "hello").await;
    agent.next_event("message").await[0]["conversationId"].as_str().expect("an id").to_owned()
}

async fn correlation_of(stage: &Stage, shop: &Shop, message: &Value) -> String {
    let id = message["id"].as_str().expect("an id");
    let deliveries = stage.get(shop, &format!("/api/v1/messages/{id}/deliveries")).await;
    deliveries["items"][0]["correlationId"].as_str().unwrap_or_else(|| panic!("{deliveries}")).to_owned()
}

/// The objects that the server has logged.
fn logged(stage: &Stage) -> Vec<Value> {
    let output = stage.server.output();
    output.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[tokio::test]
async fn a_request_is_found_again_in_its_answer_its_delivery_and_the_log() {
    let stage = Stage::open_with(|launch| launch.env("CHAT_LOG_FORMAT", "json")).await;
    let shop = stage.shop(1).await;
    let conversation = conversation(&stage, &shop).await;
    let url = format!("{}/api/v1/conversations/{conversation}/messages", stage.url());

    stage.emulate("faults", json!({ "kind": "graph", "route": "messages", "code": 131_026 })).await;
    let request = stage.http.post(&url).bearer_auth(&shop.api_key).header("x-request-id", NAME);
    let answer = request.json(&json!({ "content": "Hello!" })).send().await.expect("an answer");
    assert_eq!((answer.status(), answer.headers()["x-request-id"].to_str().unwrap()), (StatusCode::CREATED, NAME));
    let message: Value = answer.json().await.expect("JSON");
    assert_eq!(correlation_of(&stage, &shop, &message).await, NAME);
    let line = |line: &str| line.contains("a delivery was not taken").then(|| line.to_owned());
    let line: Value = serde_json::from_str(&stage.server.line("the failure", line).await).expect("JSON");
    assert_eq!((&line["span"]["request.id"], &line["fault.code"]), (&json!(NAME), &json!("131026")), "{line}");
    assert_eq!(line["level"], "WARN");

    let agent = stage.socket(&shop).await;
    let draft = json!({ "conversationId": conversation, "content": "Hello again!" });
    let sent = agent.ask("sendMessage", [draft]).await;
    let name = correlation_of(&stage, &shop, &sent["message"]).await;
    assert!(name.len() == 36 && name != NAME, "{name}");
    let refused = agent.ask("joinConversation", [json!("nobody")]).await;
    assert!(refused["requestId"].as_str().is_some_and(|id| id.len() == 36 && id != name), "{refused}");
    assert!(!logged(&stage).is_empty());
}

#[tokio::test]
async fn what_is_missing_is_told_part_by_part_and_logged_by_the_name_of_whom_it_hit() {
    let (database, mut redis) = (Database::create().await, RedisServer::start().await);
    let (gate, url) = gated(&database.url()).await;
    let stage = Stage::open_with(|launch| {
        let launch = launch.env("CHAT_DATABASE_URL", url).env("CHAT_REDIS_URL", redis.url());
        launch.env("CHAT_LOG_FORMAT", "json")
    });
    let stage = stage.await;
    let shop = stage.shop(1).await;
    let ready = async || {
        let answer = stage.http.get(format!("{}/readyz", stage.url())).send().await.expect("an answer");
        (answer.status(), answer.json::<Value>().await.expect("JSON"))
    };
    let until = async |status: StatusCode, part: &str, state: &str| {
        let is_so = async {
            loop {
                let (answered, body) = ready().await;
                let parts = body["parts"].as_array().unwrap_or_else(|| panic!("{body}"));
                let found = parts.iter().find(|it| it["name"] == part).unwrap_or_else(|| panic!("{body}"));
                if answered == status && found["status"] == state {
                    return (found["detail"].clone(), body["status"].clone());
                }
                sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(e2e::GUARD, is_so).await.unwrap_or_else(|_| panic!("{part} is not {state}"))
    };
    until(StatusCode::OK, "redis", "ok").await;
    redis.stop().await;
    let (detail, status) = until(StatusCode::OK, "redis", "degraded").await;
    assert!(detail.as_str().unwrap().contains("Redis does not answer") && status == "degraded", "{detail}");
    redis.start_again().await;
    assert_eq!(until(StatusCode::OK, "redis", "ok").await.1, "ok");

    gate.shut();
    until(StatusCode::SERVICE_UNAVAILABLE, "store", "missing").await;
    let (detail, _) = until(StatusCode::SERVICE_UNAVAILABLE, "migrations", "missing").await;
    assert!(!detail.as_str().unwrap().is_empty());
    let asked = stage.http.get(format!("{}/api/v1/conversations", stage.url())).bearer_auth(&shop.api_key);
    let answer = asked.header("x-request-id", NAME).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    let problem: Value = answer.json().await.expect("JSON");
    assert_eq!(problem["requestId"], NAME, "{problem}");
    let named: Vec<_> = logged(&stage).into_iter().filter(|line| line["span"]["request.id"] == NAME).collect();
    assert_eq!(named.len(), 1, "one line for one failure: {named:?}");
    assert_eq!(named[0]["level"], "ERROR");
    gate.open();
    until(StatusCode::OK, "store", "ok").await;
}
