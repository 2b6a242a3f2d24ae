//! The store that a simulated process sees: slow, failing, and in the end true.

mod ledger;
mod reads;

pub(crate) use ledger::{Ledger, Pages};

use crate::{
    ground::Ground,
    life::Life,
    trace::{What, Who},
    trouble::Trouble,
};
use async_trait::async_trait;
use chat_core::{
    Backlog, Changes, Claim, Commit, Delivery, DeliveryAttempt, MemoryStore, MessageId, Notice, Outbox, StoreError,
};
use chat_core::{TenantScope, Timestamp};
use std::{sync::Arc, time::Duration};

/// A process' way to the one store that all of them share.
#[derive(Clone, Debug)]
pub(crate) struct SimStore {
    pub(crate) memory: MemoryStore,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) ground: Arc<Ground>,
    pub(crate) life: Arc<Life>,
    pub(crate) who: Who,
}

impl SimStore {
    /// Reads, unless it fails. What was read may be old by the time it is seen.
    async fn read<T>(
        &self,
        what: &'static str,
        read: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> Result<T, StoreError> {
        self.wait().await;
        if self.ground.is_store_away() || self.ground.meets(self.who, Trouble::ReadFails) {
            return Err(failed());
        }
        if self.ground.has_trouble() {
            self.ground.note(self.who, What::Reads(what));
        }
        let found = read.await;
        self.wait().await;
        found
    }

    /// An await point: the process may end here, and others may come in between.
    async fn wait(&self) {
        self.life.step().await;
        if !self.ground.has_trouble() {
            return;
        }
        if self.ground.meets(self.who, Trouble::StoreIsSlow) {
            tokio::time::sleep(self.ground.dice.millis(500..=5_000)).await;
        } else {
            match self.ground.dice.between(0..=9) {
                0..=5 => {}
                6 | 7 => tokio::task::yield_now().await,
                _ => tokio::time::sleep(self.ground.dice.millis(1..=20)).await,
            }
        }
        self.life.step().await;
    }
}

#[async_trait]
impl Commit for SimStore {
    async fn commit(&self, scope: TenantScope, changes: Changes) -> Result<Vec<Notice>, StoreError> {
        let client = scope.client_id();
        self.ground.note(
            self.who,
            What::Commits {
                client,
                writes: changes.writes.len(),
                told: changes.told.len(),
                ends: changes.ends.is_some(),
            },
        );
        self.wait().await;
        if self.ground.is_store_away() || self.ground.meets(self.who, Trouble::CommitFailsBefore) {
            return Err(failed());
        }
        if self.ground.meets(self.who, Trouble::CommitConflicts) {
            return Err(StoreError::Conflict);
        }
        match self.memory.commit(scope, changes.clone()).await {
            Ok(notices) => {
                let head = notices.last().map(|notice| notice.seq);
                self.ground.note(self.who, What::Committed { client, head });
                self.ledger.committed(&changes);
                self.wait().await;
                if self.ground.meets(self.who, Trouble::CommitFailsAfter) {
                    return Err(failed());
                }
                Ok(notices)
            }
            Err(error) => {
                self.ground.note(self.who, What::Refused(name(&error)));
                self.wait().await;
                Err(error)
            }
        }
    }
}

#[async_trait]
impl Outbox for SimStore {
    async fn claim(&self, now: Timestamp, lease: Duration, limit: usize) -> Result<Vec<Claim>, StoreError> {
        self.wait().await;
        if self.ground.is_store_away() || self.ground.meets(self.who, Trouble::ReadFails) {
            return Err(failed());
        }
        let claims = self.memory.claim(now, lease, limit).await?;
        if claims.is_empty() {
            return Ok(claims);
        }
        self.ground.note(self.who, What::Claims { count: claims.len() });
        self.wait().await;
        match self.ground.meets(self.who, Trouble::ClaimFailsAfter) {
            true => Err(failed()),
            false => Ok(claims),
        }
    }

    async fn renew(&self, claims: &[Claim], until: Timestamp) -> Result<Vec<Claim>, StoreError> {
        self.wait().await;
        if self.ground.is_store_away() || self.ground.meets(self.who, Trouble::ReadFails) {
            return Err(failed());
        }
        self.memory.renew(claims, until).await
    }

    async fn deliveries_of(&self, scope: TenantScope, message: MessageId) -> Result<Vec<Delivery>, StoreError> {
        self.read("deliveries", self.memory.deliveries_of(scope, message)).await
    }

    async fn backlog(&self, now: Timestamp) -> Result<Backlog, StoreError> {
        self.read("the backlog", self.memory.backlog(now)).await
    }

    async fn deliveries_to_ask(&self, now: Timestamp, limit: usize) -> Result<Vec<Delivery>, StoreError> {
        self.read("deliveries to ask about", self.memory.deliveries_to_ask(now, limit)).await
    }

    async fn attempts_of(&self, scope: TenantScope, message: MessageId) -> Result<Vec<DeliveryAttempt>, StoreError> {
        self.read("attempts", self.memory.attempts_of(scope, message)).await
    }
}

fn failed() -> StoreError {
    StoreError::backend("the simulated store has failed")
}

fn name(error: &StoreError) -> &'static str {
    match error {
        StoreError::Conflict => "conflict",
        StoreError::Foreign => "foreign",
        StoreError::Full => "full",
        StoreError::Backend(_) => "backend",
    }
}
