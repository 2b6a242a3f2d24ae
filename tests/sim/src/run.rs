//! One run: trouble, rest, proof that everything works again.

use crate::{
    chaos, check,
    ground::Ground,
    people::{self, Agent},
    provider,
    trace::{What, Who},
    trouble::Tally,
    verdict::Violation,
    world::World,
};
use chat_core::ConversationStatus;
use std::{sync::Arc, time::Duration};
use tokio::time::sleep;

/// What came of a seed.
#[derive(Debug)]
pub struct Run {
    /// The seed.
    pub seed: u64,
    /// A hash over everything that happened, with times.
    pub hash: u64,
    /// How much happened.
    pub events: u64,
    /// How long it took in virtual time.
    pub lasted: Duration,
    /// What went wrong on purpose, and how often.
    pub tally: Tally,
    /// What went wrong against a promise.
    pub violations: Vec<Violation>,
    /// Everything that happened in words, when it was asked for.
    pub lines: Vec<String>,
}

/// How long everything may take to come to rest when the trouble is over.
const REST_MAX: Duration = Duration::from_secs(3_600);

/// Runs a seed. With `is_trace_kept` it also tells in words what happened.
///
/// # Panics
/// When the system gives no runtime.
pub fn run(seed: u64, is_trace_kept: bool) -> Run {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build().expect("a runtime without I/O needs nothing");
    runtime.block_on(async {
        let ground = Arc::new(Ground::new(seed, is_trace_kept));
        let world = Arc::new(World::founded(&ground).await);
        play(&world).await;
        world.hosts.iter().for_each(|host| host.forget());
        let trace = ground.take_trace();
        let (hash, events) = trace.hash();
        let tally = Tally::default();
        tally.add_all(&ground.tally);
        Run {
            seed,
            hash,
            events,
            lasted: ground.passed(),
            violations: ground.violations(),
            lines: trace.into_lines(),
            tally,
        }
    })
}

async fn play(world: &Arc<World>) {
    for host in &world.hosts {
        world.spawn(host.clone().run(world.clone()));
    }
    for browser in &world.browsers {
        world.spawn(browser.clone().stay_open(world.clone()));
    }
    world.spawn(provider::make_calls(world.clone()));
    world.ground.trouble(true);
    world.spawn(chaos::end_processes(world.clone()));
    world.spawn(chaos::freeze_processes(world.clone()));
    world.spawn(chaos::take_store_away(world.clone()));
    for shop in &world.shops {
        for phone in &shop.phones {
            world.employ(people::write_letters(world.clone(), shop.number, phone.clone()));
        }
        for number in 0..shop.agents.len() {
            world.employ(Agent { world: world.clone(), tenant: shop.number, number }.work());
        }
    }
    sleep(world.ground.plan.trouble_lasts).await;
    world.ground.trouble(false);
    world.ground.note(Who::Run, What::TroubleEnds);
    for process in world.hosts.iter().filter_map(|host| host.running()) {
        process.life.spare();
    }
    if rest(world).await {
        check::all(world).await;
        prove(world).await;
    }
}

/// Waits until nothing is left to do; false when that never comes.
async fn rest(world: &Arc<World>) -> bool {
    let until = world.ground.passed() + REST_MAX;
    loop {
        sleep(Duration::from_secs(1)).await;
        if world.ground.is_violated() {
            return false;
        }
        let left = check::left(world).await;
        if left.is_empty() {
            world.ground.note(Who::Run, What::IsQuiet);
            return true;
        }
        if world.ground.passed() > until {
            world.ground.violated(check::promise_of(&left), left.join("; "));
            return false;
        }
    }
}

/// Everybody writes once more, and everything has to arrive.
async fn prove(world: &Arc<World>) {
    for shop in &world.shops {
        for phone in &shop.phones {
            world.provider.write(shop.number, &shop.account.address, phone);
        }
    }
    if !rest(world).await {
        return;
    }
    for shop in &world.shops {
        let agent = Agent { world: world.clone(), tenant: shop.number, number: 0 };
        for conversation in check::conversations(world, shop.client).await {
            if conversation.status != ConversationStatus::Archived {
                agent.prove(conversation.id).await;
            }
        }
    }
    if rest(world).await {
        check::all(world).await;
        check::everything_works(world).await;
    }
}
