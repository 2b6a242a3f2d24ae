//! The Engine.IO part of a session: heartbeat, polls, upgrade, close.

use std::sync::Arc;
use std::time::Instant;

use super::io::{Input, Message, Output};
use super::namespaces::Namespaces;
use crate::engine::config::Config;
use crate::engine::eio::Packet;
use crate::engine::frame::Frame;
use crate::engine::reason::Reason;

/// What all sessions of an engine share: the settings and the frames that never change.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) config: Config,
    pub(crate) has_namespaces: bool,
    ping: Frame,
    close: Frame,
    noop: Frame,
    probe: Frame,
}

impl Rules {
    pub(crate) fn new(config: Config, has_namespaces: bool) -> Self {
        Self {
            config,
            has_namespaces,
            ping: Frame::packet("2"),
            close: Frame::packet("1"),
            noop: Frame::packet("6"),
            probe: Frame::packet("3probe"),
        }
    }
}

/// One Engine.IO session with its Socket.IO namespaces, as a machine without I/O.
#[derive(Debug)]
pub(crate) struct Session {
    rules: Arc<Rules>,
    transport: Transport,
    heart: Heart,
    is_paused: bool,
    poll_waits: bool,
    post_waits: bool,
    noop_at: Option<Instant>,
    probe: Option<Probe>,
    connect_by: Option<Instant>,
    namespaces: Namespaces,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Transport {
    Polling,
    WebSocket,
    Closed,
}

#[derive(Clone, Copy, Debug)]
enum Heart {
    PingAt(Instant),
    PongBy(Instant),
}

#[derive(Clone, Copy, Debug)]
struct Probe {
    is_answered: bool,
    by: Instant,
}

/// How long a poll waits during an upgrade before it is sent away: a client that has moved already needs no answer.
const NOOP_AFTER: std::time::Duration = std::time::Duration::from_millis(50);

impl Session {
    pub(crate) fn new(rules: Arc<Rules>, is_polling: bool, now: Instant) -> Self {
        let config = &rules.config;
        Self {
            transport: if is_polling { Transport::Polling } else { Transport::WebSocket },
            heart: Heart::PingAt(now + config.ping_interval),
            is_paused: false,
            poll_waits: false,
            post_waits: false,
            noop_at: None,
            probe: None,
            connect_by: rules.has_namespaces.then(|| now + config.connect_timeout),
            namespaces: Namespaces::default(),
            rules,
        }
    }

    /// The packet that opens a session.
    pub(crate) fn handshake(&self, sid: &str) -> Frame {
        let config = &self.rules.config;
        let upgrades: &[&str] = if self.transport == Transport::Polling { &["websocket"] } else { &[] };
        let json = serde_json::json!({
            "sid": sid,
            "upgrades": upgrades,
            "pingInterval": config.ping_interval.as_millis() as u64,
            "pingTimeout": config.ping_timeout.as_millis() as u64,
            "maxPayload": config.payload_max,
        });
        Frame::packet(&format!("0{json}"))
    }

    /// Takes in what happened at `now` and says what to do, in order.
    pub(crate) fn on(&mut self, input: Input<'_>, now: Instant) -> Vec<Output> {
        let mut out = Vec::new();
        if self.is_closed() {
            return out;
        }
        match input {
            Input::Text(text) => self.text(text, now, &mut out),
            Input::Binary(bytes) => self.binary(bytes, &mut out),
            Input::PollOpened | Input::PostOpened if self.is_overdue(now) => self.timer(now, &mut out),
            Input::PollOpened => self.poll_opened(now, &mut out),
            Input::PollAnswered => self.poll_answered(),
            Input::PollCancelled => self.close(Reason::TransportError, &mut out),
            Input::PostOpened if self.post_waits => self.close(Reason::TransportError, &mut out),
            Input::PostOpened => self.post_waits = true,
            Input::PostAnswered => self.post_waits = false,
            Input::ProbeOpened => {
                self.probe = Some(Probe { is_answered: false, by: now + self.rules.config.upgrade_timeout });
            }
            Input::ProbeText(text) => self.probe_text(text, now, &mut out),
            Input::ProbeClosed => self.end_probe(),
            Input::TransportClosed => self.close(Reason::TransportClose, &mut out),
            Input::Paused => self.is_paused = true,
            Input::Resumed => self.resume(now),
            Input::Timer => self.timer(now, &mut out),
            Input::Accept { serial, sid } => {
                if self.namespaces.accept(serial, sid, &mut out) {
                    self.connect_by = None;
                }
            }
            Input::Refuse { serial, message, data } => self.namespaces.refuse(serial, message, data, &mut out),
            Input::Leave { serial } => self.namespaces.leave(serial, &mut out),
            Input::Close(reason) => self.close(reason, &mut out),
        }
        if self.rules.has_namespaces && self.connect_by.is_none() && self.namespaces.are_left() {
            self.connect_by = Some(now + self.rules.config.connect_timeout);
        }
        out
    }

