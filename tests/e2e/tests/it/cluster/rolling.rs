//! Both processes are restarted one after the other, and one is killed, while customers write and agents answer.

use super::{
    Cluster,
    follower::{Follower, name_of},
    websocket,
};
use crate::{
    stage::{Shop, Stage, Street},
    webhook::Webhook,
};
use e2e::NpmClient;
use futures_util::future::join_all;
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};
use tokio::time::sleep;

const CUSTOMERS: usize = 4;
const SOCKETS: usize = 6;
/// How fast each customer writes, and each is answered.
const PACE: Duration = Duration::from_millis(60);

/// A customer and the agent who answers it.
struct Pair {
    phone: String,
    conversation: String,
    written: usize,
    answered: usize,
}

impl Pair {
    async fn begin(stage: &Stage, shop: &Shop, n: usize) -> Self {
        let phone = format!("+155502{n:02}");
        stage.customer_writes(shop, &phone, "question 0").await;
        let found = async {
            loop {
                let list = stage.get(shop, "/api/v1/conversations").await;
                let list = list["items"].as_array().expect("a list").clone();
                if let Some(found) = list.iter().find(|one| one["customerNumber"] == phone.as_str()) {
                    return found["id"].as_str().expect("an id").to_owned();
                }
                // The webhook is on its way: ask again.
                sleep(Duration::from_millis(20)).await;
            }
        };
        let conversation = tokio::time::timeout(e2e::GUARD, found).await.expect("the conversation is there");
        Self { phone, conversation, written: 1, answered: 0 }
    }

    /// Writes and answers until it is told to stop.
    async fn talk(&mut self, street: &Street, shop: &Shop, is_over: &AtomicBool) {
        while !is_over.load(Ordering::Relaxed) {
            self.ask(street, shop).await;
            self.answer(street, shop).await;
            sleep(PACE).await;
        }
    }

    /// Asks as WhatsApp does: the same call again and again until it was taken. Only then the next one, for WhatsApp itself
    /// keeps no order between calls.
    async fn ask(&mut self, street: &Street, shop: &Shop) {
        let (from, text) = (self.phone.trim_start_matches('+'), format!("question {}", self.written));
        let call = Webhook::text(shop, &format!("wamid.{from}.{}", self.written), from, &text);
        loop {
            match call.try_call(&street.http, &street.entrance).await.map(|response| response.status()) {
                Ok(StatusCode::OK) => break,
                Ok(status) => assert!(is_worth_another_try(status), "{status}"),
                Err(_) => {}
            }
            sleep(PACE).await;
        }
        self.written += 1;
    }

    /// Answers as a program ought to: again and again until it was taken, under the same name.
    async fn answer(&mut self, street: &Street, shop: &Shop) {
        let url = format!("{}/api/v1/conversations/{}/messages", street.entrance, self.conversation);
        let name = format!("{} {}", self.phone, self.answered);
        let draft = json!({ "content": format!("answer {}", self.answered), "clientMessageId": name });
        loop {
            let sent = street.http.post(&url).bearer_auth(&shop.api_key).json(&draft).send().await;
            match sent.map(|response| response.status()) {
                Ok(StatusCode::CREATED | StatusCode::OK) => break,
                Ok(status) => assert!(is_worth_another_try(status), "{status}"),
                Err(_) => {}
            }
            sleep(PACE).await;
        }
        self.answered += 1;
    }
}

fn is_worth_another_try(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

fn texts(kind: &str, count: usize) -> Vec<String> {
    (0..count).map(|n| format!("{kind} {n}")).collect()
}

/// What each customer has on its phone, in order.
async fn at_customers(stage: &Stage, shop: &Shop) -> BTreeMap<String, Vec<String>> {
    let path = format!("/_emu/messages?direction=outbound&phoneNumberId={}", shop.phone_number_id);
    let response = stage.http.get(format!("{}{path}", stage.emulator.url())).send().await.expect("an answer");
    let body: Value = response.json().await.expect("JSON");
    let mut phones: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for message in body["messages"].as_array().expect("a list") {
        let text = message["body"]["text"]["body"].as_str().unwrap_or_default().to_owned();
        let to = message["body"]["to"].as_str().expect("a recipient").trim_start_matches('+').to_owned();
        phones.entry(to).or_default().push(text);
    }
    phones
}

/// The messages of a conversation, the first one first.
async fn messages(stage: &Stage, shop: &Shop, conversation: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/api/v1/conversations/{conversation}/messages?limit=200{cursor}");
        let page = stage.get(shop, &path).await;
        all.extend(page["items"].as_array().expect("a list").iter().cloned());
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    all.reverse();
    all
}

fn contents<'a>(messages: &'a [Value], sender: &str) -> Vec<&'a str> {
    let of = messages.iter().filter(|message| message["senderType"] == sender);
    of.map(|message| message["content"].as_str().expect("a text")).collect()
}

