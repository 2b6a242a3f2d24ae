use super::{Statement, statement::Param};
use crate::write::Value;
use std::fmt::Write as _;
use uuid::Uuid;

/// A column of a list that a statement works on.
pub(crate) enum Column {
    Numbers(Vec<i64>),
    Texts(Vec<String>),
    Uuids(Vec<Uuid>),
}

/// A statement in both dialects that works on a list of any length, so that its text is always the same.
///
/// SQLite is given the list as `?`, a JSON list of lists in which an id is written in hexadecimal digits; PostgreSQL is given its
/// columns as arrays.
#[derive(Clone, Copy)]
pub(crate) struct Listed {
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

impl Listed {
    /// The statement over the given columns, which are equally long.
    pub(crate) fn over(self, is_sqlite: bool, columns: Vec<Column>) -> Statement {
        if is_sqlite {
            return Statement::fixed(self.sqlite, vec![Value::from(json(&columns))]);
        }
        let param = |column| match column {
            Column::Numbers(numbers) => Param::Numbers(numbers.into_iter().map(Some).collect()),
            Column::Texts(texts) => Param::Texts(texts.into_iter().map(Some).collect()),
            Column::Uuids(ids) => Param::Uuids(ids.into_iter().map(Some).collect()),
        };
        Statement::fixed_columns(self.postgres, columns.into_iter().map(param).collect())
    }
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Texts(texts) => texts.len(),
            Self::Uuids(ids) => ids.len(),
        }
    }
}

fn json(columns: &[Column]) -> String {
    let rows = columns.first().map_or(0, Column::len);
    let mut text = String::with_capacity(2 + rows * columns.len() * 36);
    text.push('[');
    for row in 0..rows {
        text.push_str(if row == 0 { "[" } else { ",[" });
        for (at, column) in columns.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let _ = match column {
                Column::Numbers(numbers) => write!(text, "{comma}{}", numbers[row]),
                Column::Texts(texts) => write!(text, "{comma}{}", serde_json::Value::from(texts[row].as_str())),
                Column::Uuids(ids) => write!(text, "{comma}\"{}\"", ids[row].simple()),
            };
        }
        text.push(']');
    }
    text.push(']');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_written_row_by_row() {
        let columns = [Column::Uuids(vec![Uuid::from_u128(1), Uuid::from_u128(255)]), Column::Numbers(vec![7, -8])];
        let texts = Column::Texts(vec!["a\"b\\".into()]);
        assert_eq!(json(&[texts, Column::Numbers(vec![1])]), "[[\"a\\\"b\\\\\",1]]");
        let text = "[[\"00000000000000000000000000000001\",7],[\"000000000000000000000000000000ff\",-8]]";
        assert_eq!(json(&columns), text);
        assert_eq!(json(&[]), "[]");
    }
}
