//! What holds for SQLite alone.

use crate::{databases::Database, shop::Shop};
use chat_core::{Changes, Commit, ReceivedCall, ReceivedCallState, Source};
use sqlx::{Connection, SqliteConnection};

#[tokio::test]
async fn the_file_is_in_write_ahead_mode() {
    let database = Database::sqlite();
    let store = database.store().await;
    assert_eq!(database.column("PRAGMA journal_mode").await, ["wal"]);
    store.close().await;
}

#[tokio::test]
async fn the_log_is_moved_into_the_file_while_commits_go_on() {
    let database = Database::sqlite();
    let store = database.store().await;
    let shop = Shop::open(&store).await;
    let path = file_of(&database);
    let before = size(&path);
    let text = "long ".repeat(3_000);
    for at in 0..400 {
        let (_, mut message, mut changes) = shop.first_message(&format!("wamid.{at}"));
        message.content.clone_from(&text);
        changes.writes.last_mut().unwrap().record = message.into();
        store.commit(shop.scope(), changes).await.unwrap();
    }
    // Six megabytes of texts: most of them are in the file although it was never closed, and the log did not keep them all.
    assert!(size(&path) > before + 3_000_000, "the file has grown to {}", size(&path));
    store.close().await;
    let mut connection = SqliteConnection::connect(&database.url()).await.unwrap();
    let sound: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut connection).await.unwrap();
    assert_eq!(sound, "ok");
}

#[tokio::test]
async fn the_log_begins_anew_although_commits_never_pause() {
    let database = Database::sqlite();
    let store = database.store().await;
    let shop = Shop::open(&store).await;
    let call = |at: usize| ReceivedCall {
        id: shop.env.id(),
        client_id: shop.client.id,
        account_id: None,
        source: Source::WHATSAPP,
        about: None,
        body: format!("{at} ").repeat(50_000),
        reason: "nobody has read it yet".into(),
        state: ReceivedCallState::Waiting,
        attempts: 0,
        next_attempt_at: shop.env.now(),
        received_at: shop.env.now(),
        revision: 0,
    };
    for at in 0..500 {
        store.commit(shop.scope(), Changes::none().insert(call(at))).await.unwrap();
    }
    // A hundred megabytes have gone through it.
    let log = size(&format!("{}-wal", file_of(&database)));
    assert!(log < 40_000_000, "the log has grown to {log}");
    store.close().await;
}

fn file_of(database: &Database) -> String {
    database.url().trim_start_matches("sqlite://").trim_end_matches("?mode=rwc").to_owned()
}

fn size(path: &str) -> u64 {
    std::fs::metadata(path).unwrap().len()
}
