//! The test page and what it is made of.

use crate::{
    frame::{Page, draft},
    stage::Stage,
};
use e2e::Browser;
use serde_json::{Value, json};
use std::{fs, path::Path};

#[test]
fn the_client_of_the_page_is_the_one_that_npm_has() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("node/node_modules/socket.io-client");
    let read = |file: &str| {
        fs::read_to_string(package.join(file)).expect("the packages are there; if not, run: cargo xtask test")
    };

    assert_eq!(whatsapp_test_page::CLIENT, read("dist/socket.io.min.js"));
    assert_eq!(whatsapp_test_page::CLIENT_LICENCE, read("LICENSE"));
}

#[tokio::test]
async fn an_agent_reads_and_answers_in_a_browser() {
    const CUSTOMER: &str = "34600000001";
    const TEXT: &str = "¿Está <b>listo</b> & \"a tiempo\"? 🚲";
    const VISITOR_TEXT: &str = "Do you have a picture?";
    let stage = Stage::open_with(|launch| launch.args(["--development"])).await;
    let shop = stage.shop(1).await;
    let page = Page::of(&stage, &shop).await;
    let (visitor, _) = page.session(&stage.url(), None).await.visitor(&stage.url()).await;
    assert_eq!(visitor.ask("sendMessage", [draft("v-1", VISITOR_TEXT)]).await["ok"], true);
    let order = |what: &str, body: Value| {
        json!({ "url": format!("{}/_emu/{what}", stage.emulator.url()), "body": body }).to_string()
    };

    Browser::scenario("test-page")
        .env("URL", stage.server.url())
        .env("TOKEN", &shop.api_key)
        .env("TEXT", TEXT)
        .env("VISITOR_TEXT", VISITOR_TEXT)
        .env(
            "FIRST_WRITES",
            order("inbound", json!({ "user": CUSTOMER, "phoneNumberId": shop.phone_number_id, "text": TEXT })),
        )
        .env("CUSTOMER_READS", order(&format!("user/{CUSTOMER}/read"), json!({})))
        .env("NEXT_FAILS", order("faults", json!({ "kind": "failLater", "code": 131_026, "recipient": CUSTOMER })))
        .run()
        .await;

    let texts = stage.texts_at_customers(&shop).await;
    assert_eq!(texts.iter().filter(|text| *text == "On its way").count(), 1, "{texts:?}");
}
