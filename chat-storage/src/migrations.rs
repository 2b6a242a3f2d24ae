use crate::{
    reader::Reader,
    wall::{self, Sight},
    write::Writer,
};
use sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};

/// The table that remembers which steps were taken; a host's own migrations live beside it undisturbed.
const TABLE: &str = "chat_migrations";

macro_rules! steps {
    ($dialect:literal: $($version:literal $name:literal,)*) => {
        [$(($version, $name, include_str!(concat!("../migrations/", $dialect, "/", $name, ".sql")))),*]
    };
}

const SQLITE: &[(i64, &str, &str)] = &steps!("sqlite": 1 "0001_backbone", 2 "0002_delivery", 3 "0003_journal", 4 "0004_widgets", 6 "0006_visitors", 20 "0020_backlog", 21 "0021_files", 30 "0030_definitions", 31 "0031_inbox", 32 "0032_lists", 33 "0033_jobs", 40 "0040_sign_in", 41 "0041_team", 50 "0050_webhooks", 51 "0051_audit", 60 "0060_customers", 61 "0061_threads", 62 "0062_search", 70 "0070_kept_answers", 80 "0080_parts", 90 "0090_whatsapp", 91 "0091_whatsapp_more", 92 "0092_mentions", 93 "0093_parts_of_words", 94 "0094_journal_rows", 95 "0095_beginnings",);
const POSTGRES: &[(i64, &str, &str)] = &steps!("postgres": 1 "0001_backbone", 2 "0002_delivery", 3 "0003_journal", 4 "0004_widgets", 6 "0006_visitors", 20 "0020_backlog", 21 "0021_files", 30 "0030_definitions", 31 "0031_inbox", 32 "0032_lists", 33 "0033_jobs", 40 "0040_sign_in", 41 "0041_team", 50 "0050_webhooks", 51 "0051_audit", 60 "0060_customers", 61 "0061_threads", 62 "0062_search", 70 "0070_kept_answers", 72 "0072_wall", 73 "0073_plain_keys", 80 "0080_parts", 90 "0090_whatsapp", 91 "0091_whatsapp_more", 92 "0092_mentions", 93 "0093_parts_of_words",);

