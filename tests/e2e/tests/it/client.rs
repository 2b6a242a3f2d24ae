//! Our own TypeScript client against the server.

use crate::{
    stage::{Shop, Stage},
    widget::obey,
};
use e2e::{Browser, Program};
use serde_json::json;
use tokio::net::TcpListener;

/// What the host signs its agents' tokens with.
const SECRET: &str = "s8Zq2vXw5yBmE7hKnR4uTpLc9dGfJ3aV";

fn program(name: &'static str, stage: &Stage, shop: &Shop) -> Program {
    Program::of(name)
        .env("URL", stage.server.url())
        .env("TOKEN", &shop.api_key)
        .env("EMULATOR", stage.emulator.url())
        .env("PHONE_NUMBER", &shop.phone_number_id)
}

#[tokio::test]
async fn what_an_agent_writes_arrives_once_though_the_server_is_killed() {
    let mut stage = Stage::open().await;
    let shop = stage.shop(1).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let control = format!("http://{}", listener.local_addr().unwrap());
    let outage = program("outage", &stage, &shop).env("CONTROL", control);
    tokio::select! {
        _ = outage.run() => {}
        () = obey(&listener, &mut stage.server) => {}
    }
}

#[tokio::test]
async fn what_a_client_did_not_hear_it_fetches() {
    let stage = Stage::open().await;
    let shop = stage.shop(1).await;
    program("missed", &stage, &shop).run().await;
}

#[tokio::test]
async fn a_token_that_runs_out_is_asked_for_again() {
    let stage = Stage::open_with(|launch| launch.env("CHAT_JWT_SECRET", SECRET)).await;
    let shop = stage.shop(1).await;
    program("expiry", &stage, &shop).env("SECRET", SECRET).run().await;
}

#[tokio::test]
async fn what_the_guide_says_of_the_plain_client_works() {
    let stage = Stage::open().await;
    let shop = stage.shop(1).await;
    program("plain", &stage, &shop).run().await;
}

#[tokio::test]
async fn it_needs_no_page_and_works_in_a_worker() {
    const TEXT: &str = "are you there?";
    const ANSWER: &str = "yes, in a worker";
    let stage = Stage::open().await;
    let shop = stage.shop(1).await;
    let written = json!({ "user": "34600000003", "phoneNumberId": shop.phone_number_id, "text": TEXT });
    let inbound = json!({ "url": format!("{}/_emu/inbound", stage.emulator.url()), "body": written });
    Browser::scenario("client-worker")
        .env("URL", stage.server.url())
        .env("TOKEN", &shop.api_key)
        .env("TEXT", TEXT)
        .env("ANSWER", ANSWER)
        .env("FIRST_WRITES", inbound.to_string())
        .run()
        .await;

    assert_eq!(stage.texts_at_customers(&shop).await, [ANSWER], "the customer has the answer once");
}
