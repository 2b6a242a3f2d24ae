//! What `/metrics` tells, by the front door: each figure is there from the start and moves when what it counts happens.

use crate::stage::{Shop, Stage, choose_tls};
use e2e::{Launch, RedisServer, Server};
use reqwest::{Client, Method, StatusCode};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use tokio::{
    io::AsyncReadExt,
    net::TcpStream,
    time::{Duration, sleep, timeout},
};

const CUSTOMER: &str = "+15550199";

/// What a server counts at one moment, by series: `name{label="value"}`.
#[derive(Debug)]
pub(super) struct Figures(BTreeMap<String, f64>, BTreeSet<String>);

impl Figures {
    pub(super) async fn of(http: &Client, server: &Server) -> Self {
        let answer = http.get(format!("{}/metrics", server.url())).send().await.expect("the server answers");
        assert_eq!(answer.status(), StatusCode::OK);
        Self::read(&answer.text().await.expect("a text"))
    }

    fn read(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let series = lines.map(|line| {
            let (series, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("{line}"));
            (series.to_owned(), value.parse().unwrap_or_else(|_| panic!("{line}")))
        });
        let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next());
        Self(series.collect(), types.map(str::to_owned).collect())
    }

    /// What is told of, without labels and the suffixes of a histogram.
    pub(super) fn names(&self) -> &BTreeSet<String> {
        &self.1
    }

    /// The sum over all series of a name that have these labels; a series that is not there is nothing.
    fn sum(&self, name: &str, labels: &[&str]) -> Option<f64> {
        let is_it =
            |series: &str| series.split('{').next() == Some(name) && labels.iter().all(|label| series.contains(label));
        let found: Vec<f64> = self.0.iter().filter(|(series, _)| is_it(series)).map(|(_, value)| *value).collect();
        (!found.is_empty()).then(|| found.iter().sum())
    }
}

/// Everything that issue and manual promise to count, as a series that is there before anything happens.
const PROMISED: [(&str, &[&str]); 24] = [
    ("chat_webhook_calls_total", &["outcome=\"taken\""]),
    ("chat_webhook_calls_total", &["outcome=\"wrong_signature\""]),
    ("chat_webhook_items_total", &["outcome=\"committed\""]),
    ("chat_deliveries_total", &["outcome=\"done\""]),
    ("chat_deliveries_total", &["outcome=\"ambiguous\""]),
    ("chat_outbox_deliveries", &["state=\"due\""]),
    ("chat_outbox_oldest_seconds", &["state=\"due\""]),
    ("chat_outbox_deliveries", &["state=\"unsettled\""]),
    ("chat_sockets", &["transport=\"websocket\""]),
    ("chat_sockets_opened_total", &[]),
    ("chat_rooms", &["members_up_to=\"1\""]),
    ("chat_emissions_total", &[]),
    ("chat_syncs_total", &[]),
    ("chat_sync_events_total", &[]),
    ("chat_resyncs_total", &[]),
    ("chat_relay_events_total", &["source=\"offered\""]),
    ("chat_relay_delay_seconds_count", &[]),
    ("chat_rate_limited_total", &["what=\"login\"", "holder=\"email\""]),
    ("chat_store_batch_size_count", &[]),
    ("chat_store_batches_total", &["outcome=\"together\""]),
    ("chat_store_commits_total", &["outcome=\"committed\""]),
    ("chat_store_seconds_count", &["call=\"commit\""]),
    ("chat_store_seconds_bucket", &["call=\"commit\"", "le=\"0.01\""]),
    ("chat_redis_connected", &[]),
];

