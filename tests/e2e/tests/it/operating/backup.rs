//! `chat-server backup`, while the server goes on.

use crate::{
    postgres::Database,
    stage::{Shop, Stage},
};
use e2e::{Launch, Server};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
};

const CUSTOMER: &str = "+15550199";

/// The texts of a conversation as a server has them.
async fn texts(http: &Client, url: &str, shop: &Shop, conversation: &str) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    let mut path = format!("{url}/api/v1/conversations/{conversation}/messages?limit=200");
    loop {
        let page: Value = http.get(&path).bearer_auth(&shop.api_key).send().await.unwrap().json().await.unwrap();
        let items = page["items"].as_array().unwrap_or_else(|| panic!("{page}"));
        texts.extend(items.iter().map(|item| item["content"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["nextCursor"].as_str() else { return texts };
        path = format!("{url}/api/v1/conversations/{conversation}/messages?limit=200&cursor={cursor}");
    }
}

/// The places of all events in the journal.
async fn journal(http: &Client, url: &str, shop: &Shop) -> Vec<i64> {
    let mut places = Vec::new();
    loop {
        let path = format!("{url}/api/v1/events?after={}&limit=500", places.len());
        let page: Value = http.get(&path).bearer_auth(&shop.api_key).send().await.unwrap().json().await.unwrap();
        let events = page["events"].as_array().unwrap_or_else(|| panic!("{page}"));
        places.extend(events.iter().map(|event| event["seq"].as_i64().unwrap()));
        if page["head"] == places.len() {
            return places;
        }
    }
}

#[tokio::test]
async fn a_backup_that_is_made_while_people_write_is_restored_with_all_they_had_written() {
    let stage = Stage::open().await;
    let shop = stage.shop(1).await;
    let agent = stage.socket(&shop).await;
    agent.ask("joinInbox", []).await;
    stage.customer_writes(&shop, CUSTOMER, "hello").await;
    let conversation = agent.next_event("message").await[0]["conversationId"].as_str().unwrap().to_owned();

    let is_copied = AtomicBool::new(false);
    let begun = tokio::sync::Notify::new();
    let file = stage.server.data_dir().join("backup.db");
    let path = format!("{}/api/v1/conversations/{conversation}/messages", stage.url());
    let writing = async {
        let mut answered = Vec::new();
        while !is_copied.load(Ordering::Relaxed) {
            let text = format!("note {}", answered.len());
            let note = json!({ "content": text, "kind": "note" });
            let answer = stage.http.post(&path).bearer_auth(&shop.api_key).json(&note).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::CREATED, "nobody is in the way of those who write");
            answered.push(text);
            if answered.len() == 30 {
                begun.notify_one();
            }
        }
        answered
    };
    let copying = async {
        begun.notified().await;
        let before = texts(&stage.http, &stage.url(), &shop, &conversation).await;
        let said = stage.server.run(["backup", file.to_str().unwrap()]).await;
        is_copied.store(true, Ordering::Relaxed);
        (before, said)
    };
    let (answered, (before, said)) = tokio::join!(writing, copying);
    assert!(before.len() >= 30 && answered.len() > before.len(), "{} {}", before.len(), answered.len());
    assert!(said.contains("is a whole and sound copy") && said.contains("secret"), "{said}");

    let again = stage.server.attempt(["backup", file.to_str().unwrap()]).await;
    assert!(!again.status.success() && String::from_utf8_lossy(&again.stderr).contains("nothing is overwritten"));

    // What the operator's manual says: the copy becomes `chat.db` of a data directory, beside the secret.
    let restored = tempfile::tempdir().unwrap();
    std::fs::copy(&file, restored.path().join("chat.db")).unwrap();
    std::fs::copy(stage.server.data_dir().join("secret"), restored.path().join("secret")).unwrap();
    let launch = Launch::chat_server().env("CHAT_GRAPH_URL", stage.emulator.url());
    let second = Server::start(launch.args(["--data-dir", restored.path().to_str().unwrap()])).await;
    let kept = texts(&stage.http, &second.url(), &shop, &conversation).await;
    assert!(before.is_subset(&kept), "what was there when the backup began is in it");
    let written: BTreeSet<_> = answered.into_iter().chain(["hello".to_owned()]).collect();
    assert!(kept.is_subset(&written));
    let places = journal(&stage.http, &second.url(), &shop).await;
    assert!(places.iter().copied().eq(1..=places.len() as i64), "the journal has no gap");
    let note = json!({ "content": "and on it goes", "kind": "note" });
    let path = format!("{}/api/v1/conversations/{conversation}/messages", second.url());
    let answer = stage.http.post(&path).bearer_auth(&shop.api_key).json(&note).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn postgresql_is_copied_by_its_own_tool() {
    let database = Database::create().await;
    let stage = Stage::open_with(|launch| launch.env("CHAT_DATABASE_URL", database.url())).await;
    let file = stage.server.data_dir().join("chat.dump");
    let said = stage.server.attempt(["backup", file.to_str().unwrap()]).await;
    let complaint = String::from_utf8(said.stderr).unwrap();
    assert!(!said.status.success() && !file.exists());
    let dump = format!("pg_dump --enable-row-security --format=custom --file={}", file.display());
    let command = format!("PGOPTIONS='-c chat.client=*' {dump} \"$CHAT_DATABASE_URL\"");
    assert!(complaint.contains(&command) && !complaint.contains(&database.url()), "{complaint}");
}
