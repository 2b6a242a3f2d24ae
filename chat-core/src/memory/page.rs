use super::fault::{Faults, MemoryFault};
use crate::{Cursor, Page, PageQuery};
use std::{
    collections::BTreeSet,
    ops::Bound::{self, Excluded, Included, Unbounded},
};

/// The places of a list that come after where the page before ended, greatest first.
pub(super) fn after(places: &BTreeSet<Cursor>, query: PageQuery, faults: Faults) -> impl Iterator<Item = Cursor> {
    places.range((Unbounded, end(query.after, faults))).rev().copied()
}

/// Where a page that goes downwards has to begin.
pub(super) fn end<T>(after: Option<T>, faults: Faults) -> Bound<T> {
    match after {
        None => Unbounded,
        Some(place) if faults.has(MemoryFault::OverlapPages) => Included(place),
        Some(place) => Excluded(place),
    }
}

/// One page of the rows that are left.
pub(super) fn page<T>(rows: impl Iterator<Item = (Cursor, T)>, query: PageQuery, faults: Faults) -> Page<T> {
    let limit = query.limit.clamp(1, PageQuery::LIMIT_MAX);
    let mut page = Page { items: Vec::new(), next: None };
    let mut last = None;
    for (place, row) in rows {
        if page.items.len() == limit {
            page.next = if faults.has(MemoryFault::SkipBetweenPages) { Some(place) } else { last };
            break;
        }
        page.items.push(row);
        last = Some(place);
    }
    page
}
