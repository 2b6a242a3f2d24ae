//! `chat-server doctor`, as whoever runs the server uses it.

use crate::{
    postgres::Database,
    stage::{Shop, Stage},
};
use e2e::RedisServer;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

/// What the doctor found: whether it is content, and all it said.
struct Visit {
    is_well: bool,
    text: String,
    findings: Vec<Value>,
}

impl Visit {
    /// Has the doctor look twice, once for people and once for programs.
    async fn to(stage: &Stage, args: &[&str]) -> Self {
        let said = stage.server.attempt([&["doctor"], args].concat()).await;
        let told = stage.server.attempt([&["doctor", "--json"], args].concat()).await;
        let text = String::from_utf8(said.stdout).expect("UTF-8");
        let report: Value = serde_json::from_slice(&told.stdout).unwrap_or_else(|_| panic!("no JSON; {text}"));
        let is_well = said.status.success();
        assert_eq!((report["ok"].as_bool(), said.status.code()), (Some(is_well), told.status.code()), "{text}");
        assert_eq!(said.status.code(), Some(i32::from(!is_well)), "{text}");
        let findings = report["findings"].as_array().expect("a list").clone();
        for finding in &findings {
            assert!(text.contains(finding["found"].as_str().unwrap()) || finding["found"].to_string().contains(" ms"));
            assert_eq!(finding["mend"].is_string(), finding["verdict"] != "ok", "{finding}");
        }
        let visit = Self { is_well, text: format!("{text}\n{report}"), findings };
        visit.tells_no_secret();
        visit
    }

    #[track_caller]
    fn tells_no_secret(&self) {
        for secret in ["access token 1", "app secret 1", "verify 1", "hunter2", "wrong token"] {
            assert!(!self.text.contains(secret), "{secret}: {}", self.text);
        }
    }

    /// What was found of something: that it is so, in these words.
    #[track_caller]
    fn found(&self, area: &str, verdict: &str, words: &str) -> &Value {
        let is_it = |finding: &&Value| {
            finding["area"] == area
                && finding["verdict"] == verdict
                && finding["found"].as_str().unwrap_or_default().contains(words)
        };
        self.findings.iter().find(is_it).unwrap_or_else(|| panic!("{area} {verdict} {words}: {}", self.text))
    }
}

async fn change_account(stage: &Stage, shop: &Shop, change: Value) {
    let path = format!("/api/v1/whatsapp/accounts/{}", shop.account_id);
    let (status, body) = stage.ask(shop, Method::PATCH, &path, Some(change)).await;
    assert!(status.is_success(), "{body}");
}

#[tokio::test]
async fn a_server_that_works_is_found_well() {
    let (database, redis) = (Database::create().await, RedisServer::start().await);
    for is_alone in [true, false] {
        let stage = Stage::open_with(|launch| match is_alone {
            true => launch,
            false => launch.env("CHAT_DATABASE_URL", database.url()).env("CHAT_REDIS_URL", redis.url()),
        });
        let stage = stage.await;
        stage.shop(1).await;
        let visit = Visit::to(&stage, &["--public-url", "https://chat.example"]).await;
        assert!(visit.is_well, "{}", visit.text);
        visit.found("database", "ok", "up to date");
        visit.found("database", "ok", "without a gap");
        visit.found("dataDirectory", "ok", "are free");
        visit.found("signIn", "ok", "not configured");
        visit.found("whatsApp", "ok", "answers within");
        visit.found("whatsApp", "ok", "its access token works");
        visit.found("whatsApp", "ok", "its messages are sent to");
        if is_alone {
            visit.found("database", "ok", "the file's structure is sound");
            visit.found("redis", "ok", "not configured");
        } else {
            visit.found("database", "ok", "PostgreSQL");
            visit.found("database", "ok", "the rows of those clients alone");
            visit.found("redis", "ok", "carries a signal within");
            visit.found("clock", "ok", "differ by less than 1 s");
        }
    }
}

