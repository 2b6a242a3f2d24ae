//! The events of a batch get their places in the journals of their clients.

use super::{
    Statement, Transaction,
    apply::{Place, Refusal},
    list::{Column, Listed},
    plan::{Plan, Rows, Told},
    steps::Steps,
};
use crate::entity::{conversation, journal};
use chat_core::{Seq, StoreError};
use sea_orm::{DbErr, QueryResult};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// What is stored of the conversations that are told of. PostgreSQL locks them, always in the same order.
const THREADS: Listed = Listed {
    sqlite: "SELECT id, client_id, last_seq FROM conversations \
        WHERE id IN (SELECT unhex(value ->> 0) FROM json_each(?))",
    postgres: "SELECT id, client_id, last_seq FROM conversations WHERE id = ANY($1) \
        ORDER BY id FOR NO KEY UPDATE",
};

/// Moves the heads of the journals. In PostgreSQL whoever comes second waits here until the first has committed, which makes
/// the journals gapless and their order that of the commits.
const HEADS: Listed = Listed {
    sqlite: "INSERT INTO journal_heads (client_id, head) \
        SELECT unhex(value ->> 0), value ->> 1 FROM json_each(?) WHERE true \
        ON CONFLICT (client_id) DO UPDATE SET head = journal_heads.head + excluded.head RETURNING client_id, head",
    postgres: "INSERT INTO journal_heads (client_id, head) SELECT * FROM unnest($1::uuid[], $2::bigint[]) \
        ON CONFLICT (client_id) DO UPDATE SET head = journal_heads.head + excluded.head RETURNING client_id, head",
};

const LAST_SEQS: Listed = Listed {
    sqlite: "UPDATE conversations SET last_seq = told.seq \
        FROM (SELECT unhex(value ->> 0) AS id, value ->> 1 AS seq FROM json_each(?)) AS told \
        WHERE conversations.id = told.id",
    postgres: "UPDATE conversations SET last_seq = told.seq \
        FROM unnest($1::uuid[], $2::bigint[]) AS told (id, seq) WHERE conversations.id = told.id",
};

/// The events of a plan on their way into the journals.
#[derive(Default)]
pub(super) struct Telling {
    /// The last event of each conversation that is told of, or written.
    last_seqs: HashMap<Uuid, Seq>,
    /// The conversations whose last event is another now.
    moved: BTreeMap<Uuid, Seq>,
    places: Vec<Place>,
}

impl Telling {
    /// Looks the conversations up that the plan tells of, and refuses those that are not the client's.
    pub(super) async fn load(transaction: &mut Transaction, plan: &Plan) -> Result<Self, Refusal> {
        let mut telling = Self::default();
        let ids = unknown(plan, &[]);
        let known = transaction.fetch_all(threads(transaction.is_sqlite(), ids)).await?;
        telling.learn(plan, &known)?;
        Ok(telling)
    }

