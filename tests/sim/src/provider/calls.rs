//! Webhook calls: one by one or many at once, in order or not, again and again until they are answered.

use super::{Provider, channel::SIGNATURE, wire, wire::Item, wire::Says};
use crate::{
    ground::locked,
    trace::{What, Who},
    trouble::Trouble,
    world::World,
};
use chat_core::{IncomingCall, Source};
use std::{sync::Arc, time::Duration};
use tokio::time::{sleep, timeout};

/// Tells everything that is to be told, as long as the run lasts.
pub(crate) async fn make_calls(world: Arc<World>) {
    loop {
        let pause = if world.ground.has_trouble() { world.ground.dice.between(1..=150) } else { 20 };
        sleep(Duration::from_millis(pause)).await;
        while let Some((address, items)) = world.provider.next_call() {
            let call = make_call(world.clone(), address, items);
            world.spawn(call);
        }
    }
}

/// Makes one call until it is answered.
async fn make_call(world: Arc<World>, address: String, items: Vec<Item>) {
    let call = world.ground.count("call");
    world.ground.note(Who::Provider, What::Calls { call, items: items.iter().map(|item| item.name.clone()).collect() });
    world.provider.first_told(call, &items);
    let mut wait_ms = 500;
    while !try_call(&world, &address, &items).await {
        world.ground.note(Who::Provider, What::CallEnds { call, is_taken: false });
        sleep(world.ground.dice.millis(wait_ms / 2..=wait_ms)).await;
        wait_ms = (wait_ms * 2).min(8_000);
    }
    world.ground.note(Who::Provider, What::CallEnds { call, is_taken: true });
    world.provider.accepted(&items);
    if world.ground.meets(Who::Provider, Trouble::CallDuplicated) {
        sleep(world.ground.dice.millis(0..=3_000)).await;
        try_call(&world, &address, &items).await;
    }
    locked(&world.provider.state).calls_under_way -= 1;
}

/// Makes a call once; true when it was answered that everything was taken.
async fn try_call(world: &Arc<World>, address: &str, items: &[Item]) -> bool {
    let Some(process) = world.any_process() else { return false };
    let call = IncomingCall {
        headers: vec![(SIGNATURE.to_owned(), world.secret_of(address))],
        body: wire::write(items).into(),
    };
    let request = process
        .ask(world, Who::Provider, |chat| async move { chat.receive_call(&Source::WHATSAPP, &call).await.is_ok() });
    let patience = match world.ground.meets(Who::Provider, Trouble::CallCutOff) {
        true => world.ground.dice.millis(1..=100),
        false => Duration::from_secs(30),
    };
    timeout(patience, request).await.ok().flatten().unwrap_or(false)
}

impl Provider {
    /// The items of the next call, which sign as the account of this address does.
    fn next_call(&self) -> Option<(String, Vec<Item>)> {
        let now = (self.ground.passed(), u64::MAX);
        let mut state = locked(&self.state);
        let mut due: Vec<_> = state.to_tell.range(..=now).map(|(key, item)| (*key, item.clone())).collect();
        if due.is_empty() {
            return None;
        }
        if self.ground.meets(Who::Provider, Trouble::CallReordered) {
            self.ground.dice.shuffle(&mut due);
        }
        let address = due[0].1.to.clone();
        due.retain(|(_, item)| self.ground.plan.has_one_app || item.to == address);
        let most = u64::try_from(self.ground.plan.batch_max).expect("a batch is small");
        due.truncate(usize::try_from(self.ground.dice.between(1..=most)).expect("a batch is small"));
        if due.len() > 1 {
            self.ground.met(Who::Provider, Trouble::CallBatched);
        }
        for (key, _) in &due {
            state.to_tell.remove(key);
        }
        state.calls_under_way += 1;
        Some((address, due.into_iter().map(|(_, item)| item).collect()))
    }

    fn first_told(&self, call: u64, items: &[Item]) {
        let moment = self.ground.count("moment");
        let mut state = locked(&self.state);
        for letter in &mut state.letters {
            if let Some(place) = items.iter().position(|item| *item == letter.item) {
                letter.first_told.get_or_insert((moment, call, place));
            }
        }
    }

    fn accepted(&self, items: &[Item]) {
        let moment = self.ground.count("moment");
        let mut state = locked(&self.state);
        for item in items {
            match &item.says {
                Says::Letter { .. } => {
                    let letter = state.letters.iter_mut().find(|letter| letter.item == *item);
                    letter.expect("it was written").accepted.get_or_insert(moment);
                }
                Says::News { status, .. } => {
                    let taken = state.taken.iter_mut().find(|it| it.name == item.name && it.address == item.to);
                    taken.expect("only news of what was taken are told").told.push(*status);
                }
            }
        }
    }
}
