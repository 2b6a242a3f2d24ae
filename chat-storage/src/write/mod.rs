//! The one write: commits wait in a group, become one batch, and the batch one transaction.

mod apply;
mod batch;
mod group;
mod journal;
mod lanes;
mod list;
mod plan;
mod rows;
mod statement;
mod transaction;

pub(crate) use group::{Group, Job};
pub(crate) use list::{Column, Listed};
pub(crate) use rows::Sqls;
pub(crate) use statement::{Statement, Value};
pub(crate) use transaction::{Transaction, Writer};

use crate::{SeaStore, store::Inner};
use async_trait::async_trait;
use chat_core::{Changes, Commit, Notice, StoreError, TenantScope};
use group::{Answers, Start};

#[async_trait]
impl Commit for SeaStore {
    async fn commit(&self, scope: TenantScope, changes: Changes) -> Result<Vec<Notice>, StoreError> {
        plan::check(scope, &changes)?;
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        Group::join(self.inner.clone(), Job { scope, changes }).await
    }
}

impl Start for Inner {
    fn group(&self) -> &Group {
        &self.group
    }

    fn start(&self, jobs: Vec<Job>) -> Answers {
        Box::pin(batch::run(self.writer.clone(), self.keys.clone(), jobs))
    }
}
