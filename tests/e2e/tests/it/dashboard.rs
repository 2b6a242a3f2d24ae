//! The agents' dashboard.

use crate::stage::Stage;
use e2e::Browser;
use serde_json::{Value, json};

#[tokio::test]
async fn an_agent_signs_in_and_answers_from_the_dashboard() {
    const CUSTOMER: &str = "34600000001";
    const TEXT: &str = "¿Está <b>listo</b> & \"a tiempo\"?";
    const EMAIL: &str = "bea@shop.test";
    const PASSWORD: &str = "a password of some length";
    let stage = Stage::open().await;
    let shop = stage.shop(1).await;
    let client = reqwest::Client::new();
    let asked = client.post(format!("{}/api/v1/invitations", stage.server.url())).bearer_auth(&shop.api_key);
    let invitation = asked.json(&json!({ "email": EMAIL, "role": "agent" })).send().await.unwrap();
    let invitation: Value = invitation.error_for_status().unwrap().json().await.unwrap();
    let acceptance = json!({ "token": invitation["token"], "name": "Bea", "password": PASSWORD });
    let accepted = client.post(format!("{}/api/v1/auth/invitation", stage.server.url())).json(&acceptance);
    accepted.send().await.unwrap().error_for_status().unwrap();
    let order = |what: &str, body: Value| {
        json!({ "url": format!("{}/_emu/{what}", stage.emulator.url()), "body": body }).to_string()
    };

    Browser::scenario("dashboard")
        .env("URL", stage.server.url())
        .env("EMAIL", EMAIL)
        .env("PASSWORD", PASSWORD)
        .env("TEXT", TEXT)
        .env(
            "FIRST_WRITES",
            order("inbound", json!({ "user": CUSTOMER, "phoneNumberId": shop.phone_number_id, "text": TEXT })),
        )
        .env("CUSTOMER_READS", order(&format!("user/{CUSTOMER}/read"), json!({})))
        .run()
        .await;

    let texts = stage.texts_at_customers(&shop).await;
    assert_eq!(texts, ["On its way"], "the customer has the answer once, and never the note");
}
