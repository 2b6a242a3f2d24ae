//! One connection: its session, its queues, and the doing of what the session says.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::time::Instant;

use tokio::sync::{Notify, oneshot};

use super::args::Args;
use super::core::{Core, UNPOISONED};
use super::frame::Frame;
use super::head::Head;
use super::ids::Sid;
use super::outbox::Outbox;
use super::reason::Reason;
use super::session::{Input, Output, Session};
use super::socket::{Ack, Phase, SocketInner};
use super::wire::Wire;
use super::work::Work;

#[derive(Debug)]
pub(crate) struct Conn {
    pub(crate) core: Arc<Core>,
    pub(crate) sid: Sid,
    pub(crate) head: Head,
    /// Told when more may be read again, or will never need to be.
    pub(crate) room: Notify,
    /// The WebSocket, once there is one.
    pub(crate) wire: OnceLock<Wire>,
    state: Mutex<State>,
}

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) session: Session,
    pub(crate) outbox: Outbox,
    pub(crate) inbox: VecDeque<Work>,
    pub(crate) is_working: bool,
    pub(crate) sockets: Vec<Arc<SocketInner>>,
    /// What was emitted to sockets that are not let in yet.
    held: Vec<(u32, Frame)>,
    /// Answers that are awaited from the client.
    pub(crate) answers: Vec<Awaited>,
    pub(crate) last_ack: u64,
    /// The poll that waits; it is told what to answer, or to look into the outbox.
    pub(crate) poll: Option<oneshot::Sender<PollEnd>>,
    /// Dropped to end the WebSocket that probes.
    pub(crate) probe: Option<oneshot::Sender<()>>,
    /// Whether the flusher knows that something is queued.
    is_listed: bool,
    /// Whether the peer's window is full; a task waits for it to open.
    pub(crate) is_blocked: bool,
    pub(crate) stalled_by: Option<Instant>,
    close_by: Option<Instant>,
    armed: Option<Instant>,
    pub(crate) closed: Option<Reason>,
}

#[derive(Debug)]
pub(crate) struct Awaited {
    pub(crate) serial: u32,
    pub(crate) id: u64,
    pub(crate) answer: oneshot::Sender<Args>,
}

/// How a waiting poll ends.
#[derive(Debug)]
pub(crate) enum PollEnd {
    /// With what is queued.
    Queued,
    /// With a `noop`, so that the client can move to the WebSocket.
    Noop,
    /// With an error: the client has moved to the WebSocket already.
    Upgraded,
}

/// What a packet on a WebSocket that probes led to.
#[derive(Debug)]
pub(crate) enum Probed {
    Answer(Frame),
    Upgraded,
    Dropped,
}

/// What became of a frame.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Queued {
    /// The socket is gone.
    Nowhere,
    /// It waits, and the flusher knows or need not know.
    Behind,
    /// It waits, and the flusher must be told.
    First,
    /// It did not fit: the connection must be closed.
    Overflown,
}

/// What is left to do when the lock of a connection is released.
#[derive(Debug, Default)]
#[must_use]
pub(crate) struct After {
    left: Vec<Arc<SocketInner>>,
    is_over: bool,
    is_abrupt: bool,
    must_list: bool,
    must_work: bool,
}

impl Conn {
    pub(crate) fn new(core: Arc<Core>, head: Head, is_polling: bool) -> Arc<Self> {
        let session = Session::new(core.rules.clone(), is_polling, Instant::now());
        let sid = Sid::random();
        let mut outbox = Outbox::default();
        outbox.push_anyway(session.handshake(&sid.to_text()));
        let state = State {
            session,
            outbox,
            inbox: VecDeque::new(),
            is_working: false,
            sockets: Vec::new(),
            held: Vec::new(),
            answers: Vec::new(),
            last_ack: 0,
            poll: None,
            probe: None,
            is_listed: false,
            is_blocked: false,
            stalled_by: None,
            close_by: None,
            armed: None,
            closed: None,
        };
        let (room, wire) = (Notify::new(), OnceLock::new());
        Arc::new(Self { core, sid, head, room, wire, state: Mutex::new(state) })
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect(UNPOISONED)
    }

