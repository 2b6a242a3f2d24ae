//! What is known about things that arrive: those that arrive at the same moment are looked up together.

use crate::{
    entity::{conversation, customer, identity},
    error::{SharedFailure, read_error},
    group::{Answer, Answers, Group, Job, Start, in_time},
    reader::{Reader, Reading},
    store::Inner,
    write::without_zero,
};
use chat_core::{AccountId, CustomerIdentity, ExternalId, IdentityKey, StoreError, TenantScope};
use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, IdenStatic, Iterable, QueryResult, Statement, Value,
};
use std::sync::{Arc, LazyLock};
use uuid::Uuid;

/// Something that arrives, as the database is asked for it.
pub(crate) struct Arriving {
    pub(super) scope: TenantScope,
    pub(super) account_id: AccountId,
    pub(super) external_id: ExternalId,
    pub(super) identities: Vec<IdentityKey>,
    pub(super) reply_to: Option<ExternalId>,
}

/// What the database knows about it.
#[derive(Default)]
pub(crate) struct Found {
    /// The message, if it arrived before.
    pub(super) message: Option<Uuid>,
    pub(super) replied_to: Option<Uuid>,
    /// The identities that are known, in the order in which they were asked for.
    pub(super) known: Vec<Known>,
}

/// A known identity with whom it belongs to.
pub(super) struct Known {
    pub(super) identity: CustomerIdentity,
    pub(super) customer: Option<customer::Model>,
    pub(super) conversation: Option<conversation::Model>,
}

impl Job for Arriving {
    type Output = Found;
    /// Reads never get in each other's way.
    type Touched = ();

    fn size(&self) -> usize {
        self.identities.len().max(1)
    }

    fn touched(&self) -> Vec<()> {
        Vec::new()
    }
}

impl Start<Arriving> for Inner {
    fn group(&self) -> &Group<Arriving> {
        &self.arrivals
    }

    fn start(&self, jobs: Vec<Arriving>) -> Answers<Arriving> {
        in_time(jobs.len(), run(self.lookups.clone(), jobs))
    }
}

/// Rows that one statement of SQLite looks up at most; like all its statements it comes in sizes of 1, 2, 4, …
const ROWS_MAX: usize = 64;
/// The same for PostgreSQL: as many as leave in one piece, names of the usual length provided.
const ROWS_MAX_POSTGRES: usize = 32;
const SIZES: usize = ROWS_MAX.ilog2() as usize + 1;

/// One question: an arrival with one of its identities.
#[derive(Clone, Default)]
struct Question {
    /// Which arrival of the batch; nothing for a row that only fills the statement up.
    at: i64,
    client: Uuid,
    account: Uuid,
    /// What is asked for once is asked with the arrival's first identity; nothing is called by the empty name.
    external: (String, String),
    reply_to: (String, String),
    identity: (String, String),
}

static SQLITE: LazyLock<[String; SIZES]> = LazyLock::new(|| {
    std::array::from_fn(|size| {
        let rows = vec!["(?, ?, ?, ?, ?, ?, ?, ?, ?)"; 1 << size].join(", ");
        select(&format!("(VALUES {rows}) AS q"))
    })
});

static POSTGRES: LazyLock<String> = LazyLock::new(|| {
    select(
        "unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], \
         $9::text[]) AS q (column1, column2, column3, column4, column5, column6, column7, column8, column9)",
    )
});

/// The statement over a list of questions: a row for each. `IS TRUE` keeps the database from looking rows up by their client.
fn select(questions: &str) -> String {
    let columns = [
        columns::<identity::Entity>("i_", "i"),
        columns::<customer::Entity>("c_", "c"),
        columns::<conversation::Entity>("v_", "v"),
    ];
    format!(
        "SELECT q.column1 AS at, k.id AS known, r.id AS replied_to, {} FROM {questions} \
         LEFT JOIN messages AS k ON k.external_id = q.column5 AND k.external_source = q.column4 \
             AND (k.client_id = q.column2) IS TRUE \
         LEFT JOIN messages AS r ON r.external_id = q.column7 AND r.external_source = q.column6 \
             AND (r.client_id = q.column2) IS TRUE \
         LEFT JOIN customer_identities AS i ON i.value = q.column9 AND i.kind = q.column8 \
             AND (i.client_id = q.column2) IS TRUE AND i.removed_at IS NULL \
         LEFT JOIN customers AS c ON c.id = i.customer_id AND (c.client_id = i.client_id) IS TRUE \
         LEFT JOIN conversations AS v ON v.customer_id = c.id AND v.account_id = q.column3 \
             AND (v.client_id = c.client_id) IS TRUE AND v.status <> 'archived'",
        columns.join(", "),
    )
}

fn columns<E: EntityTrait>(prefix: &str, table: &str) -> String {
    let name = |column: E::Column| format!("{table}.{0} AS {prefix}{0}", column.as_str());
    E::Column::iter().map(name).collect::<Vec<_>>().join(", ")
}

