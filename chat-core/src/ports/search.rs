//! Looking for what was said, and for who said it.

use crate::{Page, PageQuery, Placed, SearchQuery, StoreError, TenantScope, Viewer};
use async_trait::async_trait;
use std::fmt;

/// Finds messages and customers by their words.
///
/// What is found of a record is said by [`Searchable`](crate::Searchable) and kept in the commit that keeps the record: nothing is lost,
/// and nothing is found that is not kept. An update changes it when [`Searchable::may_change`](crate::Searchable::may_change) says so.
#[async_trait]
pub trait Search: fmt::Debug + Send + Sync + 'static {
    /// What is looked for among a client's records, the latest kept first: whatever was kept by a later commit comes before what was
    /// kept by an earlier one, and an edited message stays where it was. That order never changes, so that pages meet, and each hit
    /// tells its place; how well something fits does not matter for it.
    async fn search(
        &self,
        scope: TenantScope,
        query: &SearchQuery,
        viewer: &Viewer,
        page: PageQuery,
    ) -> Result<Page<Placed>, StoreError>;

    /// Makes up to `limit` records findable that were kept before there was a search, the latest first, and tells how many those
    /// were; none when all are. They come after everything that was kept since.
    async fn index(&self, limit: usize) -> Result<usize, StoreError>;
}
