//! Several processes on one database.

use crate::{databases::Database, shop::Shop};
use chat_core::{Changes, Conversation, Conversations, Event, StoreError};
use chat_storage::SeaStore;
use futures_util::future::join_all;

/// Changes a conversation that was read as it is given, and tells of it.
async fn change(store: &SeaStore, shop: &Shop, read: &Conversation) -> Result<(), StoreError> {
    let event = Event::ConversationChanged(Box::new(read.clone()));
    let changes = Changes::none().update(read.clone()).tell(read.thread(), event);
    shop.commit(store, changes).await.map(drop)
}

/// Changes all of them at once. The first becomes a batch by itself; that of the others has a member which comes too late.
async fn change_all(
    store: &SeaStore,
    shop: &Shop,
    stale: &Conversation,
    order: &[Conversation],
) -> Vec<Result<(), StoreError>> {
    let (first, others) = order.split_first().unwrap();
    join_all([first, stale].into_iter().chain(others).map(|it| change(store, shop, it))).await
}

async fn read(store: &SeaStore, shop: &Shop, conversations: &[Conversation]) -> Vec<Conversation> {
    let read = conversations.iter().map(|it| store.conversation(shop.scope(), it.id));
    join_all(read).await.into_iter().map(|it| it.unwrap().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_that_refuse_some_of_their_commits_never_wait_for_each_other_in_a_circle() {
    let database = Database::postgres().await;
    let stores = [database.store().await, database.options().connect().await.unwrap()];
    let shop = Shop::open(&stores[0]).await;
    let mut conversations = Vec::new();
    for n in 0..8 {
        let (conversation, _, changes) = shop.first_message(&format!("wamid.{n}"));
        shop.commit(&stores[0], changes).await.unwrap();
        conversations.push(conversation);
    }
    let (stale, conversations) = conversations.split_first().unwrap();
    let stale = read(&stores[0], &shop, std::slice::from_ref(stale)).await.remove(0);
    change(&stores[0], &shop, &stale).await.unwrap();

    for _ in 0..5 {
        let there = read(&stores[0], &shop, conversations).await;
        let back: Vec<_> = there.iter().rev().cloned().collect();
        let one = change_all(&stores[0], &shop, &stale, &there);
        let other = change_all(&stores[1], &shop, &stale, &back);
        let (one, other) = tokio::join!(one, other);

        let won = one.iter().chain(&other).filter(|outcome| outcome.is_ok()).count();
        assert_eq!(won, conversations.len(), "each change is made once: {one:?} {other:?}");
        let lost = one.iter().chain(&other).filter(|outcome| matches!(outcome, Err(StoreError::Conflict))).count();
        assert_eq!(lost, conversations.len() + 2, "{one:?} {other:?}");
    }

    for store in stores {
        store.close().await;
    }
    // A connection tells what it has seen when it ends.
    let others =
        "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    while !database.column(others).await.is_empty() {}
    let circles =
        database.column("SELECT deadlocks::text FROM pg_stat_database WHERE datname = current_database()").await;
    assert_eq!(circles, ["0"]);
}
