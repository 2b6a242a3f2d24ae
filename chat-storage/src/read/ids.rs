//! Many ids as one value, so that the text of a statement does not depend on how many there are.

use sea_orm::{DbBackend, Value};
use std::fmt::Write as _;
use uuid::Uuid;

/// The ids as `= ANY($n)` or `unnest($n)` take them on PostgreSQL, and `json_each($n)` with `unhex(value)` on SQLite.
pub(super) fn bound(backend: DbBackend, ids: impl Iterator<Item = Uuid>) -> Value {
    if backend != DbBackend::Sqlite {
        return ids.collect::<Vec<_>>().into();
    }
    let mut json = String::from("[");
    for (at, id) in ids.enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(json, "{comma}\"{}\"", id.simple());
    }
    json.push(']');
    json.into()
}
