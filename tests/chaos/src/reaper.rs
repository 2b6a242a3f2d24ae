//! Who kills.

use crate::{
    clock,
    house::{Databases, House},
    outages::Outages,
    plan::Plan,
};
use std::time::Duration;
use tokio::time::sleep;

/// How long what was killed stays dead, on average.
const DEAD: Duration = Duration::from_millis(400);
/// How likely a process is killed once more while it is still starting.
const WHILE_STARTING: f64 = 0.15;
/// How likely all processes are killed at once.
const ALL_AT_ONCE: f64 = 0.15;
/// How likely it is a database's turn.
const DATABASE: f64 = 0.2;

/// How often something was stopped the hard way.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Deaths {
    pub(crate) processes: u32,
    pub(crate) postgres: u32,
    pub(crate) redis: u32,
}

/// Kills as often as planned and leaves everything running.
pub(crate) async fn reap(plan: &Plan, house: &mut House, outages: &Outages, random: &mut fastrand::Rng) -> Deaths {
    let mut deaths = Deaths::default();
    while deaths.processes < plan.kills {
        sleep(clock::around(plan.pause, random)).await;
        if let Some(databases) = house.databases.as_mut().filter(|_| random.f64() < DATABASE) {
            restart_one(databases, &mut deaths, random).await;
            continue;
        }
        let victims = if random.f64() < ALL_AT_ONCE {
            (0..house.servers.len()).collect()
        } else {
            vec![random.usize(..house.servers.len())]
        };
        for victim in &victims {
            outages.killed();
            house.servers[*victim].kill().await;
            deaths.processes += 1;
        }
        sleep(clock::around(DEAD, random)).await;
        for victim in victims {
            house.servers[victim].respawn().await;
            if random.f64() < WHILE_STARTING && deaths.processes < plan.kills {
                sleep(clock::around(DEAD / 4, random)).await;
                outages.killed();
                house.servers[victim].respawn().await;
                deaths.processes += 1;
            }
        }
        house.all_serve().await;
    }
    deaths
}

async fn restart_one(databases: &mut Databases, deaths: &mut Deaths, random: &mut fastrand::Rng) {
    if random.bool() {
        databases.postgres.stop().await;
        sleep(clock::around(DEAD, random)).await;
        databases.postgres.start_again().await;
        deaths.postgres += 1;
    } else {
        databases.redis.stop().await;
        sleep(clock::around(DEAD, random)).await;
        databases.redis.start_again().await;
        deaths.redis += 1;
    }
}
