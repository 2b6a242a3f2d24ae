//! Agents who are away, for however long, and what they find when they come back.

use crate::{
    stage::{Shop, Stage},
    webhook::Webhook,
};
use e2e::{GUARD, NpmClient, Seen};
use futures_util::{StreamExt, stream};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use std::{fs, ops::Range, time::Duration};
use tokio::{sync::watch, time::timeout};

const CUSTOMER: &str = "+15550199";
const MISSED: usize = 1_100;
/// So many long notes are more than is ever kept for who does not read.
const NOTES_MAX: usize = 2_000;
/// How many webhooks are on their way at the same time.
const AT_ONCE: usize = 8;

/// A shop with an agent who has joined the inbox and has heard a first message.
struct Shift {
    stage: Stage,
    shop: Shop,
    agent: NpmClient,
    conversation: String,
    /// The place of the last event that the agent has heard.
    heard: i64,
}

impl Shift {
    async fn begin(retention: Option<&str>) -> Self {
        let stage = Stage::open_with(|launch| match retention {
            Some(retention) => launch.env("CHAT_JOURNAL_RETENTION", retention),
            None => launch,
        })
        .await;
        let shop = stage.shop(1).await;
        let agent = NpmClient::connect(stage.connect(&shop).transports(&["websocket"])).await;
        assert_eq!(agent.ask("joinInbox", []).await["ok"], true);
        stage.customer_writes(&shop, CUSTOMER, "hello").await;
        let message = agent.next_event("message").await.remove(0);
        let conversation = message["conversationId"].as_str().unwrap().to_owned();
        Self { stage, shop, agent, conversation, heard: place(&message) }
    }

    /// A customer writes, and the agent hears it.
    async fn hears(&mut self, text: &str) -> Value {
        self.stage.customer_writes(&self.shop, CUSTOMER, text).await;
        let told = self.agent.wait_for(text, |seen| matches!(seen, Seen::Event { event, args, .. } if event == "message" && args[0]["content"] == text)).await;
        let Seen::Event { mut args, .. } = told else { unreachable!("it is an event") };
        self.heard = place(&args[0]);
        args.remove(0)
    }

    async fn comes_back(&self) {
        self.agent.reconnect().await;
        self.agent.connected().await;
        assert_eq!(self.agent.ask("joinInbox", []).await["ok"], true);
    }

    /// Everything after a place, page by page.
    async fn missed(&self, after: i64) -> Vec<Value> {
        let mut events: Vec<Value> = Vec::new();
        loop {
            let after = events.last().map_or(after, place);
            let page = self.agent.ask("sync", [json!({ "after": after })]).await;
            assert_eq!(page["ok"], true, "{page}");
            for event in page["events"].as_array().unwrap() {
                let before = events.last().map_or(after, place);
                assert_eq!(place(event), before + 1, "nothing is left out, and nothing comes twice");
                events.push(event.clone());
            }
            if page["more"] == false {
                assert_eq!(page["head"], events.last().map_or(after, place));
                return events;
            }
        }
    }

    /// Writes long notes, each with its number.
    async fn notes(&self, numbers: Range<usize>) {
        let path = format!("/api/v1/conversations/{}/messages", self.conversation);
        let long = "😀".repeat(4_000);
        for n in numbers {
            let note = json!({ "content": format!("{n} {long}"), "kind": "note" });
            let (status, answer) = self.stage.ask(&self.shop, Method::POST, &path, Some(note)).await;
            assert_eq!(status, StatusCode::CREATED, "{answer}");
        }
    }

    /// How many sockets of the shop are connected.
    async fn connected(&self) -> usize {
        let live = self.stage.get(&self.shop, "/api/v1/admin/realtime").await;
        live["items"].as_array().unwrap().len()
    }

