//! Packets of Engine.IO v4 and the payloads of its polling transport.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

/// Divides the packets of one polling body.
pub const SEPARATOR: u8 = 0x1e;

/// One Engine.IO packet as it arrives, borrowed from what was read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Packet<'a> {
    /// `0`: the handshake of the server.
    Open(&'a str),
    /// `1`: the sender ends the session.
    Close,
    /// `2`, with `probe` while an upgrade is tried.
    Ping(&'a str),
    /// `3`, with `probe` while an upgrade is tried.
    Pong(&'a str),
    /// `4`: a text message.
    Text(&'a str),
    /// A binary message: a binary frame, or text of `b` and base64, which is the only way in a polling body.
    Binary(Bytes),
    /// `5`: the client has moved to the WebSocket.
    Upgrade,
    /// `6`: nothing, to end a waiting poll.
    Noop,
}

/// What arrived is not an Engine.IO packet.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an Engine.IO packet")]
pub struct Malformed;

impl<'a> Packet<'a> {
    /// Reads one packet in text, of a WebSocket frame or of a polling body.
    pub fn decode(text: &'a str) -> Result<Self, Malformed> {
        if let Some(base64) = text.strip_prefix('b') {
            let bytes = STANDARD.decode(base64).map_err(|_| Malformed)?;
            return Ok(Self::Binary(bytes.into()));
        }
        let kind = text.as_bytes().first().ok_or(Malformed)?;
        let rest = text.get(1..).ok_or(Malformed)?;
        match (kind, rest.is_empty()) {
            (b'0', _) => Ok(Self::Open(rest)),
            (b'1', true) => Ok(Self::Close),
            (b'2', _) => Ok(Self::Ping(rest)),
            (b'3', _) => Ok(Self::Pong(rest)),
            (b'4', _) => Ok(Self::Text(rest)),
            (b'5', true) => Ok(Self::Upgrade),
            (b'6', true) => Ok(Self::Noop),
            _ => Err(Malformed),
        }
    }

    /// Appends the packet in the form of a polling body.
    pub fn encode_polling(&self, out: &mut Vec<u8>) {
        let (kind, rest): (u8, &str) = match self {
            Self::Open(rest) => (b'0', rest),
            Self::Close => (b'1', ""),
            Self::Ping(rest) => (b'2', rest),
            Self::Pong(rest) => (b'3', rest),
            Self::Text(rest) => (b'4', rest),
            Self::Upgrade => (b'5', ""),
            Self::Noop => (b'6', ""),
            Self::Binary(bytes) => return encode_binary(bytes, out),
        };
        out.push(kind);
        out.extend_from_slice(rest.as_bytes());
    }
}

/// Appends a binary message in the form of a polling body.
pub(crate) fn encode_binary(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'b');
    out.extend_from_slice(STANDARD.encode(bytes).as_bytes());
}

/// The packets of one polling body, in order; an empty body is malformed.
pub fn decode_payload(body: &str) -> impl Iterator<Item = Result<Packet<'_>, Malformed>> {
    body.split(char::from(SEPARATOR)).map(Packet::decode)
}

/// Joins packets into one polling body.
pub fn encode_payload<'a>(packets: impl IntoIterator<Item = &'a Packet<'a>>) -> Vec<u8> {
    let mut out = Vec::new();
    for packet in packets {
        if !out.is_empty() {
            out.push(SEPARATOR);
        }
        packet.encode_polling(&mut out);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read() {
        let cases = [
            ("0{}", Packet::Open("{}")),
            ("1", Packet::Close),
            ("2", Packet::Ping("")),
            ("2probe", Packet::Ping("probe")),
            ("3", Packet::Pong("")),
            ("4hello", Packet::Text("hello")),
            ("4", Packet::Text("")),
            ("5", Packet::Upgrade),
            ("6", Packet::Noop),
            ("bAQI=", Packet::Binary(Bytes::from_static(&[1, 2]))),
        ];
        for (text, packet) in cases {
            assert_eq!(Packet::decode(text), Ok(packet), "{text}");
        }
    }

    #[test]
    fn what_is_malformed_is_refused() {
        for text in ["", "abc", "7", "1x", "5x", "6x", "é", "b!", "bA", "\u{1e}"] {
            assert_eq!(Packet::decode(text), Err(Malformed), "{text:?}");
        }
        for text in ["", "abc", "b!", "bA", "4a\u{1e}", "\u{1e}4a", "4a\u{1e}\u{1e}4b"] {
            assert!(decode_payload(text).any(|packet| packet.is_err()), "{text:?}");
        }
    }

    #[test]
    fn a_payload_keeps_the_order_and_the_binary() {
        let read: Vec<_> = decode_payload("4hello\u{1e}bAQIDBA==\u{1e}2").collect();
        let expected = [Packet::Text("hello"), Packet::Binary(Bytes::from_static(&[1, 2, 3, 4])), Packet::Ping("")];
        assert_eq!(read, expected.clone().map(Ok));
        assert_eq!(encode_payload(&expected), b"4hello\x1ebAQIDBA==\x1e2");
    }
}
