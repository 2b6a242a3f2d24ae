use chat_core::{Cursor, Page, PageQuery};

/// How many rows are asked for: one more than the page has, to see whether another page follows.
pub(super) fn rows_wanted(query: PageQuery) -> u64 {
    limit(query) as u64 + 1
}

/// The page of the rows that were found.
pub(super) fn page<T>(mut items: Vec<T>, query: PageQuery, place: impl Fn(&T) -> Cursor) -> Page<T> {
    let limit = limit(query);
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next = if has_more { items.last().map(place) } else { None };
    Page { items, next }
}

fn limit(query: PageQuery) -> usize {
    query.limit.clamp(1, PageQuery::LIMIT_MAX)
}
