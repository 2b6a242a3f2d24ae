//! What is asked for a thousand times at the same moment, over every way there is, happens once; and a thousand different things
//! in one place all happen.

use crate::{
    postgres::Database,
    stage::{Shop, Stage},
    webhook::Webhook,
};
use e2e::{Launch, NpmClient, Server};
use futures_util::{StreamExt, future::join_all, stream};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const CUSTOMER: &str = "+15550199";
const TIMES: usize = 1000;
/// How many sockets share the asking with REST.
const SOCKETS: usize = 4;

/// One process on SQLite, or two on one PostgreSQL.
struct Doors {
    stage: Stage,
    second: Option<Server>,
    _database: Option<Database>,
}

impl Doors {
    async fn one() -> Self {
        Self { stage: Stage::open().await, second: None, _database: None }
    }

    async fn two() -> Self {
        let database = Database::create().await;
        let shared = |launch: Launch| {
            launch.env("CHAT_DATABASE_URL", database.url()).env("CHAT_SECRET", "a secret that both of them know")
        };
        let stage = Stage::open_with(shared).await;
        let launch = shared(Launch::chat_server()).env("CHAT_GRAPH_URL", stage.emulator.url());
        let second = Some(Server::start(launch).await);
        Self { stage, second, _database: Some(database) }
    }

    /// The process that the `n`-th of many goes to.
    fn url(&self, n: usize) -> String {
        match &self.second {
            Some(second) if n % 2 == 1 => second.url(),
            _ => self.stage.server.url(),
        }
    }

    /// A conversation that a customer has begun.
    async fn conversation(&self, shop: &Shop) -> String {
        let agent = self.stage.socket(shop).await;
        agent.ask("joinInbox", []).await;
        self.stage.customer_writes(shop, CUSTOMER, "hello").await;
        let message = agent.next_event("message").await.remove(0);
        message["conversationId"].as_str().expect("an id").to_owned()
    }

    async fn post(&self, n: usize, shop: &Shop, conversation: &str, draft: &Value) -> (StatusCode, Value) {
        let url = format!("{}/api/v1/conversations/{conversation}/messages", self.url(n));
        let request = self.stage.http.post(url).bearer_auth(&shop.api_key).json(draft);
        let response = request.send().await.expect("the server answers");
        (response.status(), response.json().await.expect("JSON"))
    }

    async fn call(&self, n: usize, webhook: &Webhook) -> StatusCode {
        webhook.call(&self.stage.http, &self.url(n)).await.status()
    }

    /// Every event of the shop's journal.
    async fn journal(&self, shop: &Shop) -> Vec<Value> {
        let mut events: Vec<Value> = Vec::new();
        loop {
            let path = format!("/api/v1/events?after={}&limit=500", events.len());
            let page = self.stage.get(shop, &path).await;
            events.extend(page["events"].as_array().expect("a list").iter().cloned());
            if page["head"] == events.len() {
                return events;
            }
        }
    }

    /// Posts one more message and waits until its customer has it: whatever was ordered before it has been sent by then.
    async fn flush(&self, shop: &Shop, conversation: &str) {
        let agent = self.stage.socket(shop).await;
        agent.ask("joinInbox", []).await;
        let (_, last) = self.post(0, shop, conversation, &json!({ "content": "the last one" })).await;
        let is_read = |status: &Value| status["messageId"] == last["id"] && status["status"] == "read";
        while !is_read(&agent.next_event("messageStatus").await[0]) {}
    }
}

fn posted<'a>(journal: &'a [Value], what: impl Fn(&Value) -> bool + 'a) -> impl Iterator<Item = &'a Value> {
    let messages = journal.iter().filter(|event| event["type"] == "messagePosted").map(|event| &event["data"]);
    messages.filter(move |message| what(message))
}

async fn a_reply_that_is_ordered_a_thousand_times_is_sent_once(doors: Doors) {
    let shop = doors.stage.shop(1).await;
    let conversation = doors.conversation(&shop).await;
    let sockets = (0..SOCKETS).map(|n| NpmClient::connect(doors.stage.connect_to(&doors.url(n), &shop)));
    let sockets = join_all(sockets).await;
    let draft = json!({ "content": "once", "clientMessageId": "reply-1" });
    let order = json!({ "conversationId": conversation, "content": "once", "clientMessageId": "reply-1" });

    let over_rest = (0..TIMES / 2).map(|n| doors.post(n, &shop, &conversation, &draft));
    let over_sockets = (0..TIMES / 2).map(|n| sockets[n % SOCKETS].ask("sendMessage", [order.clone()]));
    let (over_rest, over_sockets) = tokio::join!(join_all(over_rest), join_all(over_sockets));

    let mut answers = BTreeSet::new();
    for (status, message) in over_rest {
        assert_eq!(status, StatusCode::CREATED, "{message}");
        answers.insert(message["id"].to_string());
    }
    for answer in over_sockets {
        assert_eq!(answer["ok"], true, "{answer}");
        answers.insert(answer["message"]["id"].to_string());
    }
    assert_eq!(answers.len(), 1, "every answer is the same message: {answers:?}");
    doors.flush(&shop, &conversation).await;
    assert_eq!(doors.stage.texts_at_customers(&shop).await, ["once", "the last one"]);
    let journal = doors.journal(&shop).await;
    assert_eq!(posted(&journal, |message| message["clientMessageId"] == "reply-1").count(), 1);

    let other = json!({ "content": "something else", "clientMessageId": "reply-1" });
    let (status, message) = doors.post(1, &shop, &conversation, &other).await;
    assert_eq!((status, &message["content"]), (StatusCode::CREATED, &json!("once")), "the first one stays");
}

