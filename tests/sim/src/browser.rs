//! A browser with an inbox open: it joins, hears, loses its connection, comes back and catches up.

use crate::{
    gateway::Socket,
    ground::locked,
    process::Running,
    shop::Shop,
    trace::{What, Who},
    trouble::Trouble,
    verdict::Promise,
    world::World,
};
use chat_core::{Desk, Notice, RoomName, Seq};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::time::sleep;

/// What a browser holds.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) who: Who,
    pub(crate) tenant: usize,
    held: Mutex<Vec<Notice>>,
}

impl Browser {
    pub(crate) fn new(tenant: usize, number: usize) -> Self {
        Self { who: Who::Browser(tenant, number), tenant, held: Mutex::default() }
    }

    pub(crate) fn held(&self) -> Vec<Notice> {
        locked(&self.held).clone()
    }

    /// The position of the last event that it holds.
    pub(crate) fn last(&self) -> Seq {
        locked(&self.held).last().map_or(0, |notice| notice.seq)
    }

    /// Stays open as long as the run lasts.
    pub(crate) async fn stay_open(self: Arc<Self>, world: Arc<World>) {
        loop {
            if let Some(process) = world.any_process() {
                world.ground.note(self.who, What::Comes { process: process.number });
                let (browser, visited, of) = (self.clone(), world.clone(), process.clone());
                process.carry(async move { browser.visit(&visited, &of).await }).await;
                world.ground.note(self.who, What::Goes);
            }
            sleep(world.ground.dice.millis(10..=1_500)).await;
        }
    }

    /// One connection, until it ends one way or the other.
    async fn visit(&self, world: &World, process: &Running) {
        let shop = &world.shops[self.tenant];
        let Ok(desk) = process.chat.sign_in(&shop.token(0)).await else { return };
        let socket = process.gateway.connect();
        let Ok(ticket) = desk.ticket(RoomName::Inbox).await else { return };
        socket.join(&ticket);
        // Whoever catches up after joining misses nothing in between.
        if !self.catch_up(world, shop, &desk).await {
            return;
        }
        while self.listen(world, shop, &desk, &socket).await {}
    }

    /// Hears one event; false when the connection is over.
    async fn listen(&self, world: &World, shop: &Shop, desk: &Desk, socket: &Socket) -> bool {
        if world.ground.meets(self.who, Trouble::SocketDropped) {
            return false;
        }
        if world.ground.meets(self.who, Trouble::SocketStalled) {
            sleep(world.ground.dice.millis(500..=10_000)).await;
        }
        let Some(notice) = socket.next().await else { return false };
        self.check_own(world, shop, &notice);
        if notice.seq <= self.last() {
            return true;
        }
        if notice.seq == self.last() + 1 {
            self.hold(world, (*notice).clone());
            return true;
        }
        self.catch_up(world, shop, desk).await
    }

    /// Reads the journal to its end; false when it cannot be read now.
    async fn catch_up(&self, world: &World, shop: &Shop, desk: &Desk) -> bool {
        loop {
            let after = self.last();
            world.ground.note(self.who, What::Syncs { after });
            let limit = usize::try_from(world.ground.dice.between(1..=20)).expect("a page is small");
            let Ok(stretch) = desk.events(after, limit).await else { return false };
            let is_empty = stretch.events.is_empty();
            if !is_empty && world.ground.has_trouble() {
                world.ground.met(self.who, Trouble::ClientCaughtUp);
            }
            for notice in stretch.events {
                self.check_own(world, shop, &notice);
                self.hold(world, notice);
            }
            if self.last() >= stretch.head {
                return true;
            }
            if is_empty {
                // It will not get any better by asking at once.
                sleep(Duration::from_millis(500)).await;
            }
        }
    }

    fn check_own(&self, world: &World, shop: &Shop, notice: &Notice) {
        if notice.client_id != shop.client {
            let how = format!("{} was told event {} of {}", self.who, notice.seq, notice.client_id);
            world.ground.violated(Promise::TenantsApart, how);
        }
    }

    fn hold(&self, world: &World, notice: Notice) {
        world.ground.note(self.who, What::Has { seq: notice.seq });
        locked(&self.held).push(notice);
    }
}
