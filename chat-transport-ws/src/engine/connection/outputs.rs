//! Doing what a session says.

use std::sync::Arc;
use std::time::Instant;

use super::{After, Conn, PollEnd, State};
use crate::engine::frame::Frame;
use crate::engine::reason::Reason;
use crate::engine::session::Output;
use crate::engine::socket::{Ack, Phase, SocketInner};
use crate::engine::work::Work;

impl Conn {
    /// Does what the session says; false when a frame did not fit.
    pub(super) fn act(self: &Arc<Self>, state: &mut State, output: Output, now: Instant, after: &mut After) -> bool {
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
                state.probe = None;
                self.core.counts.upgraded.add(1);
                if let Some(poll) = state.poll.take() {
                    let _ = poll.send(PollEnd::Upgraded);
                }
            }
            Output::Connect { serial, namespace, auth, bytes } => {
                let socket = Arc::new(SocketInner::new(self.clone(), serial, namespace));
                state.sockets.reserve_exact(1);
                state.sockets.push(socket.clone());
                state.inbox.push(Work::Connect { socket, auth, bytes });
            }
            Output::Event { serial, name, args, ack, bytes } => {
                if let Some(socket) = find(state, serial) {
                    let ack = ack.map(|id| Ack::new(socket.clone(), id));
                    state.inbox.push(Work::Event { socket, name, args, ack, bytes });
                }
            }
            Output::Ack { serial, id, args } => {
                let awaited = state.answers.iter().position(|awaited| awaited.serial == serial && awaited.id == id);
                if let Some(at) = awaited {
                    let _ = state.answers.swap_remove(at).answer.send(args);
                }
            }
            Output::Left { serial, reason } => self.left(state, serial, reason, after),
            Output::Message(message) => state.inbox.push(Work::Message(message)),
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
        state.inbox.push(Work::Disconnect { socket: socket.clone(), reason });
        after.left.push(socket);
    }

    fn closed(&self, state: &mut State, reason: Reason, now: Instant, after: &mut After) {
        state.closed = Some(reason);
        self.core.counts.closed(reason);
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
}

fn find(state: &State, serial: u32) -> Option<Arc<SocketInner>> {
    state.sockets.iter().find(|socket| socket.serial == serial).cloned()
}
