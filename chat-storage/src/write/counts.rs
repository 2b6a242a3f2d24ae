//! What is counted of widgets.

use super::{
    Transaction,
    apply::Refusal,
    list::{Column, Listed},
    plan::Plan,
};
use chat_core::Count;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Adds to what is there, in the order of the rows. A row of another client stays as it is, and the statement counts one less.
const ADD: Listed = Listed {
    sqlite: "INSERT INTO widget_counters (widget_id, day, counter, origin, client_id, count) \
        SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, unhex(value ->> 4), value ->> 5 \
        FROM json_each(?) WHERE true ON CONFLICT (widget_id, day, counter, origin) \
        DO UPDATE SET count = widget_counters.count + excluded.count \
        WHERE widget_counters.client_id = excluded.client_id",
    postgres: "INSERT INTO widget_counters (widget_id, day, counter, origin, client_id, count) \
        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::uuid[], $6::bigint[]) \
        ON CONFLICT (widget_id, day, counter, origin) DO UPDATE SET count = widget_counters.count + excluded.count \
        WHERE widget_counters.client_id = excluded.client_id",
};

/// What tells counts apart: the widget, the day, the counter, the origin, and whose they are.
type Key = (Uuid, i64, &'static str, String, Uuid);

/// Counts that are to be added, each once and in one order for all processes, so that none waits for another in a circle.
#[derive(Debug, Default)]
pub(super) struct Counts(BTreeMap<Key, i64>);

impl Counts {
    pub(super) fn add(&mut self, count: &Count) {
        let Count { client_id, widget_id, day, counter, origin, count } = count;
        let key = (widget_id.uuid(), day.number(), counter.as_str(), origin.clone(), client_id.uuid());
        let sum = self.0.entry(key).or_default();
        *sum = sum.saturating_add(*count);
    }
}

/// Adds the counts of the plan to those that are there.
pub(super) async fn write(transaction: &mut Transaction, plan: &Plan) -> Result<(), Refusal> {
    let counts = &plan.counts.0;
    if counts.is_empty() {
        return Ok(());
    }
    let columns = vec![
        Column::Uuids(counts.keys().map(|key| key.0).collect()),
        Column::Numbers(counts.keys().map(|key| key.1).collect()),
        Column::Texts(counts.keys().map(|key| key.2.to_owned()).collect()),
        Column::Texts(counts.keys().map(|key| key.3.clone()).collect()),
        Column::Uuids(counts.keys().map(|key| key.4).collect()),
        Column::Numbers(counts.values().copied().collect()),
    ];
    let written = transaction.execute(ADD.over(transaction.is_sqlite(), columns)).await?;
    if written == counts.len() as u64 { Ok(()) } else { Err(Refusal::Foreign) }
}
