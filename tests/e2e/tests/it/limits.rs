//! What each may do, as the assembled server holds it, at its front door.

use crate::{stage::Stage, webhook::Webhook};
use e2e::{Connect, Launch, NpmClient, Seen, Server};
use reqwest::{Response, StatusCode, header::RETRY_AFTER};
use serde_json::{Value, json};

/// A server with one setting of its own.
async fn with(variable: &str, value: &str) -> Stage {
    Stage::open_with(|launch| launch.env(variable, value)).await
}

impl Stage {
    /// Asks who it is, as somebody at an address behind a proxy on this machine.
    async fn me(&self, token: &str, from: &str) -> Response {
        let request = self.http.get(format!("{}/api/v1/me", self.server.url())).bearer_auth(token);
        request.header("x-forwarded-for", from).send().await.expect("the server answers")
    }

    async fn sign_in(&self, email: &str, from: &str) -> Response {
        let credentials = json!({ "email": email, "password": "guessed and guessed" });
        let request = self.http.post(format!("{}/api/v1/auth/login", self.server.url())).json(&credentials);
        request.header("x-forwarded-for", from).send().await.expect("the server answers")
    }
}

/// A client's owner, who can come in by an API key and by password.
struct Owner {
    api_key: String,
    password: String,
}

impl Owner {
    const EMAIL: &str = "ann@firm.test";

    async fn of(stage: &Stage) -> Self {
        let create = ["admin", "create-client", "--name", "Firm", "--owner-email", Self::EMAIL, "--json"];
        let created: Value = serde_json::from_str(&stage.server.run(create).await).expect("JSON was asked for");
        let text = |field: &str| created[field].as_str().expect("it is there").to_owned();
        Self { api_key: text("apiKey"), password: text("ownerPassword") }
    }

    /// The token of a new session.
    async fn session(&self, stage: &Stage) -> String {
        let url = format!("{}/api/v1/auth/login", stage.server.url());
        let credentials = json!({ "email": Self::EMAIL, "password": self.password });
        let answer = stage.http.post(url).json(&credentials).send().await.expect("the server answers");
        let session: Value = answer.json().await.expect("JSON");
        session["token"].as_str().expect("a token").to_owned()
    }
}

/// A problem that tells when to come again.
async fn is_limited(answer: Response, seconds: &str) {
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.headers()[RETRY_AFTER], seconds);
    let problem: Value = answer.json().await.expect("JSON");
    assert_eq!(problem["code"], "rate_limited", "{problem}");
}

