//! The journal: what was told, as far as it is kept.

use crate::shelf::{Shelf, ShelfStore};
use async_trait::async_trait;
use chat_core::{Journal, Notice, Seq, StoreError, Stretch, TenantScope, Timestamp};

#[async_trait]
impl Journal for ShelfStore {
    async fn heads(&self, scopes: &[TenantScope]) -> Result<Vec<Seq>, StoreError> {
        let shelf = self.read();
        Ok(scopes.iter().map(|scope| shelf.head(*scope)).collect())
    }

    async fn events_after(&self, scope: TenantScope, after: Seq, limit: usize) -> Result<Stretch, StoreError> {
        // While the shelf is held, nobody forgets anything: the bounds are those of the events.
        let shelf = self.read();
        let own = shelf.journal.iter().filter(|notice| notice.client_id == scope.client_id() && notice.seq > after);
        let events = own.take(limit).map(|notice| Notice::clone(notice)).collect();
        Ok(Stretch { events, tail: shelf.forgotten(scope) + 1, head: shelf.head(scope) })
    }

    async fn prune(&self, scope: TenantScope, before: Timestamp, limit: usize) -> Result<usize, StoreError> {
        let mut shelf = self.write();
        let client = scope.client_id();
        let own = shelf.journal.iter().filter(|notice| notice.client_id == client);
        let old: Vec<Seq> = own.take(limit).take_while(|notice| notice.at < before).map(|notice| notice.seq).collect();
        if let Some(last) = old.last() {
            shelf.journal.retain(|notice| notice.client_id != client || notice.seq > *last);
            shelf.forgotten.insert(client, *last);
        }
        Ok(old.len())
    }
}

impl Shelf {
    /// The last event that there was.
    pub(crate) fn head(&self, scope: TenantScope) -> Seq {
        let last = self.journal.iter().rev().find(|notice| notice.client_id == scope.client_id());
        last.map_or_else(|| self.forgotten(scope), |notice| notice.seq)
    }

    /// The last event that was forgotten.
    fn forgotten(&self, scope: TenantScope) -> Seq {
        self.forgotten.get(&scope.client_id()).copied().unwrap_or(0)
    }
}