fn migrator(steps: &[(i64, &'static str, &'static str)]) -> Migrator {
    let migration = |&(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    let mut migrator = Migrator::with_migrations(steps.iter().map(migration).collect());
    migrator.dangerous_set_table_name(TABLE);
    migrator
}

/// Takes the steps that were not taken yet. Whoever comes second waits and then finds nothing left to do.
pub(crate) async fn run(writer: &Writer) -> Result<(), MigrateError> {
    match writer {
        Writer::Sqlite { pool, .. } => {
            // The migrator has no lock for SQLite: the writer's lock, held from its first look to its last step, is one.
            let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
            migrator(SQLITE).run_direct(None, &mut *transaction, false).await?;
            transaction.commit().await?;
        }
        Writer::Postgres { pool, is_walled, .. } => {
            // The lock belongs to the connection: one that is lost on the way must take the lock with it.
            let mut connection = pool.acquire().await?.detach();
            // A step may change the rows of every client.
            connection.execute(sqlx::raw_sql(AssertSqlSafe(Sight::Everything.set()))).await?;
            migrator(POSTGRES).run_direct(None, &mut connection, false).await?;
            if *is_walled {
                wall::raise(&mut connection).await?;
            }
            connection.close().await?;
        }
    }
    Ok(())
}

/// Which steps there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// Whether every step was taken that this version knows.
pub(crate) async fn is_complete(writer: &Writer, reader: &Reader) -> Result<bool, sqlx::Error> {
    let missing = match (writer, reader) {
        (Writer::Sqlite { .. }, Reader::Open(readers)) => {
            let mut connection = readers.get_sqlite_connection_pool().acquire().await?;
            missing(Dialect::Sqlite, &taken_by_sqlite(&mut connection).await?)
        }
        (Writer::Sqlite { pool, .. }, Reader::Walled(_)) => {
            let mut connection = pool.acquire().await?;
            missing(Dialect::Sqlite, &taken_by_sqlite(&mut connection).await?)
        }
        (Writer::Postgres { pool, .. }, _) => {
            let mut connection = pool.acquire().await?;
            missing(Dialect::Postgres, &taken_by_postgres(&mut connection).await?)
        }
    };
    Ok(missing == 0)
}

/// How many of the steps that this version knows are not among those `taken`. That a newer version has taken more does not matter.
pub(crate) fn missing(dialect: Dialect, taken: &[i64]) -> usize {
    let known = match dialect {
        Dialect::Sqlite => SQLITE,
        Dialect::Postgres => POSTGRES,
    };
    known.iter().filter(|(version, ..)| !taken.contains(version)).count()
}

/// The steps that a database has taken; none when it has no tables of ours yet.
pub(crate) async fn taken_by_sqlite(connection: &mut SqliteConnection) -> Result<Vec<i64>, sqlx::Error> {
    const IS_THERE: &str = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'chat_migrations'";
    let tables: i64 = sqlx::query_scalar(IS_THERE).fetch_one(&mut *connection).await?;
    if tables == 0 {
        return Ok(Vec::new());
    }
    sqlx::query_scalar("SELECT version FROM chat_migrations WHERE success").fetch_all(connection).await
}

/// The same on PostgreSQL.
pub(crate) async fn taken_by_postgres(connection: &mut PgConnection) -> Result<Vec<i64>, sqlx::Error> {
    let is_there: bool =
        sqlx::query_scalar("SELECT to_regclass('chat_migrations') IS NOT NULL").fetch_one(&mut *connection).await?;
    if !is_there {
        return Ok(Vec::new());
    }
    sqlx::query_scalar("SELECT version FROM chat_migrations WHERE success").fetch_all(connection).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{AssertSqlSafe, SqlitePool, sqlite::SqlitePoolOptions};

    /// What one column of a query says, row by row.
    async fn column(pool: &SqlitePool, sql: &'static str) -> Vec<String> {
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(pool).await.unwrap()
    }

    #[tokio::test]
    async fn what_was_ordered_before_the_counter_is_counted_in_its_order() {
        let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
        let mut connection = pool.acquire().await.unwrap();
        migrator(&SQLITE[..1]).run_direct(None, &mut *connection, false).await.unwrap();
        let rows = "
            INSERT INTO clients VALUES (x'01', 'Shop', 0, 1);
            INSERT INTO whatsapp_accounts VALUES
                (x'01', x'01', 'whatsapp', '1', 'b', NULL, x'', x'', NULL, x'', 'paused', 'expired (190)', 0, 7, 1),
                (x'02', x'01', 'whatsapp', '2', 'b', NULL, x'', x'', NULL, x'', 'paused', NULL, 0, 7, 1);
            INSERT INTO conversations (id, client_id, source, status, unread_count, message_count, last_seq, created_at,
                updated_at, revision) VALUES (x'01', x'01', 'whatsapp', 'active', 0, 3, 0, 0, 0, 1),
                (x'02', x'01', 'whatsapp', 'active', 0, 0, 0, 0, 0, 1);
            INSERT INTO messages (id, client_id, conversation_id, position, sender_type, kind, content_type, content, status,
                created_at, revision) VALUES
                (x'01', x'01', x'01', 1, 'agent', 'reply', 'text', '', 'sent', 0, 1),
                (x'02', x'01', x'01', 2, 'agent', 'reply', 'text', '', 'queued', 0, 1),
                (x'03', x'01', x'01', 3, 'agent', 'reply', 'text', '', 'queued', 0, 1);
            INSERT INTO deliveries (id, client_id, conversation_id, account_id, action, message_id, state, attempts,
                next_attempt_at, created_at, updated_at, revision) VALUES
                (x'03', x'01', x'01', x'01', 'send', x'03', 'pending', 2, 0, 0, 9, 1),
                (x'01', x'01', x'01', x'01', 'send', x'01', 'done', 1, 0, 0, 9, 1),
                (x'02', x'01', x'01', x'01', 'send', x'02', 'unsettled', 1, 0, 0, 9, 1)";
        sqlx::raw_sql(rows).execute(&mut *connection).await.unwrap();
        migrator(SQLITE).run_direct(None, &mut *connection, false).await.unwrap();
        drop(connection);

        let table = [
            (
                "SELECT hex(id) || ' ' || position || ' ' || failures FROM deliveries ORDER BY id",
                ["01 1 0", "02 2 0", "03 3 2"].as_slice(),
            ),
            ("SELECT hex(id) || ' ' || ask_at FROM deliveries WHERE ask_at IS NOT NULL", &["02 9"]),
            ("SELECT hex(id) || ' ' || unsettled FROM messages WHERE unsettled IS NOT NULL", &["02 waiting"]),
            ("SELECT hex(id) || ' ' || delivery_count FROM conversations ORDER BY id", &["01 3", "02 0"]),
            (
                "SELECT hex(id) || ' ' || next_check_at FROM whatsapp_accounts WHERE next_check_at IS NOT NULL",
                &["01 7"],
            ),
        ];
        for (sql, rows) in table {
            assert_eq!(column(&pool, sql).await, rows, "{sql}");
        }
    }

    #[tokio::test]
    async fn events_stay_what_they_are_in_their_new_table() {
        let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
        let mut connection = pool.acquire().await.unwrap();
        let before = SQLITE.iter().position(|(version, ..)| *version == 94).unwrap();
        migrator(&SQLITE[..before]).run_direct(None, &mut *connection, false).await.unwrap();
        let rows = "
            INSERT INTO clients VALUES (x'01', 'Shop', 0, 1);
            INSERT INTO journal (client_id, seq, previous_seq, at, conversation_id, customer_id, source, customer_number, event,
                account_id, widget_id) VALUES
                (x'01', 2, 1, 30, x'04', x'05', 'whatsapp', '+49', 'two', x'06', x'07'),
                (x'01', 1, 0, 20, NULL, NULL, NULL, NULL, 'one', NULL, NULL)";
        sqlx::raw_sql(rows).execute(&mut *connection).await.unwrap();
        migrator(SQLITE).run_direct(None, &mut *connection, false).await.unwrap();
        drop(connection);

        const TOLD: &str = "SELECT hex(client_id) || ' ' || seq || ' ' || previous_seq || ' ' || at || ' ' || event || ' ' \
            || concat_ws(' ', hex(conversation_id), hex(customer_id), source, customer_number, hex(account_id), hex(widget_id)) \
            FROM journal WHERE client_id = x'01' ORDER BY seq";
        let told: Vec<String> = column(&pool, TOLD).await;
        let told: Vec<&str> = told.iter().map(|row| row.trim_end()).collect();
        assert_eq!(told, ["01 1 0 20 one", "01 2 1 30 two 04 05 whatsapp +49 06 07"]);
    }
}
