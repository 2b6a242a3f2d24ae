//! The agents' dashboard.

use crate::{
    stage::{Shop, Stage},
    widget::{Street, obey},
};
use e2e::Browser;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Has an agent join the team by an invitation.
async fn hire(stage: &Stage, shop: &Shop, name: &str, email: &str, password: &str) {
    hire_as(stage, shop, "agent", name, email, password).await;
}

async fn hire_as(stage: &Stage, shop: &Shop, role: &str, name: &str, email: &str, password: &str) {
    let asked = json!({ "email": email, "role": role });
    let (status, invitation) = stage.ask(shop, Method::POST, "/api/v1/invitations", Some(asked)).await;
    assert_eq!(status, StatusCode::CREATED, "{invitation}");
    let acceptance = json!({ "token": invitation["token"], "name": name, "password": password });
    let accepted = stage.http.post(format!("{}/api/v1/auth/invitation", stage.server.url())).json(&acceptance);
    accepted.send().await.unwrap().error_for_status().unwrap();
}

#[tokio::test]
async fn an_agent_signs_in_and_answers_from_the_dashboard() {
    const CUSTOMER: &str = "34600000001";
    const TEXT: &str = "¿Está <b>listo</b> & \"a tiempo\"?";
    const EMAIL: &str = "bea@shop.test";
    const PASSWORD: &str = "a password of some length";
    let stage = Stage::open().await;
    let shop = stage.shop(1).await;
    hire(&stage, &shop, "Bea", EMAIL, PASSWORD).await;
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

#[tokio::test]
async fn two_agents_serve_a_customer_on_each_channel_through_reloads_outages_and_a_killed_server() {
    const CUSTOMER: &str = "34600000002";
    const PASSWORD: &str = "a password of some length";
    let mut street = Street::open().await;
    let team = ["Ann", "Bea"].map(|name| (name, format!("{}@shop.test", name.to_lowercase())));
    for (name, email) in &team {
        hire(&street.stage, &street.shop, name, email, PASSWORD).await;
    }
    let team = team.map(|(name, email)| json!({ "name": name, "email": email, "password": PASSWORD }));
    let (_, key) = street.widget("Shop", "floating", &json!({}), &["shop.test"]).await;
    street.prove_domains().await;
    let orders = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let scenario = street
        .scenario("dashboard-team")
        .env("AGENTS", json!(team).to_string())
        .env("KEY", key)
        .env("EMULATOR", street.stage.emulator.url())
        .env("NUMBER", &street.shop.phone_number_id)
        .env("CUSTOMER", CUSTOMER)
        .env("CONTROL", format!("http://{}", orders.local_addr().unwrap()));
    tokio::select! {
        _ = scenario.run() => {}
        () = obey(&orders, &mut street.stage.server) => {}
    }
    let texts = street.stage.texts_at_customers(&street.shop).await;
    let said = ["It is", "And in red, too", "Said without a network", "Said to nobody"];
    assert_eq!(texts, said, "what the customer has: each once, in order");
}

/// Walks every page in one look. With `SCREENSHOTS=FOLDER` it takes a picture of each, and with `ONLY=PATTERN` it visits those alone
/// whose name fits.
async fn look(look: &str) {
    const EMAIL: &str = "ann@shop.test";
    const PASSWORD: &str = "a password of some length";
    let stage = Stage::open().await;
    let shop = stage.shop(1).await;
    hire_as(&stage, &shop, "owner", "Ann Okonkwo", EMAIL, PASSWORD).await;
    Browser::scenario("dashboard-looks")
        .env("URL", stage.server.url())
        .env("EMAIL", EMAIL)
        .env("PASSWORD", PASSWORD)
        .env("EMULATOR", stage.emulator.url())
        .env("NUMBER", &shop.phone_number_id)
        .env("LOOK", look)
        .run()
        .await;
}

#[tokio::test]
async fn every_page_fits_at_every_width_and_is_accessible_in_the_light() {
    look("light").await;
}

#[tokio::test]
async fn every_page_fits_at_every_width_and_is_accessible_in_the_dark() {
    look("dark").await;
}

#[tokio::test]
async fn every_page_fits_at_every_width_and_is_accessible_from_right_to_left() {
    look("rtl").await;
}