    /// Asks for what comes after a place, which the journal does not tell any more, over both ways; gives the head.
    async fn is_sent_to_the_lists(&self, after: i64) -> i64 {
        let answer = self.agent.ask("sync", [json!({ "after": after })]).await;
        assert_eq!((&answer["ok"], &answer["resync"], &answer["events"]), (&json!(true), &json!(true), &json!([])));
        let told = self.agent.next_event("resync").await.remove(0);
        let (status, problem) =
            self.stage.ask(&self.shop, Method::GET, &format!("/api/v1/events?after={after}"), None).await;
        assert_eq!((status, &problem["code"]), (StatusCode::GONE, &json!("resync")), "{problem}");
        let head = answer["head"].as_i64().unwrap();
        assert_eq!((&told["seq"], &problem["head"]), (&json!(head), &json!(head)));
        head
    }

    /// The texts of the conversation, as whoever loads it anew has them.
    async fn texts(&self) -> Vec<String> {
        let path = format!("/api/v1/conversations/{}/messages", self.conversation);
        let list = self.stage.get(&self.shop, &path).await;
        let text = |message: &Value| message["content"].as_str().unwrap().to_owned();
        list["items"].as_array().unwrap().iter().rev().map(text).collect()
    }
}

fn place(event: &Value) -> i64 {
    event["seq"].as_i64().unwrap()
}

/// The texts that events tell of.
fn contents(events: &[Value]) -> Vec<&str> {
    let posted = events.iter().filter(|event| event["type"] == "messagePosted");
    posted.map(|event| event["data"]["content"].as_str().unwrap()).collect()
}

/// The server is killed in the middle, so that WhatsApp calls again what was not answered.
#[tokio::test]
async fn eleven_hundred_texts_wait_for_who_is_away_also_when_the_server_is_killed() {
    let mut shift = Shift::begin(None).await;
    shift.agent.disconnect().await;
    let (http, url) = (shift.stage.http.clone(), shift.stage.server.url());
    let answered = watch::Sender::new(0);
    let calls = (0..MISSED).map(|n| {
        let webhook =
            Webhook::text(&shift.shop, &format!("wamid.{n}"), CUSTOMER.trim_start_matches('+'), &format!("text {n}"));
        let (http, url, answered) = (&http, &url, &answered);
        async move {
            while !matches!(webhook.try_call(http, url).await, Ok(answer) if answer.status() == StatusCode::OK) {
                tokio::task::yield_now().await;
            }
            answered.send_modify(|count| *count += 1);
        }
    });
    let calling = stream::iter(calls).buffer_unordered(AT_ONCE).collect::<()>();
    let mut half = answered.subscribe();
    let killing = async {
        half.wait_for(|count| *count >= MISSED / 2).await.unwrap();
        shift.stage.server.kill().await;
        shift.stage.server.restart().await;
    };
    timeout(4 * GUARD, async { tokio::join!(calling, killing) }).await.expect("all calls are answered");

    shift.comes_back().await;
    let events = shift.missed(shift.heard).await;
    let mut numbers: Vec<usize> =
        contents(&events).iter().map(|text| text.strip_prefix("text ").unwrap().parse().unwrap()).collect();
    assert_eq!(numbers.len(), MISSED, "each is there once");
    numbers.sort_unstable();
    assert!(numbers.into_iter().eq(0..MISSED));
    let positions =
        events.iter().filter(|event| event["type"] == "messagePosted").map(|event| &event["data"]["position"]);
    assert!(
        positions.eq((2..MISSED + 2).map(|at| json!(at)).collect::<Vec<_>>().iter()),
        "in the conversation's order"
    );
}