/// Whether nothing goes on any more: every reply was read, or nobody knows whether it was taken.
async fn settled(stage: &Stage, shop: &Shop, pairs: &[Pair]) -> bool {
    for pair in pairs {
        let messages = messages(stage, shop, &pair.conversation).await;
        let is_under_way = |message: &&Value| {
            message["senderType"] == "agent" && message["status"] != "read" && message["error"].is_null()
        };
        if contents(&messages, "customer").len() < pair.written || messages.iter().any(|one| is_under_way(&one)) {
            return false;
        }
    }
    true
}

#[derive(Clone, Copy)]
enum Restart {
    /// It is asked to stop and everything moves over.
    Asked,
    Killed,
}

async fn restart(cluster: &mut Cluster, process: usize, how: Restart) {
    let server = match process {
        0 => &mut cluster.stage.server,
        _ => &mut cluster.second,
    };
    match how {
        Restart::Asked => assert!(server.terminate().await.success(), "{}", server.output()),
        Restart::Killed => server.kill().await,
    }
    server.restart().await;
}

/// Each customer has each answer once and in order; those that nobody can vouch for are told as such, if they were not sent.
async fn compare(cluster: &Cluster, shop: &Shop, pairs: &[Pair]) -> usize {
    let phones = at_customers(&cluster.stage, shop).await;
    let mut missing = 0;
    for pair in pairs {
        let kept = messages(&cluster.stage, shop, &pair.conversation).await;
        assert_eq!(contents(&kept, "customer"), texts("question", pair.written));
        assert_eq!(contents(&kept, "agent"), texts("answer", pair.answered));
        let at_phone = &phones[pair.phone.trim_start_matches('+')];
        let visibly_unsent =
            |text: &String| kept.iter().any(|one| one["content"] == text.as_str() && !one["error"].is_null());
        let expected = texts("answer", pair.answered);
        let expected: Vec<_> =
            expected.iter().filter(|text| at_phone.contains(text) || !visibly_unsent(text)).collect();
        assert_eq!(at_phone.iter().collect::<Vec<_>>(), expected);
        missing += pair.answered - at_phone.len();
    }
    missing
}

async fn rolls(restarts: &[(usize, Restart)]) -> usize {
    let mut cluster = Cluster::joined().await;
    let shop = cluster.stage.shop(1).await;
    let begun = (0..CUSTOMERS).map(|n| Pair::begin(&cluster.stage, &shop, n));
    let mut pairs = join_all(begun).await;
    let sockets = (0..SOCKETS).map(|_| NpmClient::connect(websocket(cluster.stage.url(), &shop.api_key)));
    let mut followers = join_all(join_all(sockets).await.into_iter().map(Follower::start)).await;

    let is_over = AtomicBool::new(false);
    // The emulator, the entrance and the client live on while the servers do not.
    let street = cluster.stage.street();
    let talks = join_all(pairs.iter_mut().map(|pair| pair.talk(&street, &shop, &is_over)));
    let following = join_all(followers.iter_mut().map(Follower::run));
    let story = async {
        for (process, how) in restarts {
            sleep(PACE * 10).await;
            restart(&mut cluster, *process, *how).await;
        }
        sleep(PACE * 10).await;
        is_over.store(true, Ordering::Relaxed);
    };
    tokio::select! {
        _ = async { tokio::join!(story, talks) } => {}
        _ = following => unreachable!("followers go on"),
    }

    let quiet = async {
        while !settled(&cluster.stage, &shop, &pairs).await {
            // Sends and statuses are on their way: ask again.
            sleep(PACE).await;
        }
    };
    tokio::time::timeout(e2e::GUARD * 2, quiet).await.expect("everything settles");
    let journal = cluster.journal(&shop).await;
    let head = i64::try_from(journal.len()).unwrap();
    let expected: Vec<_> = journal.iter().map(name_of).collect();
    for follower in &mut followers {
        tokio::time::timeout(e2e::GUARD, follower.until(head)).await.expect("it catches up");
        assert_eq!(follower.names(), expected);
        assert!(follower.connections > 1, "it was never sent away");
    }
    compare(&cluster, &shop, &pairs).await
}

#[tokio::test]
async fn a_rolling_restart_under_load_loses_doubles_and_reorders_nothing() {
    let missing = rolls(&[(0, Restart::Asked), (1, Restart::Asked), (0, Restart::Asked)]).await;
    assert_eq!(missing, 0, "who is asked to stop finishes what it sends");
}

#[tokio::test]
async fn a_kill_under_load_loses_doubles_and_reorders_nothing() {
    rolls(&[(0, Restart::Killed), (1, Restart::Asked)]).await;
}
