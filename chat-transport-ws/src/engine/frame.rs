//! What goes out, encoded once: bytes that are already WebSocket-framed and can be shared by any number of queues.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::args::Args;
use super::eio;
use super::reason::Reason;
use super::sio::{Kind, head};

/// One or more packets that belong together, encoded once and shared.
///
/// Cloning shares the bytes. The packets of a frame reach a peer together and in order.
#[derive(Clone)]
pub struct Frame(Arc<Inner>);

struct Inner {
    bytes: Box<[u8]>,
    /// Where the first header begins: headers are written backwards into room that was left for them.
    start: u8,
    parts: Parts,
}

enum Parts {
    /// One text packet that begins after the room for the header.
    Text,
    /// A frame of WebSocket alone, which polling leaves out.
    Control,
    Many(Box<[Part]>),
}

#[derive(Clone, Copy)]
struct Part {
    is_binary: bool,
    start: usize,
    end: usize,
}

/// Says how long the frame is, never what it says.
impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frame").field("len", &self.len()).finish()
    }
}

/// Room for the longest header of a server's frame.
const HEADER_MAX: usize = 10;
const FINAL_TEXT: u8 = 0x81;
const FINAL_BINARY: u8 = 0x82;
const FINAL_CLOSE: u8 = 0x88;
const FINAL_PONG: u8 = 0x8a;

impl Frame {
    /// An event with one argument.
    ///
    /// # Errors
    /// Fails when `payload` cannot be JSON, such as a map whose keys are no strings.
    pub fn event(namespace: &str, name: &str, payload: &impl Serialize) -> Result<Self, serde_json::Error> {
        let mut out = begin(Kind::Event, 0, namespace, None);
        out.push(b'[');
        serde_json::to_writer(&mut out, name)?;
        out.push(b',');
        serde_json::to_writer(&mut out, payload)?;
        out.push(b']');
        Ok(finish_text(out))
    }

    /// An event with any number of arguments, binary ones included.
    pub fn event_with(namespace: &str, name: &str, args: &Args) -> Self {
        let name = Value::String(name.to_owned());
        let named = std::iter::once(&name).chain(&args.values).collect::<Vec<_>>();
        Self::numbered(Kind::Event, namespace, None, &named, args)
    }

    pub(crate) fn event_for_ack(namespace: &str, name: &str, args: &Args, id: u64) -> Self {
        let name = Value::String(name.to_owned());
        let named = std::iter::once(&name).chain(&args.values).collect::<Vec<_>>();
        Self::numbered(Kind::Event, namespace, Some(id), &named, args)
    }

    pub(crate) fn ack(namespace: &str, id: u64, args: &Args) -> Self {
        let values = args.values.iter().collect::<Vec<_>>();
        Self::numbered(Kind::Ack, namespace, Some(id), &values, args)
    }

    pub(crate) fn connected(namespace: &str, sid: &str) -> Self {
        Self::with_json(Kind::Connect, namespace, &serde_json::json!({ "sid": sid }))
    }

    pub(crate) fn refused(namespace: &str, message: &str, data: Option<&Value>) -> Self {
        let mut error = serde_json::json!({ "message": message });
        if let (Some(data), Some(fields)) = (data, error.as_object_mut()) {
            fields.insert("data".to_owned(), data.clone());
        }
        Self::with_json(Kind::ConnectError, namespace, &error)
    }

    pub(crate) fn disconnect(namespace: &str) -> Self {
        finish_text(begin(Kind::Disconnect, 0, namespace, None))
    }

    /// An Engine.IO packet of text, its type included.
    pub(crate) fn packet(text: &str) -> Self {
        let mut out = vec![0; HEADER_MAX];
        out.extend_from_slice(text.as_bytes());
        finish_text(out)
    }

    /// An Engine.IO text message.
    pub(crate) fn text(text: &str) -> Self {
        let mut out = vec![0; HEADER_MAX];
        out.push(b'4');
        out.extend_from_slice(text.as_bytes());
        finish_text(out)
    }

    /// An Engine.IO binary message.
    pub(crate) fn binary(bytes: &[u8]) -> Self {
        let mut out = Vec::with_capacity(HEADER_MAX + bytes.len());
        let part = append(&mut out, FINAL_BINARY, bytes);
        Self::many(out, vec![part])
    }

    pub(crate) fn close(reason: Reason) -> Self {
        let mut body = reason.close_code().to_be_bytes().to_vec();
        body.extend_from_slice(reason.as_str().as_bytes());
        Self::control(FINAL_CLOSE, &body)
    }

    pub(crate) fn pong(body: &[u8]) -> Self {
        Self::control(FINAL_PONG, body)
    }

    /// How many bytes it is on a WebSocket.
    pub fn len(&self) -> usize {
        self.websocket().len()
    }

    /// Whether there is nothing in it, which no frame is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes for a WebSocket, headers included.
    pub(crate) fn websocket(&self) -> &[u8] {
        &self.0.bytes[usize::from(self.0.start)..]
    }

    /// Appends the packets in the form of a polling body.
    pub(crate) fn encode_polling(&self, out: &mut Vec<u8>) {
        let only = [Part { is_binary: false, start: HEADER_MAX, end: self.0.bytes.len() }];
        let parts: &[Part] = match &self.0.parts {
            Parts::Text => &only,
            Parts::Control => &[],
            Parts::Many(parts) => parts,
        };
        for part in parts {
            if !out.is_empty() {
                out.push(eio::SEPARATOR);
            }
            let body = &self.0.bytes[part.start..part.end];
            if part.is_binary {
                eio::encode_binary(body, out);
            } else {
                out.extend_from_slice(body);
            }
        }
    }

