//! The one write: commits wait in a group, become one batch, and the batch one transaction.

mod apply;
mod batch;
mod counts;
mod journal;
mod lanes;
mod list;
mod plan;
mod rows;
mod search;
mod statement;
mod steps;
mod transaction;

pub(crate) use list::{Column, Listed};
pub(crate) use rows::Sqls;
pub(crate) use search::{Findable, word_of};
pub(crate) use statement::{Statement, Value, without_zero};
pub(crate) use transaction::{Transaction, Writer};

use crate::{
    SeaStore,
    group::{Answers, Group, Job, Start, in_time},
    store::Inner,
};
use async_trait::async_trait;
use chat_core::{Changes, Commit, Notice, StoreError, TenantScope};
use uuid::Uuid;

#[async_trait]
impl Commit for SeaStore {
    async fn commit(&self, scope: TenantScope, changes: Changes) -> Result<Vec<Notice>, StoreError> {
        plan::check(scope, &changes)?;
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        Group::join(self.inner.clone(), Committing { scope, changes }).await
    }
}

/// One commit that waits.
pub(crate) struct Committing {
    scope: TenantScope,
    changes: Changes,
}

/// What two commits of one batch must not both write.
#[derive(PartialEq, Eq, Hash)]
pub(crate) enum Touched {
    Record(plan::Name),
    Lane(Uuid),
}

impl Job for Committing {
    type Output = Vec<Notice>;
    type Touched = Touched;

    fn size(&self) -> usize {
        self.changes.writes.len() + self.changes.told.len()
    }

    fn touched(&self) -> Vec<Touched> {
        let records = self.changes.writes.iter().map(|write| Touched::Record(plan::name_of(&write.record)));
        let lanes = self.changes.ends.iter().map(|claim| Touched::Lane(claim.conversation_id.uuid()));
        records.chain(lanes).collect()
    }
}

impl Start<Committing> for Inner {
    fn group(&self) -> &Group<Committing> {
        &self.commits
    }

    fn start(&self, jobs: Vec<Committing>) -> Answers<Committing> {
        in_time(jobs.len(), batch::run(self.writer.clone(), self.keys.clone(), self.meters.clone(), jobs))
    }
}
