//! The lanes of the outbox: one per conversation that has or had deliveries.

use super::{
    Statement, Transaction, Value,
    apply::Refusal,
    plan::{Lane, Plan},
};

/// Ends a hold, unless another has it by now or it was ended before.
const END: &str = "UPDATE outbox_lanes SET lease_until = NULL \
    WHERE client_id = $1 AND conversation_id = $2 AND token = $3 AND lease_until IS NOT NULL";

/// Makes sure that there is a lane, and locks it.
const LOCK: &str = "INSERT INTO outbox_lanes (client_id, conversation_id, token) VALUES ($1, $2, 0) \
    ON CONFLICT (client_id, conversation_id) DO UPDATE SET token = outbox_lanes.token";

/// Looks for the first pending delivery. In a statement of its own, so that PostgreSQL sees what was committed while the lock
/// was waited for.
const REFRESH: &str = "UPDATE outbox_lanes SET \
    due_at = (SELECT next_attempt_at FROM deliveries WHERE client_id = $1 AND conversation_id = $2 \
        AND state = 'pending' ORDER BY id LIMIT 1), \
    account_id = (SELECT account_id FROM deliveries WHERE client_id = $1 AND conversation_id = $2 \
        AND state = 'pending' ORDER BY id LIMIT 1) \
    WHERE client_id = $1 AND conversation_id = $2";

/// Ends the holds that the plan ends and brings every lane up to date whose deliveries it has changed.
pub(super) async fn write(transaction: &mut Transaction, plan: &Plan) -> Result<(), Refusal> {
    for end in &plan.ends {
        let mut values = key(end.lane);
        values.push(Value::from(end.token));
        if transaction.execute(Statement::fixed(END, values)).await? != 1 {
            return Err(Refusal::Conflict);
        }
    }
    for lane in &plan.lanes {
        transaction.execute(Statement::fixed(LOCK, key(*lane))).await?;
        transaction.execute(Statement::fixed(REFRESH, key(*lane))).await?;
    }
    Ok(())
}

fn key(lane: Lane) -> Vec<Value> {
    vec![Value::from(lane.client), Value::from(lane.conversation)]
}
