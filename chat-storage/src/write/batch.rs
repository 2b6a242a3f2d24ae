use super::{
    Committing, Transaction, Writer,
    apply::{Place, Refusal, apply},
    plan::Plan,
};
use crate::{
    KeyRing,
    error::{Class, SharedFailure, classify},
    group::Answer,
    meters::{Meters, Written},
    wall::Sight,
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
///
/// Where one of several is refused, each half of them gets a transaction of its own. One transaction for all of them, one job after
/// another, would hold the locks of the first while it waits for those of the next: two processes would wait in a circle.
pub(super) async fn run(
    writer: Writer,
    keys: Arc<KeyRing>,
    meters: Arc<Meters>,
    jobs: Vec<Committing>,
) -> Vec<Answer<Committing>> {
    let mut answers = Vec::with_capacity(jobs.len());
    // What is still to be written, the first last.
    let mut parts = vec![jobs];
    while let Some(mut jobs) = parts.pop() {
        let (begun, size) = (Instant::now(), jobs.len());
        let (written, outcome) = write(&writer, &keys, &meters, &jobs).await;
        meters.batch(written, size, begun.elapsed());
        match outcome {
            Ok(places) => answers.extend(settle(jobs, places)),
            Err(Trouble::OfOne(refusal)) if size == 1 => answers.push(Err(answer(refusal))),
            Err(Trouble::OfOne(_)) => {
                let later = jobs.split_off(size / 2);
                parts.extend([later, jobs]);
            }
            Err(Trouble::OfAll(error)) => answers.extend(fail(size, error)),
            Err(Trouble::Crowded) => answers.extend(jobs.iter().map(|_| Err(StoreError::Conflict))),
        }
    }
    answers
}

/// Why a part of a batch was not written.
enum Trouble {
    /// One of its jobs is refused.
    OfOne(Refusal),
    /// The database is out of reach.
    OfAll(sqlx::Error),
    /// Other processes were in the way each time.
    Crowded,
}

async fn write(
    writer: &Writer,
    keys: &KeyRing,
    meters: &Meters,
    jobs: &[Committing],
) -> (Written, Result<Vec<Place>, Trouble>) {
    for attempt in 0..ATTEMPTS_MAX {
        match together(writer, keys, jobs).await {
            Ok(places) => return (Written::Together, Ok(places)),
            Err(Refusal::Database(error)) if classify(&error) == Class::Busy => {}
            Err(Refusal::Database(error)) if !is_of_statement(&error) || classify(&error) == Class::Full => {
                return (Written::Not, Err(Trouble::OfAll(error)));
            }
            Err(refusal) => {
                let written = if jobs.len() == 1 { Written::Refused } else { Written::Apart };
                return (written, Err(Trouble::OfOne(refusal)));
            }
        }
        meters.busy.increment(1);
        pause(attempt).await;
    }
    (Written::Not, Err(Trouble::Crowded))
}

/// Writes all jobs with as few statements as possible: all of them or none.
async fn together(writer: &Writer, keys: &KeyRing, jobs: &[Committing]) -> Result<Vec<Place>, Refusal> {
    let mut plan = Plan::of(jobs, keys).map_err(Refusal::Unwritable)?;
    let mut transaction = writer.begin(&Sight::of_each(jobs.iter().map(|job| job.scope.client_id()))).await?;
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

async fn commit(writer: &Writer, transaction: Transaction, bytes: u64) -> Result<(), sqlx::Error> {
    transaction.commit().await?;
    writer.count_transaction();
    writer.committed(bytes).await;
    Ok(())
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
