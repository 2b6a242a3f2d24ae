use super::{
    Sqls, Transaction,
    journal::Telling,
    lanes,
    plan::{Plan, Rows},
};
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
///
/// PostgreSQL takes the places last, so that its lock on the journals' heads is short. SQLite has the writer's lock all along and
/// takes them first, so that a conversation is written once.
pub(super) async fn apply(transaction: &mut Transaction, sqls: &Sqls, plan: &mut Plan) -> Result<Vec<Place>, Refusal> {
    rows(transaction, sqls, &plan.clients).await?;
    let mut telling = Telling::load(transaction, plan).await?;
    if transaction.is_sqlite() {
        telling.take_places(transaction, plan).await?;
        telling.fill_in(&mut plan.conversations);
    }
    rows(transaction, sqls, &plan.agents).await?;
    rows(transaction, sqls, &plan.sessions).await?;
    rows(transaction, sqls, &plan.api_keys).await?;
    rows(transaction, sqls, &plan.accounts).await?;
    rows(transaction, sqls, &plan.customers).await?;
    rows(transaction, sqls, &plan.identities).await?;
    rows(transaction, sqls, &plan.conversations).await?;
    rows(transaction, sqls, &plan.messages).await?;
    rows(transaction, sqls, &plan.deliveries).await?;
    rows(transaction, sqls, &plan.calls).await?;
    lanes::write(transaction, plan).await?;
    if !transaction.is_sqlite() {
        telling.take_places(transaction, plan).await?;
    }
    telling.append(transaction, sqls, plan).await
}

/// Writes the rows of one table. Updates come first: they give unique keys free that an inserted row may take.
async fn rows<M>(transaction: &mut Transaction, sqls: &Sqls, rows: &Rows<M>) -> Result<(), Refusal>
where
    M: ModelTrait,
    M::Entity: EntityTrait<Model = M>,
{
    if !rows.updates.is_empty() {
        let updated = transaction.update::<M::Entity>(sqls, &rows.updates).await?;
        if updated != rows.updates.len() as u64 {
            return Err(Refusal::Conflict);
        }
    }
    if !rows.inserts.is_empty() {
        transaction.insert::<M::Entity>(sqls, &rows.inserts).await?;
    }
    Ok(())
}
