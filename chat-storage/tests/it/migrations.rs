use crate::{
    databases::{Database, is_backend, on_both},
    shop::Shop,
};
use chat_core::Directory;

on_both! {
    many_may_start_at_once => async |database: Database| {
        let stores: Vec<_> = (0..8)
            .map(|_| {
                let options = database.options();
                tokio::spawn(async move {
                    let store = options.connect().await.unwrap();
                    store.migrate().await.unwrap();
                    store
                })
            })
            .collect();
        for store in stores {
            let store = store.await.unwrap();
            Shop::open(&store).await;
        }
        assert_eq!(database.store().await.clients().await.unwrap().len(), 8);
        let steps = database.column("SELECT CAST(chat_migrations.version AS text) FROM chat_migrations ORDER BY chat_migrations.version").await;
        let dialect = if matches!(database, Database::Sqlite(_)) { "sqlite" } else { "postgres" };
        let files = std::fs::read_dir(format!("{}/migrations/{dialect}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let number = |name: String| name[..4].parse::<i64>().unwrap();
        let mut known: Vec<i64> = files.map(|file| number(file.unwrap().file_name().into_string().unwrap())).collect();
        known.sort_unstable();
        assert_eq!(steps, known.iter().map(i64::to_string).collect::<Vec<_>>());
    };

    a_hosts_own_migrations_are_left_alone => async |database: Database| {
        database.execute("CREATE TABLE _sqlx_migrations (mine int)").await;
        database.store().await;
        assert!(database.column("SELECT CAST(mine AS text) FROM _sqlx_migrations").await.is_empty());
    };

    a_database_of_a_newer_version_is_refused => async |database: Database| {
        let store = database.store().await;
        database
            .execute(
                "INSERT INTO chat_migrations (version, description, success, checksum, execution_time) \
                 SELECT 9000, 'from the future', success, checksum, 0 FROM chat_migrations WHERE version = 1",
            )
            .await;
        assert!(store.migrate().await.is_err_and(|error| is_backend(&error)));
    };
}
