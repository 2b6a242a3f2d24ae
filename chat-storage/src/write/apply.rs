use super::{Sqls, Transaction, journal, lanes, plan::Plan, plan::Rows};
use crate::error::{Class, classify};
use chat_core::{Seq, StoreError};
use sea_orm::{EntityTrait, ModelTrait};

/// Why a batch, or one of its members, was not written.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Another commit was faster.
    Conflict,
    /// Something refers to another client's record.
    Foreign,
    /// The database said so.
    Database(sqlx::Error),
    /// Something could not be sealed or written down.
    Unwritable(StoreError),
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        match classify(&error) {
            Class::Taken => Self::Conflict,
            Class::Dangling => Self::Foreign,
            Class::Busy | Class::Failure => Self::Database(error),
        }
    }
}

/// An event's place in the journal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) seq: Seq,
    pub(super) previous_seq: Seq,
}

/// Writes everything, what is referred to before what refers to it, and returns the places of the events.
pub(super) async fn apply(transaction: &mut Transaction, sqls: &Sqls, plan: &Plan) -> Result<Vec<Place>, Refusal> {
    let threads = journal::Threads::load(transaction, plan).await?;
    let mut write = Writing { transaction, sqls };
    write.rows(&plan.clients).await?;
    write.rows(&plan.agents).await?;
    write.rows(&plan.sessions).await?;
    write.rows(&plan.api_keys).await?;
    write.rows(&plan.accounts).await?;
    write.rows(&plan.customers).await?;
    write.rows(&plan.identities).await?;
    write.rows(&plan.conversations).await?;
    write.rows(&plan.messages).await?;
    write.rows(&plan.deliveries).await?;
    write.rows(&plan.calls).await?;
    lanes::write(transaction, plan).await?;
    journal::write(transaction, sqls, plan, threads).await
}

struct Writing<'a> {
    transaction: &'a mut Transaction,
    sqls: &'a Sqls,
}

impl Writing<'_> {
    /// Updates come first: they give unique keys free that an inserted row may take.
    async fn rows<M>(&mut self, rows: &Rows<M>) -> Result<(), Refusal>
    where
        M: ModelTrait,
        M::Entity: EntityTrait<Model = M>,
    {
        if !rows.updates.is_empty() {
            let updated = self.transaction.update::<M::Entity>(self.sqls, &rows.updates).await?;
            if updated != rows.updates.len() as u64 {
                return Err(Refusal::Conflict);
            }
        }
        if !rows.inserts.is_empty() {
            self.transaction.insert::<M::Entity>(self.sqls, &rows.inserts).await?;
        }
        Ok(())
    }
}
