use crate::{Notice, Seq, StoreError, TenantScope, Timestamp};
use async_trait::async_trait;
use std::fmt;

/// A stretch of a client's journal, and from where to where the journal reached in the moment when it was read.
#[derive(Clone, PartialEq, Debug)]
pub struct Stretch {
    /// The events, in order.
    pub events: Vec<Notice>,
    /// The position of the first event that is kept: 1 until some are forgotten. When none is kept, the one after the head.
    pub tail: Seq,
    /// The position of the last event there was; 0 when there never was one.
    pub head: Seq,
}

impl Stretch {
    /// Whether the journal still tells everything that came after a position, so that whoever has all up to there misses nothing.
    ///
    /// It does not when some of it was forgotten, nor for a position that never was: of a journal that was put back to an
    /// earlier state.
    pub fn follows(&self, after: Seq) -> bool {
        self.tail <= after.saturating_add(1) && after <= self.head
    }
}

/// Reads the journal, and forgets what is old.
#[async_trait]
pub trait Journal: fmt::Debug + Send + Sync + 'static {
    /// The position of the last event of each scope, in the order of the scopes; 0 for an empty journal.
    async fn heads(&self, scopes: &[TenantScope]) -> Result<Vec<Seq>, StoreError>;

    /// Up to `limit` events after a position, in order, with the journal's bounds in the same moment: however many forget events
    /// meanwhile, whoever looks at the bounds knows whether something is missing before the first.
    async fn events_after(&self, scope: TenantScope, after: Seq, limit: usize) -> Result<Stretch, StoreError>;

    /// Forgets the oldest events that happened before `before`, at most `limit`, and tells how many those were.
    ///
    /// The first one that is younger stays, and all that stand after it, whenever they happened: a journal is kept without gaps
    /// from its tail on. Its head never moves, so that it counts on where it was. Others may forget, read and commit at the same
    /// moment.
    async fn prune(&self, scope: TenantScope, before: Timestamp, limit: usize) -> Result<usize, StoreError>;
}
