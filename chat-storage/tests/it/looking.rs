//! Looking at a database, and copying it, without being in anybody's way.

use crate::{
    databases::{Database, is_backend, on_both},
    shop::Shop,
};
use chat_core::{Commit, Directory, Env, Journal};
use chat_storage::{BackupError, Gap, Inspection, InspectionError, backup};
use sqlx::Connection;
use std::{fs, path::Path};

on_both! {
    a_database_tells_what_it_is_before_and_after_its_tables_are_made => async |database: Database| {
        let env = Env::default();
        let store = database.options().connect().await.unwrap();
        let before = Inspection::of(&database.url(), &env).await.unwrap();
        assert_eq!((before.steps_taken, before.is_migrated()), (0, false), "{before:?}");
        assert!(!store.is_migrated().await.unwrap());
        store.migrate().await.unwrap();
        let after = Inspection::of(&database.url(), &env).await.unwrap();
        assert!(after.steps_taken > 0 && after.is_migrated() && after.damage.is_empty(), "{after:?}");
        assert!(after.version.starts_with(|first: char| first.is_ascii_digit()), "{after:?}");
        assert!(after.clock_ahead_ms.is_none_or(|ms| ms.abs() < 60_000), "{after:?}");
        assert!(store.is_migrated().await.unwrap());

        let shop = Shop::open(&store).await;
        let (_, _, changes) = shop.first_message("wamid.1");
        store.commit(shop.scope(), changes).await.unwrap();
        let head = store.heads(&[shop.scope()]).await.unwrap()[0];
        let whole = Inspection::of(&database.url(), &env).await.unwrap();
        assert_eq!((whole.journals, whole.events, whole.gaps.as_slice()), (1, head, &[][..]), "{whole:?}");
        database.execute("DELETE FROM journal WHERE seq = 1").await;
        let gap = Gap { client_id: shop.scope().client_id(), tail: 1, head, events: head - 1 };
        assert_eq!(Inspection::of(&database.url(), &env).await.unwrap().gaps, [gap]);

        database.execute("DELETE FROM chat_migrations WHERE version = 1").await;
        assert!(!store.is_migrated().await.unwrap());
    };

    a_store_for_reading_reads_and_changes_nothing => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        let reader = database.options().read_only().connect().await.unwrap();
        assert_eq!(reader.clients().await.unwrap().len(), 1);
        let (_, _, changes) = shop.first_message("wamid.1");
        assert!(reader.commit(shop.scope(), changes).await.is_err_and(|error| is_backend(&error)));
        reader.close().await;
        assert_eq!(store.heads(&[shop.scope()]).await.unwrap(), [0]);
    };
}

#[tokio::test]
async fn what_is_not_there_is_not_made() {
    let database = Database::sqlite();
    let folder = folder_of(&database);
    let error = Inspection::of(&database.url(), &Env::default()).await.unwrap_err();
    assert!(matches!(&error, InspectionError::Absent(path) if path.ends_with("chat.db")), "{error}");
    let copy = folder.join("copy.db");
    assert!(matches!(backup(&database.url(), &copy).await, Err(BackupError::Unreadable(InspectionError::Absent(_)))));
    assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
}

#[tokio::test]
async fn a_damaged_file_is_found_out() {
    let database = Database::sqlite();
    let store = database.store().await;
    Shop::open(&store).await;
    store.close().await;
    let file = folder_of(&database).join("chat.db");
    let page = page_of("messages", &file).await;
    let mut bytes = fs::read(&file).unwrap();
    bytes[page * 4096..(page + 1) * 4096].fill(0xa5);
    fs::write(&file, bytes).unwrap();
    let inspection = Inspection::of(&database.url(), &Env::default()).await.unwrap();
    assert!((1..=Inspection::DAMAGE_MAX).contains(&inspection.damage.len()), "{inspection:?}");
    let copy = folder_of(&database).join("copy.db");
    assert!(matches!(backup(&database.url(), &copy).await, Err(BackupError::Damaged(_))));
    assert!(!copy.exists() && !copy.with_file_name("copy.db.part").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_is_made_while_others_write_is_whole() {
    let database = Database::sqlite();
    let store = database.store().await;
    let shop = Shop::open(&store).await;
    let (first_is_there, copied) = (tokio::sync::Notify::new(), chat_core::Stop::default());
    let writing = async {
        let mut written = 0_i64;
        while !copied.is_stopped() {
            let (_, _, changes) = shop.first_message(&format!("wamid.{written}"));
            store.commit(shop.scope(), changes).await.unwrap();
            written += 1;
            if written == 50 {
                first_is_there.notify_one();
            }
        }
        written
    };
    let copy = folder_of(&database).join("copy.db");
    let copying = async {
        first_is_there.notified().await;
        let bytes = backup(&database.url(), &copy).await.unwrap();
        copied.stop();
        bytes
    };
    let (written, bytes) = tokio::join!(writing, copying);
    assert!(written >= 50 && bytes == fs::metadata(&copy).unwrap().len());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    }

    let restored = format!("sqlite://{}", copy.display());
    let inspection = Inspection::of(&restored, &Env::default()).await.unwrap();
    assert!(inspection.is_migrated() && inspection.damage.is_empty(), "{inspection:?}");
    let restored = chat_storage::SeaStore::connect(&restored).await.unwrap();
    let head = restored.heads(&[shop.scope()]).await.unwrap()[0];
    let events = restored.events_after(shop.scope(), 0, 100_000).await.unwrap();
    assert!(head >= 50 && head <= store.heads(&[shop.scope()]).await.unwrap()[0]);
    assert_eq!(events.events.len() as i64, head, "the journal of the copy has no gap");
    restored.close().await;
    assert!(matches!(backup(&database.url(), &copy).await, Err(BackupError::Taken(path)) if path == copy));
}

#[tokio::test]
async fn a_copy_is_made_of_files_alone_and_only_where_there_is_a_place() {
    let database = Database::sqlite();
    database.store().await.close().await;
    let nowhere = folder_of(&database).join("no such folder/copy.db");
    assert!(matches!(backup(&database.url(), &nowhere).await, Err(BackupError::Unwritten { .. })));
    assert!(matches!(backup("postgres://db/chat", Path::new("copy.db")).await, Err(BackupError::NoFile)));
}

/// Which page of a database file, counted from 0, is the root of a table.
async fn page_of(table: &str, file: &Path) -> usize {
    let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let root = sqlx::query_scalar::<_, i64>("SELECT rootpage FROM sqlite_schema WHERE name = ?").bind(table.to_owned());
    let root = root.fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    usize::try_from(root).unwrap() - 1
}

fn folder_of(database: &Database) -> &Path {
    match database {
        Database::Sqlite(folder) => folder.path(),
        Database::Postgres { .. } => unreachable!("it is a file"),
    }
}
