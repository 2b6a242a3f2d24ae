//! The website widget in a real browser: the pages, the chat server and the names of both are as in the world.

use crate::stage::{Shop, Stage};
use e2e::{Browser, Server};
use reqwest::Method;
use serde_json::{Map, Value, json};
use sqlx::{Connection, SqliteConnection};
use std::{fs, path::Path};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

/// The table that the domain policy is tested with, and the widgets of the scenarios.
fn fixture(path: &str) -> String {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("tests/e2e is two folders below the root");
    fs::read_to_string(root.join(path)).expect("the fixture is there")
}

const TABLE: &str = "chat-core/fixtures/domains.json";

/// A chat server that browsers know as `https://chat.test`, and a client with widgets.
pub(crate) struct Street {
    pub(crate) stage: Stage,
    pub(crate) shop: Shop,
}

impl Street {
    pub(crate) async fn open() -> Self {
        let stage = Stage::open_with(|launch| launch.env("CHAT_PUBLIC_URL", "https://chat.test")).await;
        let shop = stage.shop(1).await;
        Self { stage, shop }
    }

    /// Makes a widget; gives its id and its key.
    pub(crate) async fn widget(&self, name: &str, kind: &str, settings: &Value, domains: &[&str]) -> (String, String) {
        let new = json!({ "name": name, "type": kind, "settings": settings });
        let (status, widget) = self.stage.ask(&self.shop, Method::POST, "/api/v1/widgets", Some(new)).await;
        assert_eq!(status, 201, "{widget}");
        let id = widget["id"].as_str().unwrap().to_owned();
        for domain in domains {
            let path = format!("/api/v1/widgets/{id}/domains");
            let (status, added) =
                self.stage.ask(&self.shop, Method::POST, &path, Some(json!({ "domain": domain }))).await;
            assert_eq!(status, 201, "{added}");
        }
        (id, widget["publicKey"].as_str().unwrap().to_owned())
    }

    /// Those of the fixture, all on the scenarios' two websites: their keys by their names.
    async fn widgets(&self) -> Map<String, Value> {
        let wanted: Map<String, Value> = serde_json::from_str(&fixture("tests/e2e/fixtures/widgets.json")).unwrap();
        let mut keys = Map::new();
        for (name, widget) in wanted {
            let kind = widget["type"].as_str().unwrap();
            let (_, key) = self.widget(&name, kind, &widget["settings"], &["shop.test", "other.test"]).await;
            keys.insert(name, key.into());
        }
        self.prove_domains().await;
        keys
    }

    /// Has every domain proven. Nobody owns these names; how a domain is proven has tests of its own.
    pub(crate) async fn prove_domains(&self) {
        let file = self.stage.server.data_dir().join("chat.db");
        let mut database = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
        let proven = "UPDATE authorized_domains SET state = 'verified', verified = 1, verified_at = created_at";
        sqlx::query(proven).execute(&mut database).await.unwrap();
        database.close().await.unwrap();
    }

    pub(crate) fn scenario(&self, name: &'static str) -> Browser {
        let url = self.stage.server.url();
        let browser = Browser::scenario(name).env("URL", url).env("TOKEN", &self.shop.api_key);
        std::env::var_os("SCREENSHOTS").into_iter().fold(browser, |browser, folder| browser.env("SCREENSHOTS", folder))
    }
}

