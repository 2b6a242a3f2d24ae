//! What becomes of a store in SQLite whose disk is full.

use crate::{databases::Database, shop::Shop};
use chat_core::{Commit, Conversations, Directory, ExternalId, Source, StoreError};
use chat_storage::{KeyRing, SeaStore};
use futures_util::future::join_all;
use sqlx::{Connection, SqliteConnection};
use std::ops::Range;

/// A database in which something else takes a lot of room, and may grow no more than a little.
struct Cramped {
    database: Database,
    store: SeaStore,
    shop: Shop,
    other: SqliteConnection,
}

impl Cramped {
    const SPARE_PAGES: u32 = 60;

    async fn open() -> Self {
        let database = Database::sqlite();
        database.store().await.close().await;
        let mut other = SqliteConnection::connect(&database.url()).await.unwrap();
        for sql in [
            "CREATE TABLE ballast (bytes BLOB)",
            "INSERT INTO ballast SELECT zeroblob(4000) FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
             WHERE i < 1000) SELECT i FROM n)",
        ] {
            sqlx::query(sql).execute(&mut other).await.unwrap();
        }
        let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut other).await.unwrap();
        let pages = u32::try_from(pages).unwrap() + Self::SPARE_PAGES;
        let options = SeaStore::options(&database.url()).keys(KeyRing::new("a passphrase of the test's own"));
        let store = options.pages_max(pages).connect().await.unwrap();
        let shop = Shop::open(&store).await;
        Self { database, store, shop, other }
    }

    /// Keeps messages of a few kilobytes, so many at the same moment, and tells which were refused.
    async fn receive(&self, numbers: Range<u32>) -> Vec<bool> {
        let commits = numbers.map(|number| async move {
            let (_, mut message, mut changes) = self.shop.first_message(&format!("wamid.{number}"));
            message.content = "long ".repeat(1000);
            changes.writes.last_mut().unwrap().record = message.into();
            match self.store.commit(self.shop.scope(), changes).await {
                Ok(_) => false,
                Err(StoreError::Full) => true,
                Err(error) => panic!("{number}: {error:?}"),
            }
        });
        join_all(commits).await
    }

    async fn is_kept(&self, number: u32) -> bool {
        let id = ExternalId { source: Source::WHATSAPP, id: format!("wamid.{number}") };
        self.store.message_by_external(self.shop.scope(), &id).await.unwrap().is_some()
    }

    async fn until_full(&self) -> (u32, Vec<bool>) {
        for number in 0.. {
            let refused = self.receive(number..number + 1).await;
            if refused[0] {
                return (number, refused);
            }
        }
        unreachable!("there is not that much room")
    }
}

#[tokio::test]
async fn what_does_not_fit_is_refused_as_that_and_all_else_is_kept_and_can_be_read() {
    let mut cramped = Cramped::open().await;
    let (full, _) = cramped.until_full().await;
    assert!(full > 5, "some fitted: {full}");
    // Again and again, alone and together: nothing of it is kept, and what was kept stays.
    for round in 1..4 {
        let numbers = full..full + 3 * round;
        assert!(cramped.receive(numbers).await.iter().all(|is_refused| *is_refused));
    }
    for number in 0..full + 10 {
        assert_eq!(cramped.is_kept(number).await, number < full, "{number}");
    }
    assert_eq!(cramped.store.clients().await.unwrap().len(), 1);
    let sound: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut cramped.other).await.unwrap();
    assert_eq!(sound, "ok");
    cramped.store.close().await;
}

#[tokio::test]
async fn the_store_goes_on_by_itself_when_there_is_room() {
    let mut cramped = Cramped::open().await;
    let (full, _) = cramped.until_full().await;
    assert!(cramped.receive(full..full + 20).await.into_iter().all(|is_refused| is_refused));
    sqlx::query("DROP TABLE ballast").execute(&mut cramped.other).await.unwrap();
    assert!(cramped.receive(full..full + 20).await.into_iter().all(|is_refused| !is_refused));
    for number in 0..full + 20 {
        assert!(cramped.is_kept(number).await, "{number}");
    }
    cramped.store.close().await;
    let sound = cramped.database.column("PRAGMA integrity_check").await;
    assert_eq!(sound, ["ok"]);
}
