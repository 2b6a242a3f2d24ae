//! One door to everything that parses foreign bytes, for the fuzzer and for tests.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::config::Config;
use super::frame::Frame;
use super::intake::{Intake, Item};
use super::session::{Input, Output, Rules, Session};
use super::{eio, sio};

/// Feeds `bytes` to every parser and to sessions of both transports.
///
/// # Panics
/// Panics when what was read is written differently, or when a session goes on after its end.
pub fn packets(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        codecs(text);
        polling(text);
    }
    websocket(bytes);
}

fn codecs(text: &str) {
    let packets: Result<Vec<_>, _> = eio::decode_payload(text).collect();
    if let Ok(packets) = packets {
        let again = eio::encode_payload(&packets);
        let again = String::from_utf8(again).expect("a payload is text");
        let reread: Result<Vec<_>, _> = eio::decode_payload(&again).collect();
        assert_eq!(reread, Ok(packets), "a payload is read as it was written");
    }
    if let Ok(packet) = sio::Packet::decode(text, 16) {
        let again = packet.encode();
        assert_eq!(sio::Packet::decode(&again, 16), Ok(packet), "a packet is read as it was written");
    }
}

fn config() -> Config {
    Config { payload_max: 1000, ..Config::default() }
}

fn polling(text: &str) {
    let now = Instant::now();
    let mut session = Session::new(Arc::new(Rules::new(config(), true)), true, now);
    for packet in text.split(char::from(eio::SEPARATOR)) {
        feed(&mut session, Input::Text(packet), now);
    }
}

fn websocket(bytes: &[u8]) {
    let mut now = Instant::now();
    let mut session = Session::new(Arc::new(Rules::new(config(), true)), false, now);
    let mut intake = Intake::new(1000);
    let mut held = bytes.to_vec();
    let mut at = 0;
    while let Ok(Some((len, item))) = intake.next(&mut held[at..]) {
        assert!(len > 0, "a frame has a length");
        match item {
            Item::Text(text) => feed(&mut session, Input::Text(text), now),
            Item::Binary(bytes) => feed(&mut session, Input::Binary(Bytes::copy_from_slice(bytes)), now),
            Item::Ping(body) => assert!(Frame::pong(body).len() >= body.len(), "a pong repeats its ping"),
            Item::Close => feed(&mut session, Input::TransportClosed, now),
            Item::Nothing => {}
        }
        intake.release();
        at += len;
        now += Duration::from_millis(1);
        feed(&mut session, Input::Timer, now);
    }
}

/// Lets in whoever asks, so that later packets reach further.
fn feed(session: &mut Session, input: Input<'_>, now: Instant) {
    let was_closed = session.is_closed();
    let outputs = session.on(input, now);
    assert!(!was_closed || outputs.is_empty(), "nothing comes after the end");
    for output in outputs {
        if let Output::Connect { serial, .. } = output {
            session.on(Input::Accept { serial, sid: "sid" }, now);
        }
    }
}