#[tokio::test]
async fn what_does_not_work_is_named_with_what_to_do_about_it() {
    let stage = Stage::open().await;
    let shop = stage.shop(1).await;
    for (args, area, words) in [
        (["--listen", "nowhere"], "configuration", "CHAT_LISTEN"),
        (["--data-dir", "/proc/nothing/of/ours"], "dataDirectory", "it cannot be made in /proc"),
        (["--database-url", "postgres://chat:hunter2@127.0.0.1:1/chat"], "database", "Connection refused"),
        (["--redis-url", "redis://:hunter2@127.0.0.1:1"], "redis", "Connection refused"),
        (["--graph-url", "http://127.0.0.1:1"], "whatsApp", "could not be reached"),
        (["--secret", "6f1c0a97b1e07c3d9f002a6b1c3d4e5f"], "whatsApp", "they cannot be read"),
    ] {
        let visit = Visit::to(&stage, &args).await;
        assert!(!visit.is_well, "{args:?}");
        visit.found(area, "failed", words);
    }

    let provider =
        ["--oidc-issuer", "http://127.0.0.1:1", "--oidc-client-id", "chat", "--oidc-client-secret", "hunter2"];
    let visit = Visit::to(&stage, &provider).await;
    assert!(!visit.is_well);
    visit.found("signIn", "failed", "the identity provider gives no usable answer");

    let url = format!("{}/v26.0/{}/subscribed_apps", stage.emulator.url(), shop.business_account_id);
    let unsubscribed = stage.http.delete(&url).bearer_auth("access token 1").send().await.expect("an answer");
    assert!(unsubscribed.status().is_success());
    let finding = Visit::to(&stage, &[]).await.found("whatsApp", "failed", "no message arrives").clone();
    assert!(finding["mend"].as_str().unwrap().contains(&shop.account_id), "{finding}");
    change_account(&stage, &shop, json!({ "status": "active" })).await;
    assert!(Visit::to(&stage, &[]).await.is_well, "what was said to mend it does");

    change_account(&stage, &shop, json!({ "accessToken": "wrong token" })).await;
    let visit = Visit::to(&stage, &[]).await;
    visit.found("whatsApp", "failed", "its access token does not work");
    visit.found("whatsApp", "warning", "paused");
}

#[tokio::test]
async fn what_is_suspicious_is_said_and_fails_nothing() {
    let stage = Stage::open().await;
    stage.shop(1).await;
    for (args, area, words) in [
        (["--public-url", "http://chat.example"], "configuration", "is not encrypted"),
        (["--jwt-secret", "a demo secret of more than thirty-two bytes"], "configuration", "might guess it"),
        (["--metrics-token", "test-test-test-test"], "configuration", "might guess it"),
        (["--redis-prefix", "chat"], "configuration", "not set"),
    ] {
        let visit = Visit::to(&stage, &args).await;
        assert!(visit.is_well, "{}", visit.text);
        visit.found(area, "warning", words);
    }
    let visit = Visit::to(&stage, &["--development"]).await;
    visit.found("configuration", "warning", "prove nothing");
}

#[tokio::test]
async fn a_server_that_was_never_started_lacks_nothing_but_a_start() {
    let stage = Stage::open().await;
    let folder = stage.server.data_dir().join("new");
    let visit = Visit::to(&stage, &["--data-dir", folder.to_str().unwrap()]).await;
    assert!(visit.is_well, "{}", visit.text);
    visit.found("dataDirectory", "ok", "makes it when it first starts");
    visit.found("database", "ok", "makes it when it first starts");
    assert!(!folder.exists(), "whoever looks changes nothing");
}

#[tokio::test]
async fn a_journal_that_lacks_something_is_found_out() {
    let mut stage = Stage::open().await;
    stage.shop(1).await;
    stage.server.terminate().await;
    let url = format!("sqlite://{}/chat.db", stage.server.data_dir().display());
    let mut database = SqliteConnection::connect(&url).await.unwrap();
    let harm = async |database: &mut SqliteConnection, sql: &'static str| {
        sqlx::query(AssertSqlSafe(sql)).execute(database).await.unwrap();
    };
    harm(&mut database, "UPDATE journal_heads SET head = head + 1").await;
    let visit = Visit::to(&stage, &[]).await;
    assert!(!visit.is_well);
    visit.found("database", "failed", "should go from 1 to");
    harm(&mut database, "UPDATE journal_heads SET head = head - 1").await;
    assert!(Visit::to(&stage, &[]).await.is_well);
    harm(&mut database, "DELETE FROM journal WHERE seq = 1").await;
    Visit::to(&stage, &[]).await.found("database", "failed", "should go from 1 to");
}
