//! The events of a batch get their places in the journals of their clients.

use super::{
    Sqls, Transaction,
    apply::{Place, Refusal},
    list::{Column, Listed},
    plan::{Plan, Rows, Told},
};
use crate::entity::{conversation, journal};
use chat_core::{Seq, StoreError};
use sea_orm::{DbErr, QueryResult};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// What is stored of the conversations that are told of. PostgreSQL locks them, always in the same order.
const THREADS: Listed = Listed {
    sqlite: "SELECT id, client_id, last_seq FROM conversations \
        WHERE id IN (SELECT unhex(value ->> 0) FROM json_each($1))",
    postgres: "SELECT id, client_id, last_seq FROM conversations WHERE id = ANY($1) \
        ORDER BY id FOR NO KEY UPDATE",
};

/// Moves the heads of the journals. In PostgreSQL whoever comes second waits here until the first has committed, which makes
/// the journals gapless and their order that of the commits.
const HEADS: Listed = Listed {
    sqlite: "INSERT INTO journal_heads (client_id, head) \
        SELECT unhex(value ->> 0), value ->> 1 FROM json_each($1) WHERE true \
        ON CONFLICT (client_id) DO UPDATE SET head = journal_heads.head + excluded.head RETURNING client_id, head",
    postgres: "INSERT INTO journal_heads (client_id, head) SELECT * FROM unnest($1::uuid[], $2::bigint[]) \
        ON CONFLICT (client_id) DO UPDATE SET head = journal_heads.head + excluded.head RETURNING client_id, head",
};

const LAST_SEQS: Listed = Listed {
    sqlite: "UPDATE conversations SET last_seq = told.seq \
        FROM (SELECT unhex(value ->> 0) AS id, value ->> 1 AS seq FROM json_each($1)) AS told \
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
        let mut clients: HashMap<Uuid, Uuid> = HashMap::new();
        let mut telling = Self::default();
        for row in &plan.conversations.inserts {
            clients.insert(row.id, row.client_id);
            telling.last_seqs.insert(row.id, 0);
        }
        let told_of = plan.told.iter().filter_map(conversation_of);
        let mut ids: Vec<Uuid> = told_of.filter(|id| !clients.contains_key(id)).collect();
        if transaction.is_sqlite() {
            ids.extend(plan.conversations.updates.iter().map(|row| row.id));
        }
        ids.sort_unstable();
        ids.dedup();
        if !ids.is_empty() {
            for row in transaction.fetch(THREADS.over(transaction.is_sqlite(), vec![Column::Uuids(ids)])).await? {
                let (id, client, last_seq) = read::<(Uuid, Uuid, Seq)>(&row)?;
                clients.insert(id, client);
                telling.last_seqs.insert(id, last_seq);
            }
        }
        let is_own = |told: &Told| conversation_of(told).is_none_or(|id| clients.get(&id) == Some(&told.client));
        if plan.told.iter().all(is_own) { Ok(telling) } else { Err(Refusal::Foreign) }
    }

    /// Moves the heads of the journals and gives every event its place.
    pub(super) async fn take_places(&mut self, transaction: &mut Transaction, plan: &Plan) -> Result<(), Refusal> {
        if plan.told.is_empty() {
            return Ok(());
        }
        let mut heads = move_heads(transaction, &plan.told).await?;
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

    /// Appends the events to the journals and returns their places.
    pub(super) async fn append(
        self,
        transaction: &mut Transaction,
        sqls: &Sqls,
        plan: &Plan,
    ) -> Result<Vec<Place>, Refusal> {
        if !plan.told.is_empty() {
            let rows: Vec<_> = plan.told.iter().zip(&self.places).map(|(told, place)| row(told, *place)).collect();
            transaction.insert::<journal::Entity>(sqls, &rows).await?;
        }
        if !self.moved.is_empty() {
            transaction.execute(LAST_SEQS.over(transaction.is_sqlite(), columns(&self.moved))).await?;
        }
        Ok(self.places)
    }
}

fn conversation_of(told: &Told) -> Option<Uuid> {
    told.thread.as_ref().map(|thread| thread.conversation_id.uuid())
}

/// Moves the head of each client that tells something, and returns where each was before.
async fn move_heads(transaction: &mut Transaction, told: &[Told]) -> Result<HashMap<Uuid, Seq>, Refusal> {
    let mut counts: BTreeMap<Uuid, i64> = BTreeMap::new();
    for told in told {
        *counts.entry(told.client).or_default() += 1;
    }
    let statement = HEADS.over(transaction.is_sqlite(), columns(&counts));
    let mut heads = HashMap::new();
    for row in transaction.fetch(statement).await? {
        let (client, head) = read::<(Uuid, Seq)>(&row)?;
        heads.insert(client, head - counts.get(&client).copied().unwrap_or_default());
    }
    Ok(heads)
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
