//! The Socket.IO part of a session: which namespaces it is in, and binary events that are under way.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use super::io::Output;
use crate::engine::args::Args;
use crate::engine::config::Config;
use crate::engine::frame::Frame;
use crate::engine::reason::Reason;
use crate::engine::sio::{Kind, Malformed, Packet};

/// The namespaces of one session.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    last_serial: u32,
    spaces: Vec<Space>,
    partial: Option<Box<Partial>>,
}

#[derive(Debug)]
struct Space {
    serial: u32,
    name: Arc<str>,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stage {
    /// The host has not answered yet; events already wait in order behind its answer.
    Pending,
    Live,
    /// Refused or left. What still arrives was sent before the client knew, and is dropped.
    Gone,
}

/// An event whose attachments are still arriving.
#[derive(Debug)]
struct Partial {
    serial: Option<u32>,
    is_ack: bool,
    id: Option<u64>,
    values: Vec<Value>,
    expected: usize,
    attachments: Vec<Bytes>,
    bytes: usize,
}

impl Namespaces {
    pub(super) fn text(&mut self, text: &str, config: &Config, out: &mut Vec<Output>) -> Result<(), Malformed> {
        if self.partial.is_some() {
            return Err(Malformed);
        }
        let packet = Packet::decode(text, config.attachments_max)?;
        if packet.kind == Kind::Connect {
            return self.connect(packet.namespace, packet.data, text.len(), out);
        }
        let Some(space) = self.spaces.iter_mut().find(|space| *space.name == *packet.namespace) else {
            return Err(Malformed);
        };
        let serial = (space.stage != Stage::Gone).then_some(space.serial);
        match packet.kind {
            Kind::Disconnect => {
                space.stage = Stage::Gone;
                if let Some(serial) = serial {
                    out.push(Output::Left { serial, reason: Reason::ClientDisconnect });
                }
            }
            Kind::Event | Kind::Ack | Kind::BinaryEvent | Kind::BinaryAck => {
                let Some(Value::Array(values)) = packet.data else { return Err(Malformed) };
                let is_ack = matches!(packet.kind, Kind::Ack | Kind::BinaryAck);
                let expected = packet.attachments;
                let attachments = Vec::with_capacity(expected);
                let partial =
                    Partial { serial, is_ack, id: packet.id, values, expected, attachments, bytes: text.len() };
                self.progress(partial, out);
            }
            Kind::Connect | Kind::ConnectError => return Err(Malformed),
        }
        Ok(())
    }

    pub(super) fn binary(&mut self, bytes: Bytes, config: &Config, out: &mut Vec<Output>) -> Result<(), Reason> {
        let mut partial = *self.partial.take().ok_or(Reason::ParseError)?;
        partial.bytes += bytes.len();
        if partial.bytes > config.payload_max.saturating_mul(Config::EVENT_PAYLOADS_MAX) {
            return Err(Reason::TooBig);
        }
        partial.attachments.push(bytes);
        self.progress(partial, out);
        Ok(())
    }

    /// Lets the socket in and says whether it was still waiting for that.
    pub(super) fn accept(&mut self, serial: u32, sid: &str, out: &mut Vec<Output>) -> bool {
        let Some(space) = self.in_stage(serial, Stage::Pending) else { return false };
        space.stage = Stage::Live;
        out.push(Output::Send(Frame::connected(&space.name, sid)));
        true
    }

    pub(super) fn refuse(&mut self, serial: u32, message: &str, data: Option<&Value>, out: &mut Vec<Output>) {
        let Some(space) = self.in_stage(serial, Stage::Pending) else { return };
        space.stage = Stage::Gone;
        out.push(Output::Send(Frame::refused(&space.name, message, data)));
        out.push(Output::Left { serial, reason: Reason::ServerDisconnect });
    }

    pub(super) fn leave(&mut self, serial: u32, out: &mut Vec<Output>) {
        let Some(space) = self.spaces.iter_mut().find(|space| space.serial == serial && space.stage != Stage::Gone)
        else {
            return;
        };
        let frame = match space.stage {
            Stage::Pending => Frame::refused(&space.name, "disconnected", None),
            Stage::Live | Stage::Gone => Frame::disconnect(&space.name),
        };
        space.stage = Stage::Gone;
        out.push(Output::Send(frame));
        out.push(Output::Left { serial, reason: Reason::ServerDisconnect });
    }

    pub(super) fn end(&mut self, reason: Reason, out: &mut Vec<Output>) {
        self.partial = None;
        for space in self.spaces.drain(..).filter(|space| space.stage != Stage::Gone) {
            out.push(Output::Left { serial: space.serial, reason });
        }
    }

    /// Whether the client is in no namespace and asks for none.
    pub(super) fn are_left(&self) -> bool {
        self.spaces.iter().all(|space| space.stage == Stage::Gone)
    }

    fn connect(
        &mut self,
        name: &str,
        auth: Option<Value>,
        bytes: usize,
        out: &mut Vec<Output>,
    ) -> Result<(), Malformed> {
        let known = self.spaces.iter().position(|space| *space.name == *name);
        let name = match known {
            Some(at) if self.spaces[at].stage != Stage::Gone => return Err(Malformed),
            Some(at) => self.spaces.swap_remove(at).name,
            None if self.spaces.len() >= Config::NAMESPACES_MAX => return Err(Malformed),
            None => Arc::from(name),
        };
        self.last_serial += 1;
        let serial = self.last_serial;
        self.spaces.reserve_exact(1);
        self.spaces.push(Space { serial, name: name.clone(), stage: Stage::Pending });
        let auth = auth.unwrap_or_else(|| Value::Object(serde_json::Map::new()));
        out.push(Output::Connect { serial, namespace: name, auth, bytes });
        Ok(())
    }

    /// Hands the event on when it is complete, and keeps it when it is not.
    fn progress(&mut self, partial: Partial, out: &mut Vec<Output>) {
        if partial.attachments.len() < partial.expected {
            self.partial = Some(Box::new(partial));
            return;
        }
        let Some(serial) = partial.serial else { return };
        let mut values = partial.values;
        if partial.is_ack {
            let Some(id) = partial.id else { return };
            let args = Args { values, attachments: partial.attachments };
            out.push(Output::Ack { serial, id, args });
            return;
        }
        // The codec lets through only events whose first value is their name.
        let Value::String(name) = values.remove(0) else { return };
        let args = Args { values, attachments: partial.attachments };
        out.push(Output::Event { serial, name, args, ack: partial.id, bytes: partial.bytes });
    }

    fn in_stage(&mut self, serial: u32, stage: Stage) -> Option<&mut Space> {
        self.spaces.iter_mut().find(|space| space.serial == serial && space.stage == stage)
    }
}
