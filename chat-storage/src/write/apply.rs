use super::{Sqls, Transaction, counts, journal::Telling, lanes, plan::Plan, steps::Steps};
use crate::error::{Class, classify};
use chat_core::{Seq, StoreError};

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
            Class::Busy | Class::Full | Class::Failure => Self::Database(error),
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
/// takes them first, so that a conversation is written once and nearly everything goes in one step.
pub(super) async fn apply(transaction: &mut Transaction, sqls: &Sqls, plan: &mut Plan) -> Result<Vec<Place>, Refusal> {
    let is_sqlite = transaction.is_sqlite();
    let mut clients = Steps::new(sqls, is_sqlite);
    clients.add(&plan.clients);
    clients.run(transaction).await?;

    let mut telling = match is_sqlite {
        true => Telling::load_and_take(transaction, plan).await?,
        false => Telling::load(transaction, plan).await?,
    };
    if is_sqlite {
        telling.fill_in(&mut plan.conversations);
    }
    let mut steps = Steps::new(sqls, is_sqlite);
    steps.add(&plan.agents);
    steps.add(&plan.invitations);
    steps.add(&plan.sessions);
    steps.add(&plan.api_keys);
    steps.add(&plan.definitions);
    steps.add(&plan.accounts);
    steps.add(&plan.widgets);
    steps.add(&plan.domains);
    steps.add(&plan.domain_steps);
    steps.add(&plan.customers);
    steps.add(&plan.identities);
    steps.add(&plan.dossiers);
    steps.add(&plan.conversations);
    steps.add(&plan.bookmarks);
    steps.add(&plan.messages);
    steps.add(&plan.blobs);
    steps.add(&plan.attachments);
    steps.add(&plan.deliveries);
    steps.add(&plan.attempts);
    steps.add(&plan.calls);
    steps.add(&plan.audit);
    steps.add(&plan.jobs);
    steps.add(&plan.kept_answers);
    steps.add(&plan.webhooks);
    steps.add(&plan.webhook_calls);
    for statement in plan.findable.statements(is_sqlite) {
        steps.push(statement);
    }
    if is_sqlite {
        telling.append(&mut steps, plan);
    }
    steps.run(transaction).await?;

    counts::write(transaction, plan).await?;
    lanes::write(transaction, plan).await?;
    if !is_sqlite {
        telling.take_places(transaction, plan).await?;
        let mut steps = Steps::new(sqls, is_sqlite);
        telling.append(&mut steps, plan);
        steps.run(transaction).await?;
    }
    Ok(telling.into_places())
}