fn key(keys: &Map<String, Value>, name: &str) -> String {
    keys[name].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_policy_judges_as_a_browser_does() {
    let printed = Browser::scenario("frame-ancestors").env("TABLE", fixture(TABLE)).run().await;
    assert!(printed.contains("32 of 39 rows"), "{printed}");
}

#[tokio::test]
async fn a_widget_is_shown_in_a_browser_where_its_owner_proved_the_domain_and_nowhere_else() {
    let street = Street::open().await;
    let table: Value = serde_json::from_str(&fixture(TABLE)).unwrap();
    let mut keys = Map::new();
    for row in table["matching"].as_array().unwrap() {
        let entry = row["entry"].as_str().unwrap();
        if !keys.contains_key(entry) {
            let (_, key) = street.widget(entry, "floating", &json!({}), &[entry]).await;
            keys.insert(entry.to_owned(), key.into());
        }
    }
    let (id, inactive) = street.widget("off", "floating", &json!({}), &["shop.test"]).await;
    let off = Some(json!({ "status": "inactive" }));
    let (status, _) = street.stage.ask(&street.shop, Method::PATCH, &format!("/api/v1/widgets/{id}"), off).await;
    assert_eq!(status, 200);
    keys.insert("inactive".into(), inactive.into());
    street.prove_domains().await;

    let keys = Value::Object(keys).to_string();
    street.scenario("widget-matrix").env("TABLE", fixture(TABLE)).env("KEYS", keys).run().await;
}

#[tokio::test]
async fn a_closed_widget_costs_a_browser_next_to_nothing() {
    let street = Street::open().await;
    let keys = street.widgets().await;
    street.scenario("widget-quiet").env("KEY", key(&keys, "floating")).run().await;
}

#[tokio::test]
async fn a_visitor_writes_in_a_browser_and_is_answered_on_each_type_of_widget() {
    let street = Street::open().await;
    let keys = Value::Object(street.widgets().await).to_string();
    street.scenario("widget-journey").env("KEYS", keys).run().await;
}

#[tokio::test]
async fn a_browser_shows_the_widget_on_pages_that_trust_nobody() {
    let street = Street::open().await;
    let keys = street.widgets().await;
    street.scenario("widget-hosts").env("KEY", key(&keys, "floating")).run().await;
}

#[tokio::test]
async fn a_visitor_is_known_again_wherever_a_browser_lets_a_frame_remember() {
    let street = Street::open().await;
    let keys = street.widgets().await;
    for mode in ["usual", "blocked", "none"] {
        street.scenario("widget-storage").env("KEY", key(&keys, "floating")).env("MODE", mode).run().await;
    }
}

#[tokio::test]
async fn a_browser_takes_the_widget_along_over_pages_that_live_long_swap_and_come_back() {
    let street = Street::open().await;
    let keys = street.widgets().await;
    street.scenario("widget-moves").env("KEY", key(&keys, "floating")).run().await;
}

#[tokio::test]
async fn what_the_owner_of_a_widget_changes_or_ends_reaches_a_browser_that_shows_it() {
    let street = Street::open().await;
    let (id, key) = street.widget("Shop", "floating", &json!({}), &["shop.test", "other.test"]).await;
    street.prove_domains().await;
    street.scenario("widget-ended").env("WIDGET", id).env("KEY", key).run().await;
}

#[tokio::test]
async fn a_website_says_who_its_visitor_is_and_a_browser_shows_that_one_what_it_wrote_anywhere() {
    let street = Street::open().await;
    let (id, key) = street.widget("Shop", "floating", &json!({}), &["shop.test"]).await;
    street.prove_domains().await;
    street.scenario("widget-identity").env("WIDGET", id).env("KEY", key).run().await;
}

#[tokio::test]
async fn visitor_and_team_see_in_a_browser_what_the_other_does_and_one_message_sounds_once() {
    let street = Street::open().await;
    let keys = street.widgets().await;
    street.scenario("widget-live").env("KEY", key(&keys, "floating")).run().await;
}

#[tokio::test]
async fn a_popup_comes_in_a_browser_on_each_of_its_occasions_and_not_too_often() {
    let street = Street::open().await;
    let mut keys = Map::new();
    for (name, popup) in [
        ("exit", json!({ "exitIntent": true })),
        ("scroll", json!({ "scrollPercent": 50 })),
        ("event", json!({ "event": "basket:full" })),
        ("paths", json!({ "delaySeconds": 0, "urls": ["/paths/sale*"] })),
        ("often", json!({ "delaySeconds": 0, "frequency": { "times": 2, "hours": 1 } })),
    ] {
        let (_, key) = street.widget(name, "popup", &json!({ "popup": popup }), &["shop.test"]).await;
        keys.insert(name.to_owned(), key.into());
    }
    street.prove_domains().await;
    street.scenario("widget-popup").env("KEYS", Value::Object(keys).to_string()).run().await;
}

#[tokio::test]
async fn a_visitor_sends_files_in_a_browser_and_gets_those_of_the_team() {
    let street = Street::open().await;
    let mut keys = Map::new();
    for (name, settings) in [
        ("files", json!({ "messages": { "en": { "title": "Oak & Ember" } } })),
        ("none", json!({ "fileUpload": false })),
        ("arabic", json!({ "language": "ar", "messages": { "ar": { "title": "المتجر" } } })),
    ] {
        let (_, key) = street.widget(name, "floating", &settings, &["shop.test"]).await;
        keys.insert(name.to_owned(), key.into());
    }
    street.prove_domains().await;
    street.scenario("widget-files").env("KEYS", Value::Object(keys).to_string()).run().await;
}

#[tokio::test]
async fn a_visitor_leaves_a_message_in_a_browser_when_nobody_is_there_to_answer() {
    let street = Street::open().await;
    let field = json!({ "name": "email", "type": "email", "label": { "en": "E-mail address" }, "required": true });
    let settings = json!({ "preChatForm": { "fields": [field] } });
    let (id, key) = street.widget("Shop", "floating", &settings, &["shop.test"]).await;
    street.prove_domains().await;
    street.scenario("widget-hours").env("WIDGET", id).env("KEY", key).run().await;
}

/// Prints how long it took: with `WIDGET_LOADS=30`, of a release build, `--no-capture` and nothing else running.
#[tokio::test]
async fn a_browser_shows_the_chat_after_a_click_on_pages_that_it_loads_for_the_first_time() {
    let street = Street::open().await;
    let keys = street.widgets().await;
    let loads = std::env::var("WIDGET_LOADS").unwrap_or_else(|_| "2".into());
    let printed = street.scenario("widget-speed").env("KEY", key(&keys, "floating")).env("LOADS", loads).run().await;
    println!("{printed}");
}

#[tokio::test]
async fn an_agent_tries_a_widget_out_in_a_browser_before_it_may_appear_anywhere() {
    let street = Street::open().await;
    let mut keys = Map::new();
    for kind in ["floating", "embedded"] {
        let (_, key) = street.widget(kind, kind, &json!({}), &[]).await;
        keys.insert(kind.to_owned(), key.into());
    }
    street.scenario("widget-preview").env("KEYS", Value::Object(keys).to_string()).run().await;
}

#[tokio::test]
async fn a_browser_loses_nothing_and_doubles_nothing_when_the_server_is_killed() {
    let mut street = Street::open().await;
    let keys = street.widgets().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let control = format!("http://{}", listener.local_addr().unwrap());
    let scenario = street.scenario("widget-outage").env("KEY", key(&keys, "floating")).env("CONTROL", control);
    tokio::select! {
        _ = scenario.run() => {}
        () = obey(&listener, &mut street.stage.server) => {}
    }
}

/// Kills the server and starts it again when a scenario asks for it.
pub(crate) async fn obey(orders: &TcpListener, server: &mut Server) {
    loop {
        let (stream, _) = orders.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        let mut order = String::new();
        stream.read_line(&mut order).await.unwrap();
        if order.starts_with("POST /kill ") {
            server.kill().await;
        } else {
            server.restart().await;
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await.unwrap();
    }
}
