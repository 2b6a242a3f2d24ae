//! The lanes of the outbox: one per conversation that has or had deliveries.

use super::{
    Transaction,
    apply::Refusal,
    list::{Column, Listed},
    plan::{Lane, Plan},
};
use std::collections::BTreeSet;

/// Makes sure that the lanes are there, and locks them in their order.
const LOCK: Listed = Listed {
    sqlite: "INSERT INTO outbox_lanes (client_id, conversation_id, token) \
        SELECT unhex(value ->> 0), unhex(value ->> 1), 0 FROM json_each(?) WHERE true \
        ON CONFLICT (client_id, conversation_id) DO NOTHING",
    postgres: "INSERT INTO outbox_lanes (client_id, conversation_id, token) \
        SELECT client_id, conversation_id, 0 FROM unnest($1::uuid[], $2::uuid[]) AS lane (client_id, conversation_id) \
        ON CONFLICT (client_id, conversation_id) DO UPDATE SET token = outbox_lanes.token",
};

/// Ends holds, unless another has the lane by now or they were ended before.
const END: Listed = Listed {
    sqlite: "UPDATE outbox_lanes SET lease_until = NULL, free_at = held.free_at FROM \
            (SELECT unhex(value ->> 0) AS client_id, unhex(value ->> 1) AS conversation_id, value ->> 2 AS token, \
                value ->> 3 AS free_at FROM json_each(?)) AS held \
        WHERE outbox_lanes.client_id = held.client_id AND outbox_lanes.conversation_id = held.conversation_id \
            AND outbox_lanes.token = held.token AND outbox_lanes.lease_until IS NOT NULL",
    postgres: "UPDATE outbox_lanes SET lease_until = NULL, free_at = held.free_at FROM \
            unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[]) AS held (client_id, conversation_id, token, free_at) \
        WHERE outbox_lanes.client_id = held.client_id AND outbox_lanes.conversation_id = held.conversation_id \
            AND outbox_lanes.token = held.token AND outbox_lanes.lease_until IS NOT NULL",
};

macro_rules! refresh {
    ($later:literal, $lanes:literal) => {
        concat!(
            "UPDATE outbox_lanes SET (due_at, account_id) = (SELECT CASE action WHEN 'send' THEN ",
            $later,
            "(next_attempt_at, outbox_lanes.free_at) ELSE next_attempt_at END, account_id FROM deliveries ",
            "WHERE deliveries.client_id = outbox_lanes.client_id ",
            "AND deliveries.conversation_id = outbox_lanes.conversation_id AND state = 'pending' ORDER BY position, id LIMIT 1",
            ") WHERE (client_id, conversation_id) IN (",
            $lanes,
            ")"
        )
    };
}

/// Looks for the first pending deliveries. In a statement of its own, so that PostgreSQL sees what was committed while the
/// locks were waited for.
const REFRESH: Listed = Listed {
    sqlite: refresh!("max", "SELECT unhex(value ->> 0), unhex(value ->> 1) FROM json_each(?)"),
    postgres: refresh!("greatest", "SELECT * FROM unnest($1::uuid[], $2::uuid[])"),
};

/// Ends the holds that the plan ends and brings every lane up to date whose deliveries it has changed.
pub(super) async fn write(transaction: &mut Transaction, plan: &Plan) -> Result<(), Refusal> {
    if plan.ends.is_empty() && plan.lanes.is_empty() {
        return Ok(());
    }
    let is_sqlite = transaction.is_sqlite();
    let mut lanes: BTreeSet<Lane> = plan.lanes.clone();
    lanes.extend(plan.ends.iter().map(|end| end.lane));
    transaction.execute(LOCK.over(is_sqlite, columns(lanes.iter().copied()))).await?;
    if !plan.ends.is_empty() {
        let mut ends = columns(plan.ends.iter().map(|end| end.lane));
        ends.push(Column::Numbers(plan.ends.iter().map(|end| end.token).collect()));
        ends.push(Column::Numbers(plan.ends.iter().map(|end| end.free_at).collect()));
        if transaction.execute(END.over(is_sqlite, ends)).await? != plan.ends.len() as u64 {
            return Err(Refusal::Conflict);
        }
    }
    transaction.execute(REFRESH.over(is_sqlite, columns(lanes.into_iter()))).await?;
    Ok(())
}

fn columns(lanes: impl Iterator<Item = Lane>) -> Vec<Column> {
    let (clients, conversations) = lanes.map(|lane| (lane.client, lane.conversation)).unzip();
    vec![Column::Uuids(clients), Column::Uuids(conversations)]
}
