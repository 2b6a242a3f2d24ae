use super::{
    Committing, Statement, Transaction, Writer,
    apply::{Place, Refusal, apply},
    plan::Plan,
};
use crate::{
    KeyRing,
    error::{Class, SharedFailure, classify},
    group::Answer,
    meters::{Meters, Written},
};
use chat_core::{Notice, StoreError};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// How often a transaction is tried when another process is in its way.
const ATTEMPTS_MAX: u32 = 8;
/// The pause before the second attempt; each later one is twice as long.
const PAUSE: Duration = Duration::from_millis(2);

/// Makes every job's changes true or refuses them, each on its own merits.
pub(super) async fn run(
    writer: Writer,
    keys: Arc<KeyRing>,
    meters: Arc<Meters>,
    jobs: Vec<Committing>,
) -> Vec<Answer<Committing>> {
    let (begun, size) = (Instant::now(), jobs.len());
    let (written, answers) = write(&writer, &keys, &meters, jobs).await;
    meters.batch(written, size, begun.elapsed());
    answers
}

async fn write(
    writer: &Writer,
    keys: &KeyRing,
    meters: &Meters,
    jobs: Vec<Committing>,
) -> (Written, Vec<Answer<Committing>>) {
    for attempt in 0..ATTEMPTS_MAX {
        match together(writer, keys, &jobs).await {
            Ok(places) => return (Written::Together, settle(jobs, places)),
            Err(Refusal::Database(error)) if classify(&error) == Class::Busy => {}
            Err(Refusal::Database(error)) if !is_of_statement(&error) || classify(&error) == Class::Full => {
                return (Written::Not, fail(jobs.len(), error));
            }
            Err(refusal) if jobs.len() == 1 => return (Written::Refused, vec![Err(answer(refusal))]),
            // Somebody among them is to blame: let each stand for itself.
            Err(_) => match apart(writer, keys, &jobs).await {
                Ok(outcomes) => return (Written::Apart, settle_apart(jobs, outcomes)),
                Err(error) if classify(&error) == Class::Busy => {}
                Err(error) => return (Written::Not, fail(jobs.len(), error)),
            },
        }
        meters.busy.increment(1);
        pause(attempt).await;
    }
    (Written::Not, jobs.iter().map(|_| Err(StoreError::Conflict)).collect())
}

/// Writes all jobs with as few statements as possible: all of them or none.
async fn together(writer: &Writer, keys: &KeyRing, jobs: &[Committing]) -> Result<Vec<Place>, Refusal> {
    let mut plan = Plan::of(jobs, keys).map_err(Refusal::Unwritable)?;
    let mut transaction = writer.begin().await?;
    let places = match apply(&mut transaction, writer.sqls(), &mut plan).await {
        Ok(places) => places,
        Err(refusal) => {
            // A full disk has rolled it back already; in any other case the connection is lost, and all with it.
            let _ = transaction.rollback().await;
            return Err(refusal);
        }
    };
    commit(writer, transaction, plan.bytes).await?;
    Ok(places)
}

/// Writes one job after another, each whole or not at all, in one transaction.
async fn apart(
    writer: &Writer,
    keys: &KeyRing,
    jobs: &[Committing],
) -> Result<Vec<Result<Vec<Place>, StoreError>>, sqlx::Error> {
    let mut transaction = writer.begin().await?;
    let mut outcomes = Vec::with_capacity(jobs.len());
    let mut bytes = 0;
    for job in jobs {
        let mut plan = match Plan::of([job], keys) {
            Ok(plan) => plan,
            Err(error) => {
                outcomes.push(Err(error));
                continue;
            }
        };
        transaction.execute(Statement::fixed("SAVEPOINT member", vec![])).await?;
        match apply(&mut transaction, writer.sqls(), &mut plan).await {
            Ok(places) => {
                bytes += plan.bytes;
                outcomes.push(Ok(places));
            }
            Err(Refusal::Database(error)) if !is_of_one(&error) => return Err(error),
            Err(refusal) => {
                transaction.execute(Statement::fixed("ROLLBACK TO SAVEPOINT member", vec![])).await?;
                outcomes.push(Err(answer(refusal)));
            }
        }
        transaction.execute(Statement::fixed("RELEASE SAVEPOINT member", vec![])).await?;
    }
    commit(writer, transaction, bytes).await?;
    Ok(outcomes)
}

async fn commit(writer: &Writer, transaction: Transaction, bytes: u64) -> Result<(), sqlx::Error> {
    transaction.commit().await?;
    writer.count_transaction();
    writer.committed(bytes).await;
    Ok(())
}

/// Whether only the job is concerned whose statement has failed.
fn is_of_one(error: &sqlx::Error) -> bool {
    is_of_statement(error) && !matches!(classify(error), Class::Busy | Class::Full)
}

/// Whether the database did not like a statement, rather than being out of reach.
fn is_of_statement(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(_))
}

async fn pause(attempt: u32) {
    tokio::time::sleep(PAUSE * 2_u32.pow(attempt)).await;
}

fn answer(refusal: Refusal) -> StoreError {
    match refusal {
        Refusal::Conflict => StoreError::Conflict,
        Refusal::Foreign => StoreError::Foreign,
        Refusal::Database(error) if classify(&error) == Class::Full => StoreError::Full,
        Refusal::Database(error) => StoreError::backend(error),
        Refusal::Unwritable(error) => error,
    }
}

fn fail(count: usize, error: sqlx::Error) -> Vec<Answer<Committing>> {
    if classify(&error) == Class::Full {
        return (0..count).map(|_| Err(StoreError::Full)).collect();
    }
    let failure = SharedFailure(Arc::new(error));
    (0..count).map(|_| Err(StoreError::backend(failure.clone()))).collect()
}

/// Answers each job with its share of the places, which are in the order of the jobs.
fn settle(jobs: Vec<Committing>, places: Vec<Place>) -> Vec<Answer<Committing>> {
    let mut places = places.into_iter();
    jobs.into_iter().map(|job| Ok(notices(job, &mut places))).collect()
}

fn settle_apart(jobs: Vec<Committing>, outcomes: Vec<Result<Vec<Place>, StoreError>>) -> Vec<Answer<Committing>> {
    let pairs = jobs.into_iter().zip(outcomes);
    pairs.map(|(job, outcome)| outcome.map(|places| notices(job, &mut places.into_iter()))).collect()
}

fn notices(job: Committing, places: &mut impl Iterator<Item = Place>) -> Vec<Notice> {
    let Committing { scope, changes } = job;
    let notice = |(told, place): (chat_core::Told, Place)| Notice {
        client_id: scope.client_id(),
        seq: place.seq,
        previous_seq: place.previous_seq,
        at: changes.at,
        thread: told.thread,
        event: told.event,
    };
    changes.told.into_iter().zip(places).map(notice).collect()
}
