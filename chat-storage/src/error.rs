//! What a database error means: the one place that sorts them.

use chat_core::StoreError;
use sea_orm::{DbErr, RuntimeErr};
use sqlx::{
    error::{DatabaseError, ErrorKind},
    postgres::PgDatabaseError,
};
use std::{error::Error, sync::Arc};

/// What to do about a database error.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Class {
    /// A unique key is taken.
    Taken,
    /// A reference leads nowhere.
    Dangling,
    /// Somebody else was in the way; the same transaction may succeed when it is tried again.
    Busy,
    /// There is no room left on the disk.
    Full,
    /// Anything else.
    Failure,
}

/// SQLite's primary result codes for a locked database and a locked table.
const SQLITE_BUSY: i64 = 5;
const SQLITE_LOCKED: i64 = 6;
/// SQLite's primary result code for a disk that is full, and PostgreSQL's.
const SQLITE_FULL: i64 = 13;
const POSTGRES_FULL: &str = "53100";
/// PostgreSQL's codes for a serialisation failure, a deadlock and a lock that could not be had in time.
const POSTGRES_BUSY: [&str; 3] = ["40001", "40P01", "55P03"];

/// PostgreSQL's code for what is not allowed, and the part of it that asks the policies of a table.
const POSTGRES_FORBIDDEN: &str = "42501";
const POSTGRES_POLICIES: &str = "ExecWithCheckOptions";

/// Sorts an error of the driver.
pub(crate) fn classify(error: &sqlx::Error) -> Class {
    let sqlx::Error::Database(error) = error else { return Class::Failure };
    match error.kind() {
        ErrorKind::UniqueViolation => return Class::Taken,
        ErrorKind::ForeignKeyViolation => return Class::Dangling,
        _ => {}
    }
    let Some(code) = error.code() else { return Class::Failure };
    if is_behind_wall(error.as_ref()) {
        return Class::Dangling;
    }
    if error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_none() {
        return match code.as_ref() {
            POSTGRES_FULL => Class::Full,
            code if POSTGRES_BUSY.contains(&code) => Class::Busy,
            _ => Class::Failure,
        };
    }
    // The extended code holds the primary one in its lowest byte.
    match code.parse::<i64>().map(|code| code & 0xff) {
        Ok(SQLITE_BUSY | SQLITE_LOCKED) => Class::Busy,
        Ok(SQLITE_FULL) => Class::Full,
        _ => Class::Failure,
    }
}

/// Whether a row was refused because it is another client's. The code alone says no more than that something was not allowed.
fn is_behind_wall(error: &dyn DatabaseError) -> bool {
    let error = error.try_downcast_ref::<PgDatabaseError>();
    error.is_some_and(|error| error.code() == POSTGRES_FORBIDDEN && error.routine() == Some(POSTGRES_POLICIES))
}

/// What a failed read or claim is answered with.
pub(crate) fn read_error(error: DbErr) -> StoreError {
    match driver_error(&error).map(classify) {
        Some(Class::Busy) => StoreError::Conflict,
        Some(Class::Full) => StoreError::Full,
        _ => StoreError::backend(error),
    }
}

/// The same for statements that go to the driver directly.
pub(crate) fn driver_read_error(error: sqlx::Error) -> StoreError {
    match classify(&error) {
        Class::Busy => StoreError::Conflict,
        Class::Full => StoreError::Full,
        _ => StoreError::backend(error),
    }
}

fn driver_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

/// One failure that several callers are answered with.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct SharedFailure(pub(crate) Arc<dyn Error + Send + Sync>);
