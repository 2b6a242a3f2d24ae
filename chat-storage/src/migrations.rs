use crate::write::Writer;
use sqlx::{
    Connection, SqlSafeStr,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};

/// The table that remembers which steps were taken; a host's own migrations live beside it undisturbed.
const TABLE: &str = "chat_migrations";

macro_rules! steps {
    ($dialect:literal: $($version:literal $name:literal,)*) => {
        [$(($version, $name, include_str!(concat!("../migrations/", $dialect, "/", $name, ".sql")))),*]
    };
}

const SQLITE: &[(i64, &str, &str)] = &steps!("sqlite": 1 "0001_backbone", 4 "0004_widgets",);
const POSTGRES: &[(i64, &str, &str)] = &steps!("postgres": 1 "0001_backbone", 4 "0004_widgets",);

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
        Writer::Postgres { pool, .. } => {
            // The lock belongs to the connection: one that is lost on the way must take the lock with it.
            let mut connection = pool.acquire().await?.detach();
            migrator(POSTGRES).run_direct(None, &mut connection, false).await?;
            connection.close().await?;
        }
    }
    Ok(())
}
