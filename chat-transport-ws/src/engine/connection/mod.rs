//! One connection: its session, its queues, and the doing of what the session says.

mod calls;
mod outputs;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::time::Instant;

use tokio::sync::{Notify, oneshot};

use super::admission::Admission;
use super::args::Args;
use super::core::{Core, UNPOISONED};
use super::frame::Frame;
use super::head::Head;
use super::ids::Sid;
use super::outbox::Outbox;
use super::reason::Reason;
use super::session::{Input, Session};
use super::socket::SocketInner;
use super::wire::Wire;
use super::work::Inbox;

#[derive(Debug)]
pub(crate) struct Conn {
    pub(crate) core: Arc<Core>,
    pub(crate) sid: Sid,
    pub(crate) head: Head,
    pub(crate) admission: Admission,
    /// Told when it must be looked again whether the inbox has room.
    pub(crate) room: Notify,
    /// Told when the peer has taken some of what waited for it, or never will.
    pub(crate) outlet: Notify,
    /// The WebSocket, once there is one.
    pub(crate) wire: OnceLock<Wire>,
    state: Mutex<State>,
}

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) session: Session,
    pub(crate) outbox: Outbox,
    pub(crate) inbox: Inbox,
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

/// Whether the handlers can be given more.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Room {
    Free,
    Later,
    Never,
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
    pub(crate) fn new(core: Arc<Core>, head: Head, admission: Admission, is_polling: bool) -> Arc<Self> {
        let session = Session::new(core.rules.clone(), is_polling, Instant::now());
        let sid = Sid::random();
        let mut outbox = Outbox::default();
        outbox.push_anyway(session.handshake(&sid.to_text()));
        let state = State {
            session,
            outbox,
            inbox: Inbox::default(),
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
        let (room, outlet, wire) = (Notify::new(), Notify::new(), OnceLock::new());
        Arc::new(Self { core, sid, head, admission, room, outlet, wire, state: Mutex::new(state) })
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
            self.outlet.notify_one();
        }
        if after.is_abrupt {
            self.cut(true);
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
        let was_slow = state.outbox.is_half_full(&self.core.rules.config);
        let after = wire.flush(self, &mut state);
        self.made_outlet(&state, was_slow);
        drop(state);
        self.finish(after);
    }

    /// Whether something still waits to be written or to be handled.
    pub(crate) fn is_busy(&self) -> bool {
        let state = self.lock();
        state.is_working || (self.wire.get().is_some() && !state.outbox.is_empty())
    }

    /// Hangs up without waiting for anything.
    pub(crate) fn cut(&self, is_abrupt: bool) {
        if let Some(wire) = self.wire.get() {
            wire.cut(is_abrupt);
        }
    }
}
