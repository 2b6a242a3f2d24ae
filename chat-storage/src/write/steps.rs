use super::{
    Sqls, Statement, Transaction, Value,
    apply::Refusal,
    plan::Rows,
    rows::{Kind, postgres_type},
    statement::{Param, Sql},
};
use sea_orm::{ColumnTrait, EntityTrait, Iterable, ModelTrait};

/// Rows that one statement of SQLite writes at most. Statements are made for 1, 2, 4, … rows and filled up, so that there are
/// few texts.
const ROWS_MAX: usize = 32;
/// Bytes that one statement of PostgreSQL carries at most, if its rows can be parted. What is longer than a record of TLS (16 KiB)
/// leaves in several pieces, and the last of them waits for the acknowledgement of the others: the driver does not switch Nagle's
/// algorithm off.
const BYTES_MAX: usize = 12 * 1024;

/// Statements that are to be run one after another, with what is expected of them.
pub(super) struct Steps<'a> {
    sqls: &'a Sqls,
    is_sqlite: bool,
    statements: Vec<Statement>,
    /// How many rows an update has to find.
    expected: Vec<Option<u64>>,
}

impl<'a> Steps<'a> {
    pub(super) fn new(sqls: &'a Sqls, is_sqlite: bool) -> Self {
        Self { sqls, is_sqlite, statements: Vec::new(), expected: Vec::new() }
    }

    pub(super) fn is_sqlite(&self) -> bool {
        self.is_sqlite
    }

    /// Writes the rows of one table. Updates come first: they give unique keys free that an inserted row may take.
    pub(super) fn add<M>(&mut self, rows: &Rows<M>)
    where
        M: ModelTrait,
        M::Entity: EntityTrait<Model = M>,
    {
        self.write::<M::Entity>(Kind::Update, &rows.updates);
        self.insert::<M::Entity>(&rows.inserts);
    }

    /// Inserts rows of one table.
    pub(super) fn insert<E>(&mut self, rows: &[E::Model])
    where
        E: EntityTrait,
        E::Model: ModelTrait<Entity = E>,
    {
        self.write::<E>(Kind::Insert, rows);
    }

    /// Adds a statement of which nothing is expected.
    pub(super) fn push(&mut self, statement: Statement) {
        self.statements.push(statement);
        self.expected.push(None);
    }

    /// Runs them all. An update that does not find its rows is a lost race.
    pub(super) async fn run(self, transaction: &mut Transaction) -> Result<(), Refusal> {
        let counts = transaction.execute_all(self.statements).await?;
        let is_short = |(count, expected): (&u64, &Option<u64>)| expected.is_some_and(|expected| *count != expected);
        if counts.iter().zip(&self.expected).any(is_short) { Err(Refusal::Conflict) } else { Ok(()) }
    }

    fn write<E>(&mut self, kind: Kind, rows: &[E::Model])
    where
        E: EntityTrait,
        E::Model: ModelTrait<Entity = E>,
    {
        let values = |row: &E::Model| E::Column::iter().map(|column| row.get(column)).collect::<Vec<Value>>();
        let mut rows: Vec<Vec<Value>> = rows.iter().map(values).collect();
        while !rows.is_empty() {
            let count = if self.is_sqlite { rows.len().min(ROWS_MAX) } else { fitting(&rows) };
            let later = rows.split_off(count);
            let size = if self.is_sqlite { count.next_power_of_two() } else { 0 };
            let params = if self.is_sqlite { one_by_one(rows, size) } else { by_columns::<E>(rows) };
            let sql = Sql::Built(self.sqls.text::<E>(kind, size, self.is_sqlite));
            self.statements.push(Statement { sql, params });
            self.expected.push(match kind {
                Kind::Insert => None,
                Kind::Update => Some(count as u64),
            });
            rows = later;
        }
    }
}

/// How many of the rows go into one statement of PostgreSQL: at least one.
fn fitting(rows: &[Vec<Value>]) -> usize {
    let mut bytes = 0;
    let fits = rows.iter().position(|row| {
        bytes += row.iter().map(size).sum::<usize>();
        bytes > BYTES_MAX
    });
    fits.unwrap_or(rows.len()).max(1)
}

/// What a value takes on its way to PostgreSQL: four bytes for its length, and the value.
fn size(value: &Value) -> usize {
    4 + match value {
        Value::Uuid(Some(_)) => 16,
        Value::BigInt(Some(_)) => 8,
        Value::Bool(Some(_)) => 1,
        Value::String(Some(text)) => text.len(),
        Value::Bytes(Some(bytes)) => bytes.len(),
        _ => 0,
    }
}

/// The rows' values in a line, filled up to `size` rows.
fn one_by_one(rows: Vec<Vec<Value>>, size: usize) -> Vec<Param> {
    let width = rows.first().map_or(0, Vec::len);
    let mut params = Vec::with_capacity(width * size);
    params.extend(rows.into_iter().flatten().map(Param::One));
    params.resize_with(width * size, || Param::One(Value::BigInt(None)));
    params
}

/// The rows' values in columns.
fn by_columns<E: EntityTrait>(rows: Vec<Vec<Value>>) -> Vec<Param> {
    let mut columns: Vec<Vec<Value>> = E::Column::iter().map(|_| Vec::with_capacity(rows.len())).collect();
    for row in rows {
        for (column, value) in columns.iter_mut().zip(row) {
            column.push(value);
        }
    }
    macro_rules! typed {
        ($kind:ident, $variant:ident, $values:expr) => {{
            let value = |value| match value {
                Value::$variant(value) => value,
                other => unreachable!("a column holds values of one kind, not also {other:?}"),
            };
            Param::$kind($values.into_iter().map(value).collect())
        }};
    }
    let typed = |(column, values): (E::Column, Vec<Value>)| match postgres_type(column.def().get_column_type()) {
        "uuid" => typed!(Uuids, Uuid, values),
        "bigint" => typed!(Numbers, BigInt, values),
        "boolean" => typed!(Flags, Bool, values),
        "text" => typed!(Texts, String, values),
        _ => typed!(Bytes, Bytes, values),
    };
    E::Column::iter().zip(columns).map(typed).collect()
}
