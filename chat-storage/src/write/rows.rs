use sea_orm::{ColumnTrait, ColumnType, EntityTrait, IdenStatic, Iterable};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, atomic::AtomicU64},
};

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
pub(super) enum Kind {
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
        let (name, names, places) = (self.name, self.names(), self.places(rows));
        if rows == 1 {
            return format!("INSERT INTO {name} ({names}) VALUES {places}");
        }
        // Rows without an id only fill the statement up.
        format!("INSERT INTO {name} ({names}) SELECT * FROM (VALUES {places}) AS v WHERE v.column1 IS NOT NULL")
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
            let at = columns.iter().position(|(name, _)| *name == wanted)?;
            Some(format!("({table}.{wanted} = {}) IS TRUE", value(at)))
        };
        // `IS TRUE` keeps the database from looking the row up by anything but its id.
        let same: Vec<String> = ["client_id", "revision"].into_iter().filter_map(same).collect();
        let id = columns.iter().position(|(name, _)| *name == "id").map(&value).unwrap_or_default();
        let (set, same) = (set.join(", "), same.join(" AND "));
        format!("UPDATE {table} SET {set}, revision = {table}.revision + 1{from} WHERE {table}.id = {id} AND {same}")
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

pub(super) fn postgres_type(kind: &ColumnType) -> &'static str {
    match kind {
        ColumnType::Uuid => "uuid",
        ColumnType::BigInteger => "bigint",
        ColumnType::Boolean => "boolean",
        ColumnType::String(_) | ColumnType::Text => "text",
        ColumnType::VarBinary(_) | ColumnType::Blob | ColumnType::Binary(_) => "bytea",
        other => unreachable!("no table has a column of the kind {other:?}"),
    }
}

impl Sqls {
    /// The text for so many rows of a table; on PostgreSQL it is the same for any number.
    pub(super) fn text<E: EntityTrait>(&self, kind: Kind, rows: usize, is_sqlite: bool) -> Arc<str> {
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
