//! A gateway in memory: rooms and sockets with bounded queues, as the real one has them.

use crate::{
    ground::{Ground, locked},
    life::Life,
    trace::{What, Who},
    trouble::Trouble,
    verdict::Promise,
};
use async_trait::async_trait;
use chat_core::{ClientId, Listener, Notice, Room, Seq, Signal, Stop, Ticket};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
};
use tokio::sync::Notify;

/// The gateway of a process.
#[derive(Clone, Debug)]
pub(crate) struct SimGateway(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    ground: Arc<Ground>,
    life: Arc<Life>,
    who: Who,
    sockets: Mutex<BTreeMap<u64, Arc<Line>>>,
    heard: Mutex<BTreeMap<ClientId, Seq>>,
}

/// What the gateway knows of a socket.
#[derive(Debug, Default)]
struct Line {
    state: Mutex<Queue>,
    bell: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    rooms: Vec<Room>,
    waiting: VecDeque<Arc<Notice>>,
    is_closed: bool,
}

/// The client's end of a socket. Dropping it closes the connection.
#[derive(Debug)]
pub(crate) struct Socket {
    gateway: SimGateway,
    number: u64,
    line: Arc<Line>,
}

impl SimGateway {
    pub(crate) fn new(ground: &Arc<Ground>, life: &Arc<Life>, who: Who) -> Self {
        Self(Arc::new(Parts {
            ground: ground.clone(),
            life: life.clone(),
            who,
            sockets: Mutex::default(),
            heard: Mutex::default(),
        }))
    }

    pub(crate) fn connect(&self) -> Socket {
        let number = self.0.ground.count("socket");
        let line = Arc::<Line>::default();
        locked(&self.0.sockets).insert(number, line.clone());
        Socket { gateway: self.clone(), number, line }
    }

    /// Hears each event once and in order, as a listener is promised.
    fn check(&self, notice: &Notice) {
        let before = locked(&self.0.heard).insert(notice.client_id, notice.seq);
        if before.is_some_and(|before| before + 1 != notice.seq) {
            let how = format!("event {} was heard after {}", notice.seq, before.unwrap_or_default());
            self.0.ground.violated(Promise::Listeners, how);
        }
    }
}

#[async_trait]
impl Listener for SimGateway {
    fn hear(&self, notice: &Arc<Notice>) {
        if self.0.life.is_over() {
            return;
        }
        self.check(notice);
        let rooms = notice.rooms();
        for line in locked(&self.0.sockets).values() {
            let mut queue = locked(&line.state);
            if queue.is_closed || !rooms.iter().any(|room| queue.rooms.contains(room)) {
                continue;
            }
            if queue.waiting.len() >= self.0.ground.plan.queue_max {
                // Whoever falls behind is sent away and comes back to catch up.
                *queue = Queue { is_closed: true, ..Queue::default() };
                self.0.ground.met(self.0.who, Trouble::SocketOverran);
            } else {
                queue.waiting.push_back(notice.clone());
            }
            line.bell.notify_one();
        }
    }

    fn miss(&self, _client: ClientId, seq: Seq) {
        // No run is as long as events are kept.
        self.0.ground.violated(Promise::Listeners, format!("events up to {seq} are missed"));
    }

    fn sense(&self, _signal: &Signal) {}

    async fn run(&self, stop: Stop) {
        self.0.ground.note(self.0.who, What::Starts);
        stop.stopped().await;
    }
}

impl Socket {
    /// Enters a room. Nobody gets in without a ticket.
    pub(crate) fn join(&self, ticket: &Ticket) {
        locked(&self.line.state).rooms.extend_from_slice(ticket.rooms());
    }

    /// The next event; nothing when the server has closed the connection.
    pub(crate) async fn next(&self) -> Option<Arc<Notice>> {
        loop {
            {
                let mut queue = locked(&self.line.state);
                if let Some(notice) = queue.waiting.pop_front() {
                    return Some(notice);
                }
                if queue.is_closed {
                    return None;
                }
            }
            self.line.bell.notified().await;
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        locked(&self.gateway.0.sockets).remove(&self.number);
    }
}