async fn run(reader: Reader, jobs: Vec<Arriving>) -> Vec<Answer<Arriving>> {
    match look_up(&reader, &jobs).await {
        Ok(found) => found.into_iter().map(Ok).collect(),
        Err(error) => {
            let failure = SharedFailure(Arc::new(error));
            jobs.iter().map(|_| Err(StoreError::backend(failure.clone()))).collect()
        }
    }
}

async fn look_up(reader: &Reader, jobs: &[Arriving]) -> Result<Vec<Found>, StoreError> {
    let mut found: Vec<Found> = jobs.iter().map(|_| Found::default()).collect();
    let questions: Vec<Question> = (0..).zip(jobs).flat_map(|(at, job)| questions(at, job)).collect();
    let backend = reader.backend();
    let reading = reader.of_each(jobs.iter().map(|job| job.scope.client_id()));
    if backend == DbBackend::Sqlite {
        for questions in questions.chunks(ROWS_MAX) {
            ask(&reading, sqlite_statement(questions), &mut found).await?;
        }
    } else {
        for questions in questions.chunks(ROWS_MAX_POSTGRES) {
            ask(&reading, postgres_statement(questions), &mut found).await?;
        }
    }
    for (found, job) in found.iter_mut().zip(jobs) {
        found.known.sort_by_key(|known| job.identities.iter().position(|key| *key == known.identity.key));
    }
    Ok(found)
}

fn questions(at: i64, job: &Arriving) -> Vec<Question> {
    let name = |id: &ExternalId| (id.source.as_str().to_owned(), id.id.clone());
    let asked = |key: &IdentityKey| Question {
        at,
        client: job.scope.client_id().uuid(),
        account: job.account_id.uuid(),
        identity: (key.kind.as_str().to_owned(), key.value.clone()),
        ..Question::default()
    };
    let mut questions: Vec<Question> = job.identities.iter().map(asked).collect();
    if questions.is_empty() {
        questions.push(Question { at, client: job.scope.client_id().uuid(), ..Question::default() });
    }
    if let Some(first) = questions.first_mut() {
        first.external = name(&job.external_id);
        first.reply_to = job.reply_to.as_ref().map(name).unwrap_or_default();
    }
    questions
}

fn sqlite_statement(questions: &[Question]) -> Statement {
    let rows = questions.len().next_power_of_two();
    let filling = Question { at: -1, ..Question::default() };
    let mut values: Vec<Value> = Vec::with_capacity(rows * 9);
    for question in questions.iter().chain(std::iter::repeat_n(&filling, rows - questions.len())) {
        let Question { at, client, account, external, reply_to, identity } = question.clone();
        values.extend([at.into(), client.into(), account.into()]);
        values.extend([external.0.into(), external.1.into(), reply_to.0.into(), reply_to.1.into()]);
        values.extend([identity.0.into(), identity.1.into()]);
    }
    Statement::from_sql_and_values(DbBackend::Sqlite, &SQLITE[rows.ilog2() as usize], values)
}

fn postgres_statement(questions: &[Question]) -> Statement {
    fn column<T>(questions: &[Question], read: impl Fn(&Question) -> T) -> Vec<T> {
        questions.iter().map(read).collect()
    }
    let text = |text: &String| without_zero(text.clone());
    let values: [Value; 9] = [
        column(questions, |question| question.at).into(),
        column(questions, |question| question.client).into(),
        column(questions, |question| question.account).into(),
        column(questions, |question| text(&question.external.0)).into(),
        column(questions, |question| text(&question.external.1)).into(),
        column(questions, |question| text(&question.reply_to.0)).into(),
        column(questions, |question| text(&question.reply_to.1)).into(),
        column(questions, |question| text(&question.identity.0)).into(),
        column(questions, |question| text(&question.identity.1)).into(),
    ];
    Statement::from_sql_and_values(DbBackend::Postgres, POSTGRES.as_str(), values)
}

async fn ask(reading: &Reading<'_>, statement: Statement, found: &mut [Found]) -> Result<(), StoreError> {
    for row in reading.query_all_raw(statement).await.map_err(read_error)? {
        let at: i64 = row.try_get_by_index(0).map_err(read_error)?;
        let Some(found) = usize::try_from(at).ok().and_then(|at| found.get_mut(at)) else { continue };
        found.add(&row)?;
    }
    Ok(())
}

impl Found {
    fn add(&mut self, row: &QueryResult) -> Result<(), StoreError> {
        let (message, replied_to): (Option<Uuid>, Option<Uuid>) =
            (row.try_get_by_index(1).map_err(read_error)?, row.try_get_by_index(2).map_err(read_error)?);
        self.message = self.message.or(message);
        self.replied_to = self.replied_to.or(replied_to);
        if let Some(identity) = identity::Model::from_query_result_optional(row, "i_").map_err(read_error)? {
            self.known.push(Known {
                identity: identity.try_into()?,
                customer: customer::Model::from_query_result_optional(row, "c_").map_err(read_error)?,
                conversation: conversation::Model::from_query_result_optional(row, "v_").map_err(read_error)?,
            });
        }
        Ok(())
    }
}
