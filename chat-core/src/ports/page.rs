//! Lists, a part at a time.

use serde::{Deserialize, Deserializer, Serialize, de};
use std::{fmt, str::FromStr};

/// A place in a list: what the last record of a page is sorted by. Opaque to clients, who hand back what they were given.
///
/// Written as `<first>.<second>`: two numbers' worth of sort key, the second as a UUID.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cursor {
    /// What the list is sorted by: a position, or milliseconds since 1970.
    pub key: i64,
    /// The record's id, which breaks ties.
    pub id: uuid::Uuid,
}

impl Cursor {
    pub(crate) const WRONG: &str = "not a cursor: pass on the `nextCursor` of the page before";
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.key, self.id.simple())
    }
}

impl FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (key, id) = text.split_once('.').ok_or(Self::WRONG)?;
        Ok(Self { key: key.parse().map_err(|_| Self::WRONG)?, id: id.parse().map_err(|_| Self::WRONG)? })
    }
}

impl Serialize for Cursor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Which part of a list is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PageQuery<C = Cursor> {
    /// How many records at most, 1 to [`PageQuery::LIMIT_MAX`]; a store takes what lies outside for the nearer end.
    pub limit: usize,
    /// Where the page before ended; nothing for the first page.
    pub after: Option<C>,
}

impl PageQuery {
    /// The largest page.
    pub const LIMIT_MAX: usize = 200;

    /// The first page with up to `limit` records, held within 1 and [`PageQuery::LIMIT_MAX`].
    pub fn first(limit: usize) -> Self {
        Self { limit: limit.clamp(1, Self::LIMIT_MAX), after: None }
    }
}

impl Default for PageQuery {
    /// The first 50 records.
    fn default() -> Self {
        Self::first(50)
    }
}

/// Part of a list.
#[derive(Clone, PartialEq, Debug)]
pub struct Page<T, C = Cursor> {
    /// The records, in the list's order.
    pub items: Vec<T>,
    /// Where the next page starts; nothing on the last one.
    pub next: Option<C>,
}

impl<T, C> Default for Page<T, C> {
    /// The only page of a list without records.
    fn default() -> Self {
        Self { items: Vec::new(), next: None }
    }
}
