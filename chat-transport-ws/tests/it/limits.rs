//! What is allowed how often on sockets, and how many there may be.

use std::time::Duration;

use chat_core::{Holder, NewAgent, Quotas, Role};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{self, Message, http::StatusCode};

use crate::office::Office;
use crate::support::within;

const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

async fn office(holder: Holder, quotas: &str) -> Office {
    let mut all = Quotas::none();
    all.read(holder, quotas).unwrap();
    Office::limited(all, 100).await
}

impl Office {
    /// The token of a session of somebody new in the shop.
    async fn newcomer(&self, name: &str) -> String {
        let new = NewAgent::new(name, format!("{name}@agents.test"), Role::Agent);
        let (agent, _) = self.login.create_agent(self.shop.client.id, new).await.unwrap();
        self.login.start_session(agent).await.unwrap().token.expose().to_owned()
    }

    /// Tries to open a connection; the status, and the seconds to wait, when it is not let in.
    async fn turned_away(&self) -> (StatusCode, String) {
        let url = format!("ws://{}/socket.io/?EIO=4&transport=websocket", self.address);
        match within(tokio_tungstenite::connect_async(url)).await {
            Err(tungstenite::Error::Http(answer)) => {
                (answer.status(), answer.headers()["retry-after"].to_str().unwrap().to_owned())
            }
            other => panic!("it was let in: {other:?}"),
        }
    }
}

fn is_limited(answer: &Value) -> bool {
    let is_limited = answer["code"] == "rate_limited";
    assert_eq!(answer["retryAfterMs"].is_u64(), is_limited, "{answer}");
    is_limited
}

#[tokio::test]
async fn what_an_agent_says_has_a_rate_over_all_its_sockets_and_no_others() {
    let office = office(Holder::Agent, "event=2/h").await;
    let (ann, bob) = (office.newcomer("ann").await, office.newcomer("bob").await);
    let (mut tab, mut other_tab) = (office.agent(&ann).await, office.agent(&ann).await);
    assert!(!is_limited(&tab.ask("joinInbox", &[]).await));
    assert!(!is_limited(&other_tab.ask("no such event", &[]).await));
    let limited = tab.ask("joinInbox", &[]).await;
    assert!(is_limited(&limited) && limited["ok"] == false, "{limited}");
    assert!(is_limited(&other_tab.ask("sync", &[json!({ "after": 0 })]).await));
    assert!(!is_limited(&office.agent(&bob).await.ask("joinInbox", &[]).await));
    assert!(!is_limited(&office.agent(office.shop_token()).await.ask("joinInbox", &[]).await));
    office.clock.advance(Duration::from_millis(limited["retryAfterMs"].as_u64().unwrap()));
    assert!(!is_limited(&tab.ask("joinInbox", &[]).await));
}

#[tokio::test]
async fn what_is_said_with_an_api_key_has_a_rate() {
    let office = office(Holder::ApiKey, "event=1/h").await;
    let mut program = office.agent(office.shop_token()).await;
    assert!(!is_limited(&program.ask("joinInbox", &[]).await));
    assert!(is_limited(&program.ask("joinInbox", &[]).await));
    let ann = office.newcomer("ann").await;
    assert!(!is_limited(&office.agent(&ann).await.ask("joinInbox", &[]).await));
}

#[tokio::test]
async fn what_a_client_says_has_a_rate_over_all_its_agents() {
    let office = office(Holder::Client, "event=1/h").await;
    let ann = office.newcomer("ann").await;
    assert!(!is_limited(&office.agent(office.shop_token()).await.ask("joinInbox", &[]).await));
    assert!(is_limited(&office.agent(&ann).await.ask("joinInbox", &[]).await));
    let rival = office.rival.api_key.expose();
    assert!(!is_limited(&office.agent(rival).await.ask("joinInbox", &[]).await));
}

#[tokio::test]
async fn room_changes_have_a_rate_and_other_requests_go_on() {
    let office = office(Holder::ApiKey, "room_change=10/s:20").await;
    let mut agent = office.agent(office.shop_token()).await;
    for _ in 0..20 {
        assert_eq!(agent.ask("joinInbox", &[]).await["ok"], true);
    }
    let refused = agent.ask("joinInbox", &[]).await;
    assert!(is_limited(&refused));
    assert_eq!(agent.ask("sync", &[json!({ "after": 0 })]).await["ok"], true);
    office.clock.advance(Duration::from_millis(refused["retryAfterMs"].as_u64().unwrap()));
    assert_eq!(agent.ask("joinInbox", &[]).await["ok"], true);
    assert!(is_limited(&agent.ask("leaveConversation", &[json!(NOBODY)]).await));
}

#[tokio::test]
async fn an_address_that_opens_connections_too_fast_is_turned_away_before_it_can_sign_in() {
    let office = office(Holder::Ip, "connection=2/h").await;
    let _first = office.agent(office.shop_token()).await;
    let _second = office.knock("40{\"token\":\"wrong\"}").await;
    assert_eq!(office.turned_away().await, (StatusCode::TOO_MANY_REQUESTS, "1800".to_owned()));
    office.clock.advance(Duration::from_secs(1800));
    let _third = office.agent(office.shop_token()).await;
}

#[tokio::test]
async fn a_connection_that_tries_token_after_token_is_told_to_wait() {
    let office = office(Holder::Ip, "connection=2/h").await;
    let mut guesser = office.knock("40{\"token\":\"one\"}").await;
    assert!(guesser.client.text().await.contains("unauthorized"));
    guesser.client.send("40{\"token\":\"two\"}").await;
    assert!(guesser.client.text().await.contains("unauthorized"));
    guesser.client.send("40{\"token\":\"three\"}").await;
    let refused = guesser.client.text().await;
    let refused: Value = serde_json::from_str(refused.strip_prefix("44").unwrap()).unwrap();
    assert_eq!(refused["data"], json!({ "code": "rate_limited", "retryAfterMs": 1_800_000 }));
}

#[tokio::test]
async fn an_address_has_so_many_connections_at_a_time() {
    let office = Office::limited(Quotas::none(), 2).await;
    let (mut first, _second) = (office.agent(office.shop_token()).await, office.agent(office.shop_token()).await);
    assert_eq!(office.turned_away().await, (StatusCode::TOO_MANY_REQUESTS, "5".to_owned()));
    first.client.0.close(None).await.unwrap();
    while let Some(message) = first.client.next().await {
        assert!(!matches!(message, Message::Text(text) if text.starts_with("44")));
    }
    // Its place is free when the last has let go of it, which nobody is told.
    let url = format!("ws://{}/socket.io/?EIO=4&transport=websocket", office.address);
    within(async { while tokio_tungstenite::connect_async(&url).await.is_err() {} }).await;
}