#[tokio::test]
async fn a_reply_that_is_ordered_a_thousand_times_is_sent_once_on_sqlite() {
    a_reply_that_is_ordered_a_thousand_times_is_sent_once(Doors::one().await).await;
}

#[tokio::test]
async fn a_reply_that_is_ordered_a_thousand_times_is_sent_once_by_two_processes() {
    a_reply_that_is_ordered_a_thousand_times_is_sent_once(Doors::two().await).await;
}

async fn webhooks_that_come_a_thousand_times_count_once(doors: Doors) {
    let shop = doors.stage.shop(1).await;
    let conversation = doors.conversation(&shop).await;
    let (_, reply) = doors.post(0, &shop, &conversation, &json!({ "content": "hello to you" })).await;
    doors.flush(&shop, &conversation).await;
    let known = doors.journal(&shop).await;
    let sent = known.iter().find(|event| event["data"]["messageId"] == reply["id"]).expect("it was sent");
    let wamid = sent["data"]["externalId"].as_str().expect("it has a name at WhatsApp");

    let text = Webhook::text(&shop, "wamid.again", "15550177", "Is anybody there?");
    let delivered = Webhook::status(&shop, wamid, "delivered");
    let read = Webhook::status(&shop, wamid, "read");
    // A good signature vouches for where it came from: strangers may not call a thousand times at once.
    for process in 0..2 {
        assert_eq!(doors.call(process, &delivered).await, StatusCode::OK);
    }
    let calls = (0..TIMES).map(|n| (n, [&text, &read, &delivered][n % 3]));
    let calls = calls.chain((0..TIMES).map(|n| (n, &text)));
    for status in join_all(calls.map(|(n, webhook)| doors.call(n, webhook))).await {
        assert_eq!(status, StatusCode::OK);
    }

    let journal = doors.journal(&shop).await;
    let news = &journal[known.len()..];
    let kinds: Vec<_> = news.iter().map(|event| event["type"].as_str().expect("a word")).collect();
    assert_eq!(kinds, ["conversationChanged", "messagePosted"], "one conversation with one message, and no status");
    let customers = doors.stage.get(&shop, "/api/v1/customers").await;
    assert_eq!(customers["items"].as_array().expect("a list").len(), 2);
}

#[tokio::test]
async fn webhooks_that_come_a_thousand_times_count_once_on_sqlite() {
    webhooks_that_come_a_thousand_times_count_once(Doors::one().await).await;
}

#[tokio::test]
async fn webhooks_that_come_a_thousand_times_count_once_for_two_processes() {
    webhooks_that_come_a_thousand_times_count_once(Doors::two().await).await;
}

/// A thousand different replies and texts in one conversation, each twice: nobody is turned away because others were faster.
async fn nobody_is_turned_away_where_many_write(doors: Doors) {
    let shop = doors.stage.shop(1).await;
    let conversation = doors.conversation(&shop).await;
    let notes = (0..TIMES).map(|n| {
        let draft =
            json!({ "content": format!("note {}", n / 2), "kind": "note", "clientMessageId": (n / 2).to_string() });
        let (doors, shop, conversation) = (&doors, &shop, &conversation);
        async move {
            let (status, message) = doors.post(n, shop, conversation, &draft).await;
            assert_eq!(status, StatusCode::CREATED, "{message}");
            (n / 2, message["id"].to_string())
        }
    });
    let texts = (0..TIMES / 4).map(|n| {
        let id = format!("wamid.{}", n / 2);
        let webhook = Webhook::text(&shop, &id, CUSTOMER.trim_start_matches('+'), &format!("text {}", n / 2));
        let doors = &doors;
        async move { doors.call(n, &webhook).await }
    });
    let notes = stream::iter(notes).buffer_unordered(TIMES).collect::<Vec<_>>();
    let (notes, texts) = tokio::join!(notes, join_all(texts));
    for status in texts {
        assert_eq!(status, StatusCode::OK);
    }
    let mut ids: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for (n, id) in notes {
        ids.entry(n).or_default().insert(id);
    }
    assert!(ids.len() == TIMES / 2 && ids.values().all(|ids| ids.len() == 1), "each has one message: {ids:?}");

    let journal = doors.journal(&shop).await;
    let written = posted(&journal, |_| true).map(|message| message["content"].as_str().expect("a text"));
    let written: Vec<&str> = written.collect();
    assert_eq!(written.len(), 1 + TIMES / 2 + TIMES / 8);
    assert_eq!(written.iter().collect::<BTreeSet<_>>().len(), written.len(), "nothing is there twice");
    let places = posted(&journal, |_| true).map(|message| message["position"].as_i64().expect("a number"));
    assert!(places.eq(1..=written.len() as i64), "the places in the conversation follow the journal");
}

#[tokio::test]
async fn nobody_is_turned_away_where_many_write_on_sqlite() {
    nobody_is_turned_away_where_many_write(Doors::one().await).await;
}

#[tokio::test]
async fn nobody_is_turned_away_where_many_write_to_two_processes() {
    nobody_is_turned_away_where_many_write(Doors::two().await).await;
}
