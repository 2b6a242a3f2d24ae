use crate::shop::{House, Shop};
use async_trait::async_trait;
use chat_http::{Part, PartState};
use http::{StatusCode, header};
use serde_json::json;

#[tokio::test]
async fn a_server_without_its_store_lives_and_is_not_ready() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    assert_eq!(shop.house.get("/healthz").await.json(StatusCode::OK), json!({ "status": "ok" }));
    let well = json!([
        { "name": "process", "status": "ok", "detail": null },
        { "name": "store", "status": "ok", "detail": null },
    ]);
    assert_eq!(shop.house.get("/readyz").await.json(StatusCode::OK), json!({ "status": "ok", "parts": well }));
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
    let problem = shop.house.get("/readyz").await.problem(StatusCode::SERVICE_UNAVAILABLE, "stopping");
    assert_eq!(problem["parts"], json!([{ "name": "process", "status": "missing", "detail": "it is about to stop" }]));
    shop.house.get("/healthz").await.json(StatusCode::OK);
    shop.get("/api/v1/me").await.json(StatusCode::OK);
}

/// A part of the host's that is as it is told to be; or keeps everybody waiting.
#[derive(Debug)]
struct Lamp(&'static str, Option<PartState>);

#[async_trait]
impl Part for Lamp {
    fn name(&self) -> &'static str {
        self.0
    }

    async fn state(&self) -> PartState {
        match self.1 {
            Some(state) => state,
            None => std::future::pending().await,
        }
    }
}

#[tokio::test]
async fn each_part_of_the_host_is_told_and_only_one_that_is_missing_makes_the_server_unready() {
    let dim = || Lamp("cellar", Some(PartState::Degraded("the bulb flickers")));
    let house = House::with(|api, _| api.part(Lamp("attic", Some(PartState::Ok))).part(dim()));
    let ready = house.get("/readyz").await.json(StatusCode::OK);
    assert_eq!(ready["status"], "degraded");
    assert_eq!(ready["parts"][2], json!({ "name": "attic", "status": "ok", "detail": null }));
    assert_eq!(ready["parts"][3], json!({ "name": "cellar", "status": "degraded", "detail": "the bulb flickers" }));

    let house = House::with(|api, _| api.part(dim()).part(Lamp("attic", Some(PartState::Missing("it is dark")))));
    let answer = house.get("/readyz").await;
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
    let problem = answer.problem(StatusCode::SERVICE_UNAVAILABLE, "unavailable");
    let states: Vec<_> = problem["parts"].as_array().unwrap().iter().map(|part| &part["status"]).collect();
    assert_eq!(states, ["ok", "ok", "degraded", "missing"]);

    tokio::time::pause();
    let house = House::with(|api, _| api.part(Lamp("attic", None)));
    let problem = house.get("/readyz").await.problem(StatusCode::SERVICE_UNAVAILABLE, "unavailable");
    assert_eq!(problem["parts"][2]["detail"], "it does not answer");
}