    /// When to be told of `Input::Timer` at the latest.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        if self.is_closed() {
            return None;
        }
        let heart = match self.heart {
            Heart::PingAt(at) => Some(at),
            Heart::PongBy(_) if self.is_paused => None,
            Heart::PongBy(at) => Some(at),
        };
        let times = [heart, self.noop_at, self.probe.map(|probe| probe.by), self.connect_by];
        times.into_iter().flatten().min()
    }

    /// Whether the session is over.
    pub(crate) fn is_closed(&self) -> bool {
        self.transport == Transport::Closed
    }

    /// Whether polling is the transport in use.
    pub(crate) fn is_polling(&self) -> bool {
        self.transport == Transport::Polling
    }

    /// Whether a WebSocket may probe now.
    pub(crate) fn may_probe(&self) -> bool {
        self.is_polling() && self.probe.is_none()
    }

    /// Whether the client was told that it can move to the WebSocket and has not done so: it polls no more.
    pub(crate) fn is_moving(&self) -> bool {
        self.probe.is_some_and(|probe| probe.is_answered)
    }

    /// Whether the session is over and nobody has noticed yet.
    fn is_overdue(&self, now: Instant) -> bool {
        matches!(self.heart, Heart::PongBy(by) if by <= now && !self.is_paused)
    }

    fn text(&mut self, text: &str, now: Instant, out: &mut Vec<Output>) {
        match Packet::decode(text) {
            Ok(Packet::Text(text)) => self.message(text, out),
            Ok(Packet::Binary(bytes)) => self.binary(bytes, out),
            Ok(Packet::Pong(_)) => self.heart = Heart::PingAt(now + self.rules.config.ping_interval),
            Ok(Packet::Close) => {
                if self.poll_waits {
                    out.push(Output::Send(self.rules.noop.clone()));
                }
                self.end(Reason::TransportClose, out);
            }
            Ok(Packet::Noop) => {}
            // Pings and handshakes are the server's to send, and an upgrade belongs on the WebSocket that probes.
            _ => self.close(Reason::ParseError, out),
        }
    }

    fn message(&mut self, text: &str, out: &mut Vec<Output>) {
        if !self.rules.has_namespaces {
            out.push(Output::Message(Message::Text(text.to_owned())));
        } else if self.namespaces.text(text, &self.rules.config, out).is_err() {
            self.close(Reason::ParseError, out);
        }
    }

    fn binary(&mut self, bytes: bytes::Bytes, out: &mut Vec<Output>) {
        if !self.rules.has_namespaces {
            out.push(Output::Message(Message::Binary(bytes)));
        } else if let Err(reason) = self.namespaces.binary(bytes, &self.rules.config, out) {
            self.close(reason, out);
        }
    }

    fn poll_opened(&mut self, now: Instant, out: &mut Vec<Output>) {
        if self.poll_waits {
            return self.close(Reason::TransportError, out);
        }
        self.poll_waits = true;
        if self.is_moving() {
            self.noop_at = Some(now + NOOP_AFTER);
        }
    }

    fn poll_answered(&mut self) {
        self.poll_waits = false;
        self.noop_at = None;
    }

    fn probe_text(&mut self, text: &str, now: Instant, out: &mut Vec<Output>) {
        match (Packet::decode(text), &mut self.probe) {
            (Ok(Packet::Ping("probe")), Some(probe)) if !probe.is_answered => {
                probe.is_answered = true;
                out.push(Output::SendProbe(self.rules.probe.clone()));
                self.noop_at = self.poll_waits.then(|| now + NOOP_AFTER);
            }
            (Ok(Packet::Upgrade), Some(probe)) if probe.is_answered => {
                self.end_probe();
                self.poll_waits = false;
                self.transport = Transport::WebSocket;
                out.push(Output::Upgraded);
            }
            _ => {
                self.end_probe();
                out.push(Output::DropProbe);
            }
        }
    }

    fn end_probe(&mut self) {
        self.probe = None;
        self.noop_at = None;
    }

    fn resume(&mut self, now: Instant) {
        self.is_paused = false;
        if matches!(self.heart, Heart::PongBy(_)) {
            self.heart = Heart::PongBy(now + self.rules.config.ping_timeout);
        }
    }

    fn timer(&mut self, now: Instant, out: &mut Vec<Output>) {
        if self.connect_by.is_some_and(|by| by <= now) {
            return self.close(Reason::ConnectTimeout, out);
        }
        match self.heart {
            Heart::PongBy(by) if by <= now && !self.is_paused => return self.close(Reason::PingTimeout, out),
            Heart::PingAt(at) if at <= now => {
                out.push(Output::Send(self.rules.ping.clone()));
                // Counted from when it was due: a client that knows the intervals can tell when it is given up. A ping
                // that is very late still leaves time for an answer.
                let timeout = self.rules.config.ping_timeout;
                self.heart = Heart::PongBy((at + timeout).max(now + timeout / 2));
            }
            _ => {}
        }
        if self.probe.is_some_and(|probe| probe.by <= now) {
            self.end_probe();
            out.push(Output::DropProbe);
        }
        if self.noop_at.is_some_and(|at| at <= now) {
            self.noop_at = None;
            out.push(Output::EndPoll);
        }
    }

    fn close(&mut self, reason: Reason, out: &mut Vec<Output>) {
        if self.is_polling() {
            out.push(Output::Send(self.rules.close.clone()));
        }
        self.end(reason, out);
    }

    fn end(&mut self, reason: Reason, out: &mut Vec<Output>) {
        if self.probe.take().is_some() {
            out.push(Output::DropProbe);
        }
        self.transport = Transport::Closed;
        self.namespaces.end(reason, out);
        out.push(Output::Closed(reason));
    }
}
