use std::sync::Arc;
use uuid::Uuid;

pub(crate) use sea_orm::Value;

/// One SQL statement with what is bound to `$1`, `$2`, … Both databases read these.
#[derive(Debug)]
pub(crate) struct Statement {
    pub(super) sql: Sql,
    pub(super) params: Vec<Param>,
}

/// The text of a statement. There are few different ones, so that each connection keeps them all prepared.
#[derive(Debug)]
pub(super) enum Sql {
    Fixed(&'static str),
    /// Put together from the names of tables and columns, which are constants of this crate.
    Built(Arc<str>),
}

impl Sql {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Fixed(sql) => sql,
            Self::Built(sql) => sql,
        }
    }
}

/// What is bound to one placeholder: a value, or for PostgreSQL a whole column of values.
#[derive(Debug)]
pub(crate) enum Param {
    One(Value),
    Bytes(Vec<Option<Vec<u8>>>),
    Flags(Vec<Option<bool>>),
    Numbers(Vec<Option<i64>>),
    Texts(Vec<Option<String>>),
    Uuids(Vec<Option<Uuid>>),
}

impl Statement {
    pub(crate) fn fixed(sql: &'static str, values: Vec<Value>) -> Self {
        Self { sql: Sql::Fixed(sql), params: values.into_iter().map(Param::One).collect() }
    }

    pub(super) fn fixed_columns(sql: &'static str, params: Vec<Param>) -> Self {
        Self { sql: Sql::Fixed(sql), params }
    }
}

/// A text as PostgreSQL can keep it: it has no zero character.
pub(crate) fn without_zero(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text }
}
