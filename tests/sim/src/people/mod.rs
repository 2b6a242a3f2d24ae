//! Customers who write, and agents who answer.

mod agent;
mod deeds;
mod replies;

pub(crate) use agent::Agent;

use crate::world::World;
use std::sync::Arc;
use tokio::time::sleep;

/// Has a customer of a shop write all its letters.
pub(crate) async fn write_letters(world: Arc<World>, tenant: usize, phone: String) {
    let plan = &world.ground.plan;
    let pause_ms = u64::try_from(plan.trouble_lasts.as_millis()).expect("a run is short") / plan.letters;
    for _ in 0..plan.letters {
        sleep(world.ground.dice.millis(1..=pause_ms)).await;
        // Some write several at once.
        let burst = if world.ground.dice.happens(200) { 3 } else { 1 };
        for _ in 0..burst {
            world.provider.write(tenant, &world.shops[tenant].account.address, &phone);
        }
    }
}