    /// Tells the session what happened and does what it says.
    pub(crate) fn input(self: &Arc<Self>, input: Input<'_>) {
        let mut state = self.lock();
        let after = self.step(&mut state, input);
        drop(state);
        self.finish(after);
    }

    /// As `input`, for callers that hold the lock; they must call `finish` after releasing it.
    pub(crate) fn step(self: &Arc<Self>, state: &mut State, input: Input<'_>) -> After {
        let now = Instant::now();
        let mut after = After::default();
        let outputs = state.session.on(input, now);
        let mut fits = true;
        for output in outputs {
            fits &= self.act(state, output, now, &mut after);
        }
        if !fits {
            for output in state.session.on(Input::Close(Reason::QueueFull), now) {
                self.act(state, output, now, &mut after);
            }
        }
        self.settle(state, &mut after);
        after
    }

    /// Makes sure that what is queued is seen, what arrived is handled, and the deadline is known.
    pub(crate) fn settle(self: &Arc<Self>, state: &mut State, after: &mut After) {
        after.must_list |= self.must_list(state);
        if !state.inbox.is_empty() && !state.is_working {
            state.is_working = true;
            after.must_work = true;
        }
        let next = [state.session.deadline(), state.stalled_by, state.close_by].into_iter().flatten().min();
        if let Some(next) = next
            && state.armed.is_none_or(|armed| next < armed)
        {
            state.armed = Some(next);
            self.core.timers.add(next, self);
        }
    }

    pub(crate) fn finish(self: &Arc<Self>, after: After) {
        for socket in &after.left {
            self.core.rooms.leave_all(socket);
        }
        if after.must_list {
            self.core.flusher.add(self.clone());
        }
        if after.must_work {
            self.core.spawn(super::work::run(self.clone()));
        }
        if after.is_over {
            self.core.forget(self.sid);
            self.room.notify_one();
        }
        if after.is_abrupt {
            self.cut(true);
        }
    }

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

    /// Whether nothing more may be read for now: as much waits for the handlers as may wait, or the peer asks for
    /// answers faster than it takes them. The latter must wait for the former, or it would fill its own queue.
    pub(crate) fn is_full(&self) -> bool {
        self.is_full_in(&self.lock())
    }

    fn is_full_in(&self, state: &State) -> bool {
        let config = &self.core.rules.config;
        // A client that moves to the WebSocket polls no more until its last body is answered: that must not wait.
        let is_slow = state.probe.is_none() && state.outbox.is_half_full(config);
        state.closed.is_none() && (state.inbox.len() >= config.inbox_max || is_slow)
    }

    /// Waits until more may be read.
    pub(crate) async fn has_room(&self) {
        while self.is_full() {
            self.room.notified().await;
        }
    }

