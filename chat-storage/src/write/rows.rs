use super::{
    Statement, Transaction, Value,
    statement::{Param, Sql},
};
use sea_orm::{ColumnTrait, ColumnType, EntityTrait, IdenStatic, Iterable, ModelTrait};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, atomic::AtomicU64},
};

/// Rows that one statement of SQLite writes at most. Statements are made for 1, 2, 4, … rows, so that there are few texts.
const ROWS_MAX: usize = 32;

/// Columns that an update leaves alone, or writes by a rule of its own.
const KEPT: [&str; 3] = ["id", "client_id", "revision"];
/// What PostgreSQL knows only when a conversation has been written already.
const KEPT_POSTGRES: &str = "last_seq";

/// The texts of the statements that write rows: put together once, from the entities' columns.
#[derive(Debug, Default)]
pub(crate) struct Sqls {
    texts: Mutex<HashMap<Key, Arc<str>>>,
    pub(super) transactions: AtomicU64,
}

/// A table, what is done to it, and to how many rows.
type Key = (&'static str, Kind, usize);

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Kind {
    Insert,
    Update,
}

/// A table as the statements need to know it.
struct Table {
    name: &'static str,
    columns: Vec<(&'static str, ColumnType)>,
}

impl Table {
    fn of<E: EntityTrait>() -> Self {
        let column = |column: E::Column| {
            let definition = column.def();
            (column.as_str(), definition.get_column_type().clone())
        };
        Self { name: E::default().table_name(), columns: E::Column::iter().map(column).collect() }
    }

    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    /// `(?, ?), (?, ?)`: SQLite looks a numbered place up among all others each time that something is bound to it.
    fn places(&self, rows: usize) -> String {
        let row = format!("({})", vec!["?"; self.columns.len()].join(", "));
        vec![row; rows].join(", ")
    }

    /// `unnest($1::uuid[], $2::text[])`
    fn unnest(&self) -> String {
        let columns = self.columns.iter().enumerate();
        let columns = columns.map(|(at, (_, kind))| format!("${}::{}[]", at + 1, postgres_type(kind)));
        format!("unnest({})", columns.collect::<Vec<_>>().join(", "))
    }

    fn insert_sqlite(&self, rows: usize) -> String {
        format!("INSERT INTO {} ({}) VALUES {}", self.name, self.names(), self.places(rows))
    }

    fn insert_postgres(&self) -> String {
        format!("INSERT INTO {} ({}) SELECT * FROM {}", self.name, self.names(), self.unnest())
    }

    /// `SET` and `WHERE` of an update: `value` names the new value of the column at a place.
    fn update_clauses(&self, from: &str, kept: &str, value: impl Fn(usize) -> String) -> String {
        let Self { name: table, columns } = self;
        let set = columns.iter().enumerate().filter(|(_, (name, _))| !KEPT.contains(name) && *name != kept);
        let set: Vec<String> = set.map(|(at, (name, _))| format!("{name} = {}", value(at))).collect();
        let same = |wanted: &str| {
            let at = columns.iter().position(|(name, _)| *name == wanted);
            at.map(|at| format!("{table}.{wanted} = {}", value(at)))
        };
        let same: Vec<String> = ["id", "client_id", "revision"].into_iter().filter_map(same).collect();
        let set = set.join(", ");
        format!("UPDATE {table} SET {set}, revision = {table}.revision + 1{from} WHERE {}", same.join(" AND "))
    }

    fn update_sqlite(&self, rows: usize) -> String {
        let from = format!(" FROM (VALUES {}) AS v", self.places(rows));
        self.update_clauses(&from, "", |at| format!("v.column{}", at + 1))
    }

    fn update_postgres(&self) -> String {
        let from = format!(" FROM {} AS v({})", self.unnest(), self.names());
        self.update_clauses(&from, KEPT_POSTGRES, |at| format!("v.{}", self.columns[at].0))
    }
}

fn postgres_type(kind: &ColumnType) -> &'static str {
    match kind {
        ColumnType::Uuid => "uuid",
        ColumnType::BigInteger => "bigint",
        ColumnType::String(_) | ColumnType::Text => "text",
        ColumnType::VarBinary(_) | ColumnType::Blob | ColumnType::Binary(_) => "bytea",
        other => unreachable!("no table has a column of the kind {other:?}"),
    }
}

impl Sqls {
    fn text<E: EntityTrait>(&self, kind: Kind, rows: usize, is_sqlite: bool) -> Arc<str> {
        let key = (E::default().table_name(), kind, rows);
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        let text = texts.entry(key).or_insert_with(|| {
            let table = Table::of::<E>();
            let text = match (kind, is_sqlite) {
                (Kind::Insert, true) => table.insert_sqlite(rows),
                (Kind::Insert, false) => table.insert_postgres(),
                (Kind::Update, true) => table.update_sqlite(rows),
                (Kind::Update, false) => table.update_postgres(),
            };
            text.into()
        });
        text.clone()
    }
}

impl Transaction {
    /// Inserts rows of one table with as few statements as possible.
    pub(super) async fn insert<E>(&mut self, sqls: &Sqls, rows: &[E::Model]) -> Result<u64, sqlx::Error>
    where
        E: EntityTrait,
        E::Model: ModelTrait<Entity = E>,
    {
        self.write::<E>(sqls, Kind::Insert, rows).await
    }

    /// Writes rows over those of the same id, client and revision, and returns how many there were.
    pub(super) async fn update<E>(&mut self, sqls: &Sqls, rows: &[E::Model]) -> Result<u64, sqlx::Error>
    where
        E: EntityTrait,
        E::Model: ModelTrait<Entity = E>,
    {
        self.write::<E>(sqls, Kind::Update, rows).await
    }

    async fn write<E>(&mut self, sqls: &Sqls, kind: Kind, mut rows: &[E::Model]) -> Result<u64, sqlx::Error>
    where
        E: EntityTrait,
        E::Model: ModelTrait<Entity = E>,
    {
        let mut written = 0;
        while !rows.is_empty() {
            let (text, count) = match self.is_sqlite() {
                true => {
                    let count = ROWS_MAX.min(1 << rows.len().ilog2());
                    (sqls.text::<E>(kind, count, true), count)
                }
                false => (sqls.text::<E>(kind, 0, false), rows.len()),
            };
            let (now, later) = rows.split_at(count);
            let params = if self.is_sqlite() { one_by_one::<E>(now) } else { by_columns::<E>(now) };
            written += self.execute(Statement { sql: Sql::Built(text), params }).await?;
            rows = later;
        }
        Ok(written)
    }
}

fn one_by_one<E>(rows: &[E::Model]) -> Vec<Param>
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E>,
{
    let mut params = Vec::with_capacity(rows.len() * E::Column::iter().len());
    for row in rows {
        params.extend(E::Column::iter().map(|column| Param::One(row.get(column))));
    }
    params
}

fn by_columns<E>(rows: &[E::Model]) -> Vec<Param>
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E>,
{
    let column = |column: E::Column| {
        let values = rows.iter().map(|row| row.get(column));
        macro_rules! column {
            ($kind:ident, $variant:ident) => {
                Param::$kind(
                    values
                        .map(|value| match value {
                            Value::$variant(value) => value,
                            other => unreachable!("a column holds values of one kind, not also {other:?}"),
                        })
                        .collect(),
                )
            };
        }
        match postgres_type(column.def().get_column_type()) {
            "uuid" => column!(Uuids, Uuid),
            "bigint" => column!(Numbers, BigInt),
            "text" => column!(Texts, String),
            _ => column!(Bytes, Bytes),
        }
    };
    E::Column::iter().map(column).collect()
}