    /// The same, and takes the places at once: for a database that has the writer's lock already.
    pub(super) async fn load_and_take(transaction: &mut Transaction, plan: &Plan) -> Result<Self, Refusal> {
        let mut telling = Self::default();
        let mut statements = threads(transaction.is_sqlite(), unknown(plan, &plan.conversations.updates));
        let counts = counts(&plan.told);
        statements.extend(heads(transaction.is_sqlite(), &counts));
        let rows = transaction.fetch_all(statements).await?;
        let (known, heads): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.column_names().len() == 3);
        telling.learn(plan, &known)?;
        telling.place(plan, &heads, &counts)?;
        Ok(telling)
    }

    /// Moves the heads of the journals and gives every event its place.
    pub(super) async fn take_places(&mut self, transaction: &mut Transaction, plan: &Plan) -> Result<(), Refusal> {
        let counts = counts(&plan.told);
        let heads = transaction.fetch_all(heads(transaction.is_sqlite(), &counts)).await?;
        self.place(plan, &heads, &counts)
    }

    fn learn(&mut self, plan: &Plan, known: &[QueryResult]) -> Result<(), Refusal> {
        let mut clients: HashMap<Uuid, Uuid> = HashMap::new();
        for row in &plan.conversations.inserts {
            clients.insert(row.id, row.client_id);
            self.last_seqs.insert(row.id, 0);
        }
        for row in known {
            let (id, client, last_seq) = read::<(Uuid, Uuid, Seq)>(row)?;
            clients.insert(id, client);
            self.last_seqs.insert(id, last_seq);
        }
        let is_own = |told: &Told| conversation_of(told).is_none_or(|id| clients.get(&id) == Some(&told.client));
        if plan.told.iter().all(is_own) { Ok(()) } else { Err(Refusal::Foreign) }
    }

    fn place(&mut self, plan: &Plan, moved: &[QueryResult], counts: &BTreeMap<Uuid, i64>) -> Result<(), Refusal> {
        let mut heads: HashMap<Uuid, Seq> = HashMap::new();
        for row in moved {
            let (client, head) = read::<(Uuid, Seq)>(row)?;
            heads.insert(client, head - counts.get(&client).copied().unwrap_or_default());
        }
        for told in &plan.told {
            let head = heads.get_mut(&told.client).expect("the head of every client that tells was moved");
            let mut previous_seq = *head;
            *head += 1;
            let seq = *head;
            if let Some(conversation) = conversation_of(told) {
                previous_seq = self.last_seqs.insert(conversation, seq).unwrap_or(0);
                self.moved.insert(conversation, seq);
            }
            self.places.push(Place { seq, previous_seq });
        }
        Ok(())
    }

    /// Writes the last events into conversations that are about to be written, which need no statement of their own then.
    pub(super) fn fill_in(&mut self, conversations: &mut Rows<conversation::Model>) {
        for row in conversations.inserts.iter_mut().chain(&mut conversations.updates) {
            row.last_seq = self.last_seqs.get(&row.id).copied().unwrap_or(0);
            self.moved.remove(&row.id);
        }
    }

    /// Appends the events to the journals, as further steps.
    pub(super) fn append(&self, steps: &mut Steps<'_>, plan: &Plan) {
        let rows = plan.told.iter().zip(&self.places).map(|(told, place)| row(told, *place));
        steps.insert::<journal::Entity>(&rows.collect::<Vec<_>>());
        if !self.moved.is_empty() {
            steps.push(LAST_SEQS.over(steps.is_sqlite(), columns(&self.moved)));
        }
    }

    pub(super) fn into_places(self) -> Vec<Place> {
        self.places
    }
}

fn conversation_of(told: &Told) -> Option<Uuid> {
    told.thread.as_ref().map(|thread| thread.conversation_id.uuid())
}

/// The conversations that the plan tells of but does not start, and those that it `writes`.
fn unknown(plan: &Plan, writes: &[conversation::Model]) -> Vec<Uuid> {
    let started: HashSet<Uuid> = plan.conversations.inserts.iter().map(|row| row.id).collect();
    let told_of = plan.told.iter().filter_map(conversation_of).filter(|id| !started.contains(id));
    let mut ids: Vec<Uuid> = told_of.chain(writes.iter().map(|row| row.id)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn threads(is_sqlite: bool, ids: Vec<Uuid>) -> Vec<Statement> {
    if ids.is_empty() { vec![] } else { vec![THREADS.over(is_sqlite, vec![Column::Uuids(ids)])] }
}

fn heads(is_sqlite: bool, counts: &BTreeMap<Uuid, i64>) -> Vec<Statement> {
    if counts.is_empty() { vec![] } else { vec![HEADS.over(is_sqlite, columns(counts))] }
}

/// How many events each client tells.
fn counts(told: &[Told]) -> BTreeMap<Uuid, i64> {
    let mut counts = BTreeMap::new();
    for told in told {
        *counts.entry(told.client).or_default() += 1;
    }
    counts
}

fn row(told: &Told, place: Place) -> journal::Model {
    let thread = told.thread.as_ref();
    journal::Model {
        client_id: told.client,
        seq: place.seq,
        previous_seq: place.previous_seq,
        at: told.at.millis(),
        conversation_id: thread.map(|thread| thread.conversation_id.uuid()),
        customer_id: thread.and_then(|thread| thread.customer_id).map(|id| id.uuid()),
        source: thread.map(|thread| thread.source.as_str().to_owned()),
        account_id: thread.and_then(|thread| thread.account_id).map(|id| id.uuid()),
        widget_id: thread.and_then(|thread| thread.widget_id).map(|id| id.uuid()),
        customer_number: thread.and_then(|thread| thread.customer_number.clone()),
        event: told.event.clone(),
    }
}

fn columns(numbers: &BTreeMap<Uuid, i64>) -> Vec<Column> {
    let (ids, numbers) = numbers.iter().unzip();
    vec![Column::Uuids(ids), Column::Numbers(numbers)]
}

/// Reads a row's columns in their order.
fn read<T: sea_orm::TryGetableMany>(row: &QueryResult) -> Result<T, Refusal> {
    row.try_get_many_by_index().map_err(|error: DbErr| Refusal::Unwritable(StoreError::backend(error)))
}