    /// Something left a queue that was full before: whoever waits to read may go on.
    pub(crate) fn made_room(&self, state: &State, was_full: bool) {
        if was_full && !self.is_full_in(state) {
            self.room.notify_one();
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
        self.room.notify_one();
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
                Output::SendProbe(frame) => probed = Probed::Answer(frame.clone()),
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

    /// The deadline has come: the session's, or the one for a peer that does not read or hang up.
    pub(crate) fn tick(self: &Arc<Self>, now: Instant) {
        let mut state = self.lock();
        state.armed = None;
        let is_stalled = state.stalled_by.is_some_and(|by| by <= now);
        let must_cut = state.close_by.is_some_and(|by| by <= now) || (is_stalled && state.closed.is_some());
        if is_stalled {
            state.stalled_by = None;
        }
        if must_cut {
            state.close_by = None;
        }
        let input = if is_stalled { Input::Close(Reason::Stalled) } else { Input::Timer };
        let after = self.step(&mut state, input);
        drop(state);
        self.finish(after);
        if must_cut {
            self.cut(true);
        }
    }

    /// Whether the flusher must be told; it counts as told from now on.
    fn must_list(&self, state: &mut State) -> bool {
        let can_write = self.wire.get().is_some() || state.poll.is_some();
        let must = can_write && !state.is_listed && !state.is_blocked && !state.outbox.is_empty();
        state.is_listed |= must;
        must
    }

    /// Writes what is queued as far as the peer takes it. Only the flusher calls this.
    pub(crate) fn flush(self: &Arc<Self>) {
        let mut state = self.lock();
        state.is_listed = false;
        if state.outbox.is_empty() || state.is_blocked {
            return;
        }
        let Some(wire) = self.wire.get() else {
            if let Some(poll) = state.poll.take() {
                let _ = poll.send(PollEnd::Queued);
            }
            return;
        };
        let was_full = state.outbox.is_half_full(&self.core.rules.config);
        let after = wire.flush(self, &mut state);
        self.made_room(&state, was_full);
        drop(state);
        self.finish(after);
    }

    /// Does what the session says; false when a frame did not fit.
    fn act(self: &Arc<Self>, state: &mut State, output: Output, now: Instant, after: &mut After) -> bool {
        match output {
            Output::Send(frame) => return state.outbox.push(frame, &self.core.rules.config).is_ok(),
            // The driver of the probe writes the only frame that a probe is ever sent.
            Output::SendProbe(_) => {}
            Output::EndPoll => {
                if let Some(poll) = state.poll.take() {
                    let _ = poll.send(PollEnd::Noop);
                }
            }
            Output::DropProbe => state.probe = None,
            Output::Upgraded => {
                if let Some(poll) = state.poll.take() {
                    let _ = poll.send(PollEnd::Upgraded);
                }
            }
            Output::Connect { serial, namespace, auth } => {
                let socket = Arc::new(SocketInner::new(self.clone(), serial, namespace));
                state.sockets.reserve_exact(1);
                state.sockets.push(socket.clone());
                state.inbox.push_back(Work::Connect { socket, auth });
            }
            Output::Event { serial, name, args, ack } => {
                if let Some(socket) = find(state, serial) {
                    let ack = ack.map(|id| Ack::new(socket.clone(), id));
                    state.inbox.push_back(Work::Event { socket, name, args, ack });
                }
            }
            Output::Ack { serial, id, args } => {
                let awaited = state.answers.iter().position(|awaited| awaited.serial == serial && awaited.id == id);
                if let Some(at) = awaited {
                    let _ = state.answers.swap_remove(at).answer.send(args);
                }
            }
            Output::Left { serial, reason } => self.left(state, serial, reason, after),
            Output::Message(message) => state.inbox.push_back(Work::Message(message)),
            Output::Closed(reason) => self.closed(state, reason, now, after),
        }
        true
    }

    fn left(&self, state: &mut State, serial: u32, reason: Reason, after: &mut After) {
        let Some(at) = state.sockets.iter().position(|socket| socket.serial == serial) else { return };
        let socket = state.sockets.remove(at);
        socket.set_phase(Phase::Gone);
        state.held.retain(|(other, _)| *other != serial);
        state.answers.retain(|awaited| awaited.serial != serial);
        state.inbox.push_back(Work::Disconnect { socket: socket.clone(), reason });
        after.left.push(socket);
    }

    fn closed(&self, state: &mut State, reason: Reason, now: Instant, after: &mut After) {
        state.closed = Some(reason);
        after.is_over = true;
        if self.wire.get().is_some() {
            if !reason.is_orderly() {
                state.outbox.abandon();
            }
            state.outbox.push_anyway(Frame::close(reason));
            state.close_by = Some(now + self.core.rules.config.close_timeout);
            after.is_abrupt = reason.is_abrupt();
        } else if let Some(poll) = state.poll.take() {
            let _ = poll.send(PollEnd::Queued);
        }
    }

    /// Whether something still waits to be written.
    pub(crate) fn has_more_to_say(&self) -> bool {
        self.wire.get().is_some() && !self.lock().outbox.is_empty()
    }

    /// Hangs up without waiting for anything.
    pub(crate) fn cut(&self, is_abrupt: bool) {
        if let Some(wire) = self.wire.get() {
            wire.cut(is_abrupt);
        }
    }
}

fn find(state: &State, serial: u32) -> Option<Arc<SocketInner>> {
    state.sockets.iter().find(|socket| socket.serial == serial).cloned()
}