#[tokio::test]
async fn an_address_behind_a_proxy_has_an_allowance_of_its_own() {
    let stage = with("CHAT_LIMIT_IP", "read=2/h").await;
    for _ in 0..2 {
        assert_eq!(stage.me("guessed", "198.51.100.1").await.status(), StatusCode::UNAUTHORIZED);
    }
    is_limited(stage.me("guessed", "198.51.100.1").await, "1800").await;
    // What the caller itself has written before is not believed.
    is_limited(stage.me("guessed", "203.0.113.9, 198.51.100.1").await, "1800").await;
    assert_eq!(stage.me("guessed", "198.51.100.2").await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn who_is_no_proxy_is_not_believed_where_it_comes_from() {
    let set = |launch: Launch| launch.env("CHAT_LIMIT_IP", "read=2/h").env("CHAT_TRUSTED_PROXIES", "none");
    let stage = Stage::open_with(set).await;
    for from in ["198.51.100.1", "198.51.100.2"] {
        assert_eq!(stage.me("guessed", from).await.status(), StatusCode::UNAUTHORIZED);
    }
    is_limited(stage.me("guessed", "198.51.100.3").await, "1800").await;
}

#[tokio::test]
async fn an_api_key_has_an_allowance_and_a_client_has_one_for_all_of_them() {
    for (variable, is_shared) in [("CHAT_LIMIT_API_KEY", false), ("CHAT_LIMIT_CLIENT", true)] {
        let stage = with(variable, "read=1/h").await;
        let owner = Owner::of(&stage).await;
        assert_eq!(stage.me(&owner.api_key, "198.51.100.1").await.status(), StatusCode::OK);
        is_limited(stage.me(&owner.api_key, "198.51.100.2").await, "3600").await;
        let answer = stage.me(&owner.session(&stage).await, "198.51.100.1").await;
        if is_shared {
            is_limited(answer, "3600").await;
        } else {
            assert_eq!(answer.status(), StatusCode::OK);
        }
    }
}

#[tokio::test]
async fn an_agent_has_one_allowance_for_all_its_sessions() {
    let stage = with("CHAT_LIMIT_AGENT", "read=1/h").await;
    let owner = Owner::of(&stage).await;
    let (first, second) = (owner.session(&stage).await, owner.session(&stage).await);
    assert_eq!(stage.me(&first, "198.51.100.1").await.status(), StatusCode::OK);
    is_limited(stage.me(&second, "198.51.100.2").await, "3600").await;
}

#[tokio::test]
async fn passwords_are_guessed_slowly() {
    let stage = with("CHAT_LIMIT_EMAIL", "2/h").await;
    for from in ["198.51.100.1", "198.51.100.2"] {
        assert_eq!(stage.sign_in("ann@shop.test", from).await.status(), StatusCode::UNAUTHORIZED);
    }
    is_limited(stage.sign_in("ann@shop.test", "198.51.100.3").await, "1800").await;
    assert_eq!(stage.sign_in("bob@shop.test", "198.51.100.3").await.status(), StatusCode::UNAUTHORIZED);

    let stage = with("CHAT_LIMIT_IP", "login=1/h").await;
    assert_eq!(stage.sign_in("ann@shop.test", "198.51.100.1").await.status(), StatusCode::UNAUTHORIZED);
    is_limited(stage.sign_in("bob@shop.test", "198.51.100.1").await, "3600").await;
}

#[tokio::test]
async fn an_account_that_is_called_too_often_is_called_again_and_loses_nothing() {
    let stage = with("CHAT_LIMIT_ACCOUNT", "1/2s").await;
    let shop = stage.shop(1).await;
    let call = |id: &str| Webhook::text(&shop, id, "15550199", "hello");
    let url = stage.server.url();
    assert_eq!(call("wamid.1").call(&stage.http, &url).await.status(), StatusCode::OK);
    let refused = call("wamid.2").call(&stage.http, &url).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers().contains_key(RETRY_AFTER));
    while call("wamid.2").call(&stage.http, &url).await.status() != StatusCode::OK {}
    let list = stage.get(&shop, "/api/v1/conversations").await;
    assert_eq!(list["items"][0]["messageCount"], 2, "{list}");
}

#[tokio::test]
async fn what_is_said_on_sockets_has_an_allowance() {
    let stage = with("CHAT_LIMIT_API_KEY", "event=2/h,room_change=1/h").await;
    let owner = Owner::of(&stage).await;
    let agent = NpmClient::connect(socket(&stage.server, &owner)).await;
    assert_eq!(agent.ask("joinInbox", []).await["ok"], true);
    let answer = agent.ask("joinWhatsAppGeneral", []).await;
    assert_eq!((&answer["ok"], &answer["code"]), (&json!(false), &json!("rate_limited")), "{answer}");
    let answer = agent.ask("sync", [json!({ "after": 0 })]).await;
    assert_eq!(answer["code"], "rate_limited", "{answer}");
    let wait = answer["retryAfterMs"].as_u64().expect("a number");
    assert!((1_700_000..=1_800_000).contains(&wait), "{wait}");
}

#[tokio::test]
async fn an_address_with_too_many_sockets_waits_until_one_is_gone() {
    let stage = with("CHAT_LIMIT_SOCKETS_PER_IP", "1").await;
    let owner = Owner::of(&stage).await;
    let first = NpmClient::connect(socket(&stage.server, &owner)).await;
    let second = NpmClient::open(socket(&stage.server, &owner)).await;
    let turned_away = |seen: &Seen| matches!(seen, Seen::ConnectError { will_retry: true, .. });
    second.wait_for("being turned away for now", turned_away).await;
    first.disconnect().await;
    second.connected().await;
}

#[tokio::test]
async fn processes_share_an_allowance_by_redis() {
    let redis = std::env::var("CHAT_TEST_REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379".into());
    let database = crate::postgres::Database::create().await;
    let prefix = format!("chat-e2e-limits-{}", std::process::id());
    let shared = |launch: Launch| {
        let launch =
            launch.env("CHAT_DATABASE_URL", database.url()).env("CHAT_SECRET", "a secret that both of them know");
        launch.env("CHAT_REDIS_URL", &redis).env("CHAT_REDIS_PREFIX", &prefix).env("CHAT_LIMIT_API_KEY", "read=1/h")
    };
    let stage = Stage::open_with(shared).await;
    let second = Server::start(shared(Launch::chat_server()).env("CHAT_GRAPH_URL", stage.emulator.url())).await;
    let owner = Owner::of(&stage).await;
    assert_eq!(stage.me(&owner.api_key, "198.51.100.1").await.status(), StatusCode::OK);
    let there = Stage { server: second, ..stage };
    is_limited(there.me(&owner.api_key, "198.51.100.1").await, "3600").await;
}

fn socket(server: &Server, owner: &Owner) -> Connect {
    Connect::to(server.url()).auth(json!({ "token": owner.api_key }))
}