#[tokio::test]
async fn whoever_reads_nothing_is_sent_away_and_comes_back_to_the_rest() {
    let shift = Shift::begin(None).await;
    shift.agent.stall().await;
    assert_eq!(shift.connected().await, 1);
    let mut written = 0;
    // What the kernels keep on the way, and what may wait at the server for one socket.
    while shift.connected().await > 0 {
        shift.notes(written..written + 20).await;
        written += 20;
        assert!(written < NOTES_MAX, "the server keeps {written} notes for somebody who reads nothing");
    }
    shift.notes(written..written + 5).await;
    written += 5;

    shift.agent.go_on().await;
    shift.agent.next_disconnect().await;
    shift.agent.connected().await;
    let live: Vec<Value> = shift.agent.seen().iter().filter_map(message).collect();
    let last = live.last().map_or(0, place);
    let missed = shift.missed(last).await;
    let number = |text: &str| text.split(' ').next().unwrap().parse::<usize>().unwrap();
    let heard = live.iter().skip(1).map(|message| number(message["content"].as_str().unwrap()));
    let all: Vec<_> = heard.chain(contents(&missed).into_iter().map(number)).collect();
    assert!(all.into_iter().eq(0..written), "what it had read and the rest are everything, in order");
    assert!(!missed.is_empty());
}

fn message(seen: &Seen) -> Option<Value> {
    match seen {
        Seen::Event { event, args, .. } if event == "message" => Some(args[0].clone()),
        _ => None,
    }
}

#[tokio::test]
async fn whoever_was_away_for_longer_than_the_journal_tells_loads_anew_and_goes_on_from_its_head() {
    let mut shift = Shift::begin(Some("1h")).await;
    let away_since = shift.heard;
    shift.agent.disconnect().await;
    let watcher = shift.stage.socket(&shift.shop).await;
    watcher.ask("joinInbox", []).await;
    for n in 0..5 {
        shift.stage.customer_writes(&shift.shop, CUSTOMER, &format!("missed {n}")).await;
        watcher.next_event("message").await;
    }
    assert!(shift.stage.server.terminate().await.success());
    let aged = two_hours_pass(&shift.stage).await;
    assert!(aged >= 6, "{aged} events");
    shift.stage.server.restart().await;
    shift
        .stage
        .server
        .line("events to be forgotten", |line| line.contains("old events were forgotten").then_some(()))
        .await;

    shift.comes_back().await;
    let head = shift.is_sent_to_the_lists(away_since).await;
    let expected = ["hello", "missed 0", "missed 1", "missed 2", "missed 3", "missed 4"];
    assert_eq!(shift.texts().await, expected, "messages are kept");
    assert_eq!(shift.missed(head).await, [Value::Null; 0], "from the head on it has everything");
    let next = shift.hears("and now").await;
    assert!(place(&next) > head);
    assert_eq!(contents(&shift.missed(head).await), ["and now"]);
}

/// Everything that a server which does not run has in its journal was two hours ago; gives how many events those are.
async fn two_hours_pass(stage: &Stage) -> u64 {
    let path = stage.server.data_dir().join("chat.db");
    let mut database = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let two_hours = i64::try_from(Duration::from_secs(2 * 3600).as_millis()).unwrap();
    let aged = sqlx::query("UPDATE journal SET at = at - ?").bind(two_hours).execute(&mut database).await.unwrap();
    database.close().await.unwrap();
    aged.rows_affected()
}

#[tokio::test]
async fn whoever_has_heard_more_than_a_restored_database_knows_loads_anew() {
    let mut shift = Shift::begin(None).await;
    let file = shift.stage.server.data_dir().join("backup.db");
    shift.stage.server.run(["backup", file.to_str().unwrap()]).await;
    shift.hears("after the backup").await;
    shift.hears("and after that").await;
    let heard = shift.heard;
    shift.agent.disconnect().await;

    shift.stage.server.kill().await;
    let database = shift.stage.server.data_dir().join("chat.db");
    for left in ["chat.db-wal", "chat.db-shm"] {
        let _ = fs::remove_file(database.with_file_name(left));
    }
    fs::copy(&file, &database).unwrap();
    shift.stage.server.restart().await;

    shift.comes_back().await;
    let head = shift.is_sent_to_the_lists(heard).await;
    assert!(head < heard);
    assert_eq!(shift.texts().await, ["hello"]);
    let next = shift.hears("from here on").await;
    assert_eq!(place(&next), head + 1, "it goes on from the restored head");
    assert_eq!(contents(&shift.missed(head).await), ["from here on"]);
}
