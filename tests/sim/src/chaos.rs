//! Trouble that comes by itself: processes that end, a store that is away.

use crate::{
    trace::{What, Who},
    trouble::Trouble,
    world::World,
};
use std::{sync::Arc, time::Duration};
use tokio::time::sleep;

/// Ends processes now and then: at any await point, or in order.
pub(crate) async fn end_processes(world: Arc<World>) {
    for _ in 0..world.ground.plan.ends {
        sleep(share(&world, world.ground.plan.ends)).await;
        let Some(process) = world.any_process() else { continue };
        if !world.ground.has_trouble() {
            return;
        }
        if world.ground.dice.happens(750) {
            process.life.end_after(world.ground.dice.between(0..=150));
        } else {
            world.ground.note(Who::Process(process.number), What::StopsInOrder);
            world.hosts[process.number].stop();
        }
    }
}

/// Has processes stand still now and then, some for longer than they hold what they have taken.
pub(crate) async fn freeze_processes(world: Arc<World>) {
    for _ in 0..world.ground.plan.freezes {
        sleep(share(&world, world.ground.plan.freezes)).await;
        let Some(process) = world.any_process() else { continue };
        if !world.ground.has_trouble() {
            return;
        }
        world.ground.met(Who::Process(process.number), Trouble::ProcessFrozen);
        process.life.freeze(true);
        if world.ground.dice.happens(600) {
            sleep(world.ground.dice.millis(500..=10_000)).await;
        } else {
            sleep(SILENCE_MAX).await;
            process.life.tell_silence();
            sleep(world.ground.dice.millis(1_000..=150_000)).await;
        }
        process.life.freeze(false);
    }
}

/// How long a client waits for a sign of life.
const SILENCE_MAX: Duration = Duration::from_secs(45);

/// Has the store away now and then.
pub(crate) async fn take_store_away(world: Arc<World>) {
    for _ in 0..world.ground.plan.outages {
        sleep(share(&world, world.ground.plan.outages)).await;
        if !world.ground.has_trouble() {
            return;
        }
        world.ground.met(Who::Run, Trouble::StoreIsAway);
        world.ground.set_store_away(true);
        sleep(world.ground.dice.millis(50..=6_000)).await;
        world.ground.set_store_away(false);
    }
}

/// A part of the time of trouble, for one of so many troubles.
fn share(world: &World, count: u64) -> Duration {
    let whole_ms = u64::try_from(world.ground.plan.trouble_lasts.as_millis()).expect("a run is short");
    world.ground.dice.millis(1..=whole_ms * 2 / (count + 1))
}