/// Does everything once that is counted.
async fn live(stage: &Stage, shop: &Shop) {
    let agent = stage.socket(shop).await;
    assert_eq!(agent.ask("joinInbox", []).await["ok"], true);
    stage.customer_writes(shop, CUSTOMER, "hello").await;
    let conversation = agent.next_event("message").await[0]["conversationId"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/conversations/{conversation}/messages");
    let reply = async |text: &str| {
        let (status, body) = stage.ask(shop, Method::POST, &path, Some(json!({ "content": text }))).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
    };
    let until = async |outcome: &str| {
        let is_so = async {
            while Figures::of(&stage.http, &stage.server).await.sum("chat_deliveries_total", &[outcome]) == Some(0.0) {
                sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(e2e::GUARD, is_so).await.unwrap_or_else(|_| panic!("no delivery ended as {outcome}"));
    };
    reply("sent").await;
    until("outcome=\"done\"").await;
    stage.emulate("faults", json!({ "kind": "close", "route": "messages" })).await;
    reply("nobody knows").await;
    until("outcome=\"ambiguous\"").await;
    // What an account that is paused has to send stays due.
    let account = format!("/api/v1/whatsapp/accounts/{}", shop.account_id);
    let (status, _) = stage.ask(shop, Method::PATCH, &account, Some(json!({ "status": "paused" }))).await;
    assert_eq!(status, StatusCode::OK);
    reply("later").await;

    assert_eq!(agent.ask("sync", [json!({ "after": 0 })]).await["ok"], true);
    assert_eq!(agent.ask("sync", [json!({ "after": 1_000_000 })]).await["resync"], true);
    let hook = format!("{}/webhooks/whatsapp", stage.url());
    let forged = stage.http.post(hook).header("x-hub-signature-256", format!("sha256={}", "0".repeat(64)));
    let body = json!({ "object": "whatsapp_business_account", "entry": [{ "id": shop.business_account_id, "changes":
        [{ "field": "messages", "value": { "metadata": { "phone_number_id": shop.phone_number_id },
        "messages": [{ "from": "1", "id": "x", "timestamp": "1", "type": "text", "text": { "body": "x" } }] } }] }] });
    assert_eq!(forged.json(&body).send().await.unwrap().status(), StatusCode::FORBIDDEN);
    for _ in 0..2 {
        let login = json!({ "email": "ann@shop.test", "password": "guessed and guessed" });
        stage.http.post(format!("{}/api/v1/auth/login", stage.url())).json(&login).send().await.unwrap();
    }
    // The socket is still there when it is looked for.
    let is_seen = async {
        loop {
            let now = Figures::of(&stage.http, &stage.server).await;
            let is_there = |name: &str, labels: &[&str]| now.sum(name, labels).unwrap_or(0.0) > 0.0;
            if PROMISED.iter().all(|(name, labels)| is_there(name, labels)) {
                return;
            }
            sleep(Duration::from_millis(100)).await;
        }
    };
    if timeout(e2e::GUARD, is_seen).await.is_err() {
        let now = Figures::of(&stage.http, &stage.server).await;
        let still = PROMISED.iter().filter(|(name, labels)| now.sum(name, labels).unwrap_or(0.0) == 0.0);
        panic!("these have not moved: {:?}", still.collect::<Vec<_>>());
    }
    drop(agent);
}

#[tokio::test]
async fn every_figure_is_there_from_the_start_and_moves() {
    let redis = RedisServer::start().await;
    let stage =
        Stage::open_with(|launch| launch.env("CHAT_REDIS_URL", redis.url()).env("CHAT_LIMIT_EMAIL", "login=1/h"));
    let stage = stage.await;
    let before = Figures::of(&stage.http, &stage.server).await;
    for (name, labels) in PROMISED {
        assert!(before.sum(name, labels).is_some(), "{name} {labels:?} is not there");
    }
    for lag in ["chat_journal_lag_events", "chat_journal_lag_seconds"] {
        assert_eq!(before.sum(lag, &[]), Some(0.0), "{lag}");
    }
    let shop = stage.shop(1).await;
    live(&stage, &shop).await;
    let after = Figures::of(&stage.http, &stage.server).await;
    for (series, value) in &after.0 {
        let names_somebody =
            [&shop.account_id, &shop.phone_number_id, "15550199"].iter().any(|it| series.contains(*it));
        assert!(!names_somebody && value.is_finite(), "{series} {value}");
    }
}

#[tokio::test]
async fn connections_that_are_not_let_in_are_counted() {
    choose_tls();
    let server = Server::start(Launch::chat_server().args(["--limit-connections", "3"])).await;
    let http = Client::builder().pool_max_idle_per_host(0).build().unwrap();
    let before = Figures::of(&http, &server).await;
    assert_eq!(before.sum("chat_door_refused_total", &["full"]), Some(0.0));
    assert_eq!(before.sum("chat_door_refused_total", &["per_address"]), Some(0.0));
    let full = async {
        let mut guests = Vec::new();
        loop {
            let mut guest = TcpStream::connect(server.address()).await.unwrap();
            let mut told = String::new();
            // Who is let in is waited for; who is not is told at once.
            if timeout(Duration::from_millis(500), guest.read_to_string(&mut told)).await.is_ok() {
                assert!(told.starts_with("HTTP/1.1 503"), "{told}");
                return guests.len();
            }
            guests.push(guest);
        }
    };
    assert!(timeout(e2e::GUARD, full).await.unwrap() <= 3);
    let counted = async {
        loop {
            let answer = http.get(format!("{}/metrics", server.url())).send().await;
            if let Ok(answer) = answer
                && answer.status() == StatusCode::OK
            {
                return Figures::read(&answer.text().await.unwrap());
            }
            sleep(Duration::from_millis(50)).await;
        }
    };
    let after = timeout(e2e::GUARD, counted).await.expect("whoever leaves makes room");
    assert!(after.sum("chat_door_refused_total", &["full"]).unwrap() >= 1.0);
    assert!(after.sum("chat_door_connections", &[]).unwrap() >= 1.0);
}

#[tokio::test]
async fn figures_are_for_this_machine_or_for_whoever_has_the_token() {
    choose_tls();
    let http = Client::builder().no_proxy().build().unwrap();
    let ask = async |server: &Server, headers: &[(&str, &str)]| {
        let request = http.get(format!("{}/metrics", server.url()));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        request.send().await.expect("an answer").status()
    };
    let alone = Server::start(Launch::chat_server()).await;
    assert_eq!(ask(&alone, &[]).await, StatusCode::OK);
    for from in ["198.51.100.7", "127.0.0.1", "198.51.100.7, 127.0.0.1", "nonsense"] {
        assert_eq!(ask(&alone, &[("x-forwarded-for", from)]).await, StatusCode::NOT_FOUND, "{from}");
    }
    let wary = Server::start(Launch::chat_server().args(["--trusted-proxies", "none"])).await;
    assert_eq!(ask(&wary, &[("x-forwarded-for", "127.0.0.1")]).await, StatusCode::NOT_FOUND);

    let token = "6f1c0a97b1e07c3d9f002a6b1c3d4e5f";
    let shown = Server::start(Launch::chat_server().env("CHAT_METRICS_TOKEN", token)).await;
    let bearer = format!("Bearer {token}");
    assert_eq!(ask(&shown, &[]).await, StatusCode::UNAUTHORIZED);
    assert_eq!(ask(&shown, &[("authorization", &bearer), ("x-forwarded-for", "198.51.100.7")]).await, StatusCode::OK);
}
