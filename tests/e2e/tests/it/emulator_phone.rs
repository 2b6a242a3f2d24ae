//! The emulator's page that plays a customer's phone.

use e2e::{Browser, Launch, Server};

#[tokio::test]
async fn a_customers_phone_is_played_in_the_browser() {
    let emulator = Server::start(Launch::whatsapp_emulator()).await;

    Browser::scenario("emulator-phone").env("URL", emulator.url()).run().await;
}
