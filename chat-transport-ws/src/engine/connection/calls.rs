//! What others ask of a connection: to queue a frame, to let a socket in, to begin an upgrade.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::oneshot;

use super::{After, Conn, Probed, Queued, Room, State};
use crate::engine::frame::Frame;
use crate::engine::reason::Reason;
use crate::engine::session::{Input, Output};
use crate::engine::socket::{Phase, SocketInner};

impl Conn {
    /// Queues a frame of a socket.
    pub(crate) fn queue(&self, socket: &SocketInner, frame: Frame) -> Queued {
        let mut state = self.lock();
        let config = &self.core.rules.config;
        match socket.phase() {
            Phase::Gone => return Queued::Nowhere,
            Phase::Pending if state.held.len() >= config.queue_packets_max => return Queued::Overflown,
            Phase::Pending => {
                state.held.push((socket.serial, frame));
                return Queued::Behind;
            }
            Phase::Live => {}
        }
        if state.outbox.push(frame, config).is_err() {
            return Queued::Overflown;
        }
        if self.must_list(&mut state) { Queued::First } else { Queued::Behind }
    }

    /// Queues a frame that belongs to no socket.
    pub(crate) fn reply(self: &Arc<Self>, frame: Frame) {
        let mut after = After::default();
        let mut state = self.lock();
        if state.closed.is_some() {
            return;
        }
        let fits = state.outbox.push(frame, &self.core.rules.config).is_ok();
        self.settle(&mut state, &mut after);
        drop(state);
        self.finish(after);
        if !fits {
            self.input(Input::Close(Reason::QueueFull));
        }
    }

    /// Looks after everything once more, and says whether the connection is open.
    pub(crate) fn wake(self: &Arc<Self>) -> bool {
        let mut after = After::default();
        let mut state = self.lock();
        self.settle(&mut state, &mut after);
        let is_open = state.closed.is_none();
        drop(state);
        self.finish(after);
        is_open
    }

    /// Lets a socket in: its client learns its id, and then what was emitted meanwhile.
    pub(crate) fn accept(self: &Arc<Self>, socket: &SocketInner) {
        let mut state = self.lock();
        let sid = socket.id.to_string();
        let mut after = self.step(&mut state, Input::Accept { serial: socket.serial, sid: &sid });
        let mut fits = true;
        if socket.phase() == Phase::Pending {
            socket.set_phase(Phase::Live);
            let held = std::mem::take(&mut state.held);
            for (serial, frame) in held {
                if serial == socket.serial {
                    fits &= state.outbox.push(frame, &self.core.rules.config).is_ok();
                } else {
                    state.held.push((serial, frame));
                }
            }
            self.settle(&mut state, &mut after);
        }
        drop(state);
        self.finish(after);
        if !fits {
            self.input(Input::Close(Reason::QueueFull));
        }
    }

    /// Begins an upgrade; the receiver ends when it must be given up. `None` when no upgrade is possible now.
    pub(crate) fn begin_probe(self: &Arc<Self>) -> Option<oneshot::Receiver<()>> {
        let mut state = self.lock();
        if !state.session.may_probe() {
            return None;
        }
        let (hold, over) = oneshot::channel();
        state.probe = Some(hold);
        let after = self.step(&mut state, Input::ProbeOpened);
        drop(state);
        self.finish(after);
        Some(over)
    }

    /// A packet arrived on the WebSocket that probes.
    pub(crate) fn probe(self: &Arc<Self>, text: &str) -> Probed {
        let now = Instant::now();
        let mut after = After::default();
        let mut probed = Probed::Dropped;
        let mut state = self.lock();
        for output in state.session.on(Input::ProbeText(text), now) {
            match &output {
                Output::SendProbe(frame) => {
                    probed = Probed::Answer(frame.clone());
                    self.room.notify_one();
                }
                Output::Upgraded => probed = Probed::Upgraded,
                _ => {}
            }
            self.act(&mut state, output, now, &mut after);
        }
        self.settle(&mut state, &mut after);
        drop(state);
        self.finish(after);
        probed
    }

    /// Whether as much waits for the handlers as may wait.
    pub(crate) fn is_full(&self) -> bool {
        self.room() != Room::Free
    }

    /// Waits until the handlers can be given more. No pong can be seen meanwhile: it may come that much later.
    ///
    /// Closes the connection when there can never be room.
    pub(crate) async fn has_room(self: &Arc<Self>) {
        loop {
            match self.room() {
                Room::Free => return,
                Room::Later => self.room.notified().await,
                Room::Never => return self.input(Input::Close(Reason::QueueFull)),
            }
            self.input(Input::Resumed);
        }
    }

    fn room(&self) -> Room {
        let state = self.lock();
        let config = &self.core.rules.config;
        if state.closed.is_some() || !state.inbox.is_full(config) {
            return Room::Free;
        }
        if !state.session.is_moving() {
            return Room::Later;
        }
        // A client that moves to the WebSocket polls no more, and finishes when its last body is answered: that one may
        // be taken in beyond the limit.
        match (state.inbox.has_surplus(config), state.outbox.is_half_full(config)) {
            (false, _) => Room::Free,
            (true, false) => Room::Later,
            // The handlers wait for answers to be taken, the answers for the move, the move for this body.
            (true, true) => Room::Never,
        }
    }

    /// Waits while half of what may wait for the peer does: who asks faster than it takes the answers must not fill
    /// its own queue with them. What others send to it still fills the queue.
    pub(crate) async fn has_outlet(&self) {
        while self.is_slow() {
            // Whoever waits for room may have to wait for ever now.
            self.room.notify_one();
            self.outlet.notified().await;
        }
    }

    /// Something left the outbox, of which half was full before: whoever waits for that may go on.
    pub(crate) fn made_outlet(&self, state: &State, was_slow: bool) {
        if was_slow && !state.outbox.is_half_full(&self.core.rules.config) {
            self.outlet.notify_one();
        }
    }

    fn is_slow(&self) -> bool {
        let state = self.lock();
        state.closed.is_none() && state.outbox.is_half_full(&self.core.rules.config)
    }
}