    fn with_json(kind: Kind, namespace: &str, json: &Value) -> Self {
        let mut out = begin(kind, 0, namespace, None);
        write_json(&mut out, json);
        finish_text(out)
    }

    fn numbered(kind: Kind, namespace: &str, id: Option<u64>, values: &[&Value], args: &Args) -> Self {
        if args.attachments.is_empty() {
            let mut out = begin(kind, 0, namespace, id);
            write_json(&mut out, values);
            return finish_text(out);
        }
        let kind = if kind == Kind::Ack { Kind::BinaryAck } else { Kind::BinaryEvent };
        let mut packet = vec![b'4'];
        packet.extend_from_slice(head(kind, args.attachments.len(), namespace, id).as_bytes());
        write_json(&mut packet, values);
        let mut out = Vec::new();
        let mut parts = vec![append(&mut out, FINAL_TEXT, &packet)];
        for attachment in &args.attachments {
            parts.push(append(&mut out, FINAL_BINARY, attachment));
        }
        Self::many(out, parts)
    }

    fn control(first: u8, body: &[u8]) -> Self {
        let mut out = Vec::new();
        append(&mut out, first, &body[..body.len().min(125)]);
        Self(Arc::new(Inner { bytes: out.into(), start: 0, parts: Parts::Control }))
    }

    fn many(bytes: Vec<u8>, parts: Vec<Part>) -> Self {
        Self(Arc::new(Inner { bytes: bytes.into(), start: 0, parts: Parts::Many(parts.into()) }))
    }
}

/// Leaves room for the header and writes the packet up to its payload.
fn begin(kind: Kind, attachments: usize, namespace: &str, id: Option<u64>) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    out.resize(HEADER_MAX, 0);
    out.push(b'4');
    out.extend_from_slice(head(kind, attachments, namespace, id).as_bytes());
    out
}

/// Writes the header backwards into the room before the packet.
fn finish_text(mut bytes: Vec<u8>) -> Frame {
    let (header, len) = header(FINAL_TEXT, bytes.len() - HEADER_MAX);
    let start = HEADER_MAX - len;
    bytes[start..HEADER_MAX].copy_from_slice(&header[..len]);
    let start = u8::try_from(start).expect("a header is at most ten bytes");
    Frame(Arc::new(Inner { bytes: bytes.into(), start, parts: Parts::Text }))
}

fn append(out: &mut Vec<u8>, first: u8, body: &[u8]) -> Part {
    let (header, len) = header(first, body.len());
    out.extend_from_slice(&header[..len]);
    let start = out.len();
    out.extend_from_slice(body);
    Part { is_binary: first == FINAL_BINARY, start, end: out.len() }
}

fn header(first: u8, len: usize) -> ([u8; HEADER_MAX], usize) {
    let mut out = [0; HEADER_MAX];
    out[0] = first;
    if len < 126 {
        out[1] = len as u8;
        (out, 2)
    } else if let Ok(len) = u16::try_from(len) {
        out[1] = 126;
        out[2..4].copy_from_slice(&len.to_be_bytes());
        (out, 4)
    } else {
        out[1] = 127;
        out[2..10].copy_from_slice(&(len as u64).to_be_bytes());
        (out, 10)
    }
}

fn write_json<T: Serialize + ?Sized>(out: &mut Vec<u8>, json: &T) {
    serde_json::to_writer(out, json).expect("a JSON value is always JSON");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn polling(frame: &Frame) -> String {
        let mut out = Vec::new();
        frame.encode_polling(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_event_is_framed_for_both_transports() {
        let frame = Frame::event("/", "a", &json!({"b": 1})).unwrap();
        assert_eq!(frame.websocket(), b"\x81\x0f42[\"a\",{\"b\":1}]");
        assert_eq!(polling(&frame), "42[\"a\",{\"b\":1}]");
        assert_eq!(polling(&Frame::event("/custom", "a", &1).unwrap()), "42/custom,[\"a\",1]");
    }

    #[test]
    fn the_header_grows_with_the_length() {
        for (len, header) in [(125, 2), (126, 4), (65_535, 4), (65_536, 10)] {
            let frame = Frame::packet(&"x".repeat(len));
            assert_eq!(frame.len(), len + header);
            assert_eq!(polling(&frame).len(), len);
        }
    }

    #[test]
    fn attachments_follow_their_event() {
        let frame = Frame::event_with("/", "a", &Args::none().with_binary(vec![1, 2, 3, 4]));
        assert_eq!(polling(&frame), "451-[\"a\",{\"_placeholder\":true,\"num\":0}]\u{1e}bAQIDBA==");
        assert!(frame.websocket().ends_with(&[0x82, 4, 1, 2, 3, 4]));
    }

    #[test]
    fn answers_and_refusals_have_their_packets() {
        assert_eq!(polling(&Frame::ack("/", 7, &vec![json!(1)].into())), "437[1]");
        assert_eq!(polling(&Frame::connected("/", "s")), "40{\"sid\":\"s\"}");
        assert_eq!(polling(&Frame::refused("/x", "no", None)), "44/x,{\"message\":\"no\"}");
        assert_eq!(polling(&Frame::disconnect("/x")), "41/x,");
        assert_eq!(polling(&Frame::close(Reason::QueueFull)), "");
        assert_eq!(&Frame::close(Reason::QueueFull).websocket()[..4], [0x88, 12, 3, 245]);
    }
}
