//! Processes: the real core on the shared store, started, killed, stopped and started again.

use crate::{
    clock,
    gateway::SimGateway,
    ground::{Ground, locked},
    life::{Life, Mortal},
    provider::SimChannel,
    shop::SimLogin,
    signals::{Line, SimSignals},
    store::SimStore,
    trace::Who,
    trouble::Trouble,
    world::World,
};
use chat_core::{Chat, Stop};
use std::{
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};
use tokio::time::sleep;

/// A place where a process runs, one after another.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) number: usize,
    /// How far its clock is wrong.
    skew_ms: u64,
    running: Mutex<Option<Running>>,
}

/// A process that runs.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    pub(crate) number: usize,
    pub(crate) life: Arc<Life>,
    pub(crate) chat: Chat,
    pub(crate) gateway: SimGateway,
    /// Told to stop in order.
    pub(crate) stop: Stop,
}

impl Host {
    pub(crate) fn new(number: usize, ground: &Ground) -> Self {
        let skew_ms = ground.dice.between(0..=ground.plan.skew_ms);
        Self { number, skew_ms, running: Mutex::default() }
    }

    pub(crate) fn running(&self) -> Option<Running> {
        locked(&self.running).clone()
    }

    /// Runs processes as long as the run lasts.
    pub(crate) async fn run(self: Arc<Self>, world: Arc<World>) {
        let who = Who::Process(self.number);
        loop {
            let running = self.start(&world);
            *locked(&self.running) = Some(running.clone());
            let (chat, stop) = (running.chat.clone(), running.stop.clone());
            let ended = Mortal::new(&running.life, async move { chat.run_until(stop.stopped()).await }).await;
            *locked(&self.running) = None;
            // Whatever is still under way in it ends with it.
            running.life.end();
            world.ground.met(who, if ended.is_some() { Trouble::ProcessStopped } else { Trouble::ProcessKilled });
            drop(running);
            sleep(world.ground.dice.millis(0..=4_000)).await;
        }
    }

    fn start(&self, world: &World) -> Running {
        let (ground, life, who) = (&world.ground, Arc::<Life>::default(), Who::Process(self.number));
        let store = SimStore {
            memory: world.memory.clone(),
            ledger: world.ledger.clone(),
            ground: ground.clone(),
            life: life.clone(),
            who,
        };
        let gateway = SimGateway::new(ground, &life, who);
        let channel = SimChannel { provider: world.provider.clone(), life: life.clone(), who };
        let line = if ground.plan.shares_signals { world.line.clone() } else { Line::default() };
        let signals = SimSignals { line, ground: ground.clone(), life: life.clone(), who };
        let chat = Chat::builder(store, SimLogin::new(&world.shops))
            .env(clock::env(ground, self.skew_ms))
            .channel(channel)
            .signals(signals)
            .listener(gateway.clone())
            .unsettled_after(ground.plan.unsettled_after)
            .build();
        Running { number: self.number, life, chat, gateway, stop: Stop::default() }
    }

    /// Takes the process out of the way of new requests and has it end what it has begun.
    pub(crate) fn stop(&self) {
        if let Some(running) = locked(&self.running).take() {
            running.stop.stop();
        }
    }

    /// Forgets the process, so that nothing holds on to itself when the run is over.
    pub(crate) fn forget(&self) {
        locked(&self.running).take();
    }
}

impl Running {
    /// Does something in the process; nothing when the process ends before it is done.
    pub(crate) async fn carry<T: Send>(&self, work: impl Future<Output = T> + Send + 'static) -> Option<T> {
        Mortal::new(&self.life, work).await
    }

    /// Asks the process for something; nothing when the process ends, or the asker goes away, before there is an answer.
    pub(crate) async fn ask<T: Send, F>(&self, world: &World, who: Who, request: impl FnOnce(Chat) -> F) -> Option<T>
    where
        F: Future<Output = T> + Send + 'static,
    {
        let work = Mortal::new(&self.life, request(self.chat.clone()));
        match world.ground.meets(who, Trouble::AskerGone) {
            true => Fleeting { polls_left: world.ground.dice.between(1..=12), work: Some(work) }.await,
            false => work.await,
        }
    }
}

/// Work that is dropped after so many polls.
struct Fleeting<T> {
    polls_left: u64,
    work: Option<Mortal<T>>,
}

impl<T> Future for Fleeting<T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let Some(work) = &mut self.work else { return Poll::Ready(None) };
        if let Poll::Ready(output) = Pin::new(work).poll(context) {
            return Poll::Ready(output);
        }
        self.polls_left = self.polls_left.saturating_sub(1);
        if self.polls_left > 0 {
            return Poll::Pending;
        }
        self.work = None;
        Poll::Ready(None)
    }
}
