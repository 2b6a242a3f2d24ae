//! A browser with the inbox or a conversation open: it joins, hears, loses its connection, comes back and catches up.

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
use chat_core::{ConversationFilter, ConversationId, Desk, Notice, PageQuery, RoomName, Seq};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::time::sleep;

/// What a browser shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum View {
    /// Every conversation.
    Inbox,
    /// One conversation, of which it hears nothing but its events.
    Conversation,
}

/// A browser and what it holds.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) who: Who,
    pub(crate) tenant: usize,
    view: View,
    held: Mutex<Held>,
}

/// What a browser holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held {
    /// The conversation that is open.
    pub(crate) conversation: Option<ConversationId>,
    pub(crate) events: Vec<Notice>,
    /// Up to where it has read the journal.
    read_to: Seq,
}

impl Held {
    /// The position of the last event.
    pub(crate) fn last(&self) -> Seq {
        self.events.last().map_or(0, |notice| notice.seq)
    }

    /// Whether an event is shown.
    pub(crate) fn shows(&self, notice: &Notice) -> bool {
        let thread = notice.thread.as_ref().map(|thread| thread.conversation_id);
        self.conversation.is_none() || self.conversation == thread
    }

    /// Whether an event is the one after the last, as far as the event itself tells.
    fn is_next(&self, notice: &Notice) -> bool {
        match self.conversation {
            None => notice.seq == self.last() + 1,
            Some(_) => notice.previous_seq == self.last(),
        }
    }

    fn add(&mut self, notice: Notice) {
        self.read_to = notice.seq;
        if self.shows(&notice) {
            self.events.push(notice);
        }
    }
}

impl Browser {
    pub(crate) fn new(tenant: usize, number: usize) -> Self {
        let view = if number.is_multiple_of(2) { View::Inbox } else { View::Conversation };
        Self { who: Who::Browser(tenant, number), tenant, view, held: Mutex::default() }
    }

    pub(crate) fn held(&self) -> Held {
        locked(&self.held).clone()
    }

    /// Whether it has found something to show.
    pub(crate) fn is_open(&self) -> bool {
        self.view == View::Inbox || locked(&self.held).conversation.is_some()
    }

    /// Stays open as long as the run lasts.
    pub(crate) async fn stay_open(self: Arc<Self>, world: Arc<World>) {
        loop {
            if let Some(process) = world.any_process() {
                world.ground.note(self.who, What::Comes { process: process.number });
                let (browser, visited, of) = (self.clone(), world.clone(), process.clone());
                tokio::select! {
                    biased;
                    _ = process.carry(async move { browser.visit(&visited, &of).await }) => {}
                    () = process.life.silence() => {}
                }
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
        let Some(room) = self.room(world, &desk).await else { return };
        let Ok(ticket) = desk.ticket(room).await else { return };
        socket.join(&ticket);
        // Whoever catches up after joining misses nothing in between.
        if !self.catch_up(world, shop, &desk).await {
            return;
        }
        while self.listen(world, shop, &desk, &socket).await {}
    }

    /// The room to be in: of a conversation it is always the same one.
    async fn room(&self, world: &World, desk: &Desk) -> Option<RoomName> {
        if self.view == View::Inbox {
            return Some(RoomName::Inbox);
        }
        let open = locked(&self.held).conversation;
        let conversation = match open {
            Some(conversation) => conversation,
            None => {
                let page = desk.conversations(&ConversationFilter::default(), PageQuery::default()).await.ok()?;
                world.ground.dice.pick(&page.items)?.id
            }
        };
        locked(&self.held).conversation = Some(conversation);
        Some(RoomName::Conversation(conversation))
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
        let is_next = {
            let held = locked(&self.held);
            if notice.seq <= held.read_to {
                return true;
            }
            held.is_next(&notice)
        };
        if is_next {
            self.hold(world, (*notice).clone());
            return true;
        }
        self.catch_up(world, shop, desk).await
    }

    /// Reads the journal to its end; false when it cannot be read now.
    async fn catch_up(&self, world: &World, shop: &Shop, desk: &Desk) -> bool {
        loop {
            let after = locked(&self.held).read_to;
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
            if locked(&self.held).read_to >= stretch.head {
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
        locked(&self.held).add(notice);
    }
}
