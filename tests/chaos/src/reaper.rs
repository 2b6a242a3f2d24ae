//! Who kills.

use crate::{
    chronicle::Chronicle,
    clock,
    house::{Databases, House},
    plan::Plan,
};
use e2e::Server;
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

/// How likely it is that a process is asked to stop instead.
const POLITELY: f64 = 0.15;

/// How often something was stopped.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Deaths {
    /// Processes, with SIGKILL.
    pub(crate) kills: u32,
    /// Processes, with SIGTERM.
    pub(crate) farewells: u32,
    /// PostgreSQL, the hard way.
    pub(crate) postgres: u32,
    /// Redis, the hard way.
    pub(crate) redis: u32,
}

/// Kills as often as planned and leaves everything running.
pub(crate) async fn reap(plan: &Plan, house: &mut House, chronicle: &Chronicle, random: &mut fastrand::Rng) -> Deaths {
    let mut reaper = Reaper { kills_max: plan.kills, chronicle, random, deaths: Deaths::default() };
    while reaper.deaths.kills < plan.kills {
        sleep(clock::around(plan.pause, reaper.random)).await;
        match &mut house.databases {
            Some(databases) if reaper.happens(DATABASE) => reaper.restart_one(databases).await,
            _ if reaper.happens(POLITELY) => {
                let victim = reaper.random.usize(..house.servers.len());
                reaper.say_farewell(victim, &mut house.servers[victim]).await;
            }
            _ => reaper.kill_some(&mut house.servers).await,
        }
        house.all_serve().await;
        chronicle.tell(format_args!("every process serves"));
    }
    reaper.deaths
}

struct Reaper<'a> {
    kills_max: u32,
    chronicle: &'a Chronicle,
    random: &'a mut fastrand::Rng,
    deaths: Deaths,
}

impl Reaper<'_> {
    fn happens(&mut self, probability: f64) -> bool {
        self.random.f64() < probability
    }

    async fn kill_some(&mut self, servers: &mut [Server]) {
        let victims = if self.happens(ALL_AT_ONCE) {
            (0..servers.len()).collect()
        } else {
            vec![self.random.usize(..servers.len())]
        };
        for victim in &victims {
            self.chronicle.killed(*victim);
            servers[*victim].kill().await;
            self.deaths.kills += 1;
        }
        sleep(clock::around(DEAD, self.random)).await;
        for victim in victims {
            servers[victim].respawn().await;
            if self.happens(WHILE_STARTING) && self.deaths.kills < self.kills_max {
                sleep(clock::around(DEAD / 4, self.random)).await;
                self.chronicle.killed(victim);
                servers[victim].respawn().await;
                self.deaths.kills += 1;
            }
        }
    }

    async fn say_farewell(&mut self, victim: usize, server: &mut Server) {
        self.chronicle.tell(format_args!("process {victim} is asked to stop"));
        let status = server.terminate().await;
        assert!(status.success(), "process {victim} ended with {status} when it was asked to stop");
        self.chronicle.tell(format_args!("process {victim} has stopped"));
        self.deaths.farewells += 1;
        server.respawn().await;
    }

    async fn restart_one(&mut self, databases: &mut Databases) {
        if self.random.bool() {
            self.chronicle.tell(format_args!("PostgreSQL is stopped"));
            databases.postgres.stop().await;
            sleep(clock::around(DEAD, self.random)).await;
            databases.postgres.start_again().await;
            self.deaths.postgres += 1;
        } else {
            self.chronicle.tell(format_args!("Redis is stopped"));
            databases.redis.stop().await;
            sleep(clock::around(DEAD, self.random)).await;
            databases.redis.start_again().await;
            self.deaths.redis += 1;
        }
    }
}
