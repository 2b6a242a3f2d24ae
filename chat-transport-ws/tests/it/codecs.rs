//! The codecs: what is written is read the same, and nothing that is read can do harm.

use bytes::Bytes;
use chat_transport_ws::engine::{eio, fuzz, sio};
use proptest::prelude::*;
use serde_json::Value;

fn text() -> impl Strategy<Value = String> {
    "[^\u{1e}]{0,40}"
}

fn eio_packets() -> impl Strategy<Value = Vec<(u8, String, Vec<u8>)>> {
    prop::collection::vec((0..8_u8, text(), prop::collection::vec(any::<u8>(), 0..40)), 1..8)
}

fn eio_packet<'a>((kind, text, bytes): &'a (u8, String, Vec<u8>)) -> eio::Packet<'a> {
    match kind {
        0 => eio::Packet::Open(text),
        1 => eio::Packet::Close,
        2 => eio::Packet::Ping(text),
        3 => eio::Packet::Pong(text),
        4 => eio::Packet::Text(text),
        5 => eio::Packet::Upgrade,
        6 => eio::Packet::Noop,
        _ => eio::Packet::Binary(Bytes::copy_from_slice(bytes)),
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z]{0,6}", inner, 0..4).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

fn namespace() -> impl Strategy<Value = String> {
    prop_oneof![Just("/".to_owned()), "/[^,\u{0}-\u{1f}]{1,20}"]
}

proptest! {
    #[test]
    fn polling_payloads_are_read_as_they_were_written(packets in eio_packets()) {
        let packets: Vec<_> = packets.iter().map(eio_packet).collect();
        let payload = String::from_utf8(eio::encode_payload(&packets)).unwrap();
        let read: Result<Vec<_>, _> = eio::decode_payload(&payload).collect();
        prop_assert_eq!(read, Ok(packets));
    }

    #[test]
    fn events_and_answers_are_read_as_they_were_written(
        namespace in namespace(),
        name in "event[a-z]{0,8}",
        values in prop::collection::vec(value(), 0..4),
        id in prop::option::of(any::<u64>()),
        attachments in 0..4_usize,
        is_ack in any::<bool>(),
    ) {
        let kind = match (is_ack && id.is_some(), attachments) {
            (true, 0) => sio::Kind::Ack,
            (true, _) => sio::Kind::BinaryAck,
            (false, 0) => sio::Kind::Event,
            (false, _) => sio::Kind::BinaryEvent,
        };
        let mut data = values;
        if matches!(kind, sio::Kind::Event | sio::Kind::BinaryEvent) {
            data.insert(0, Value::from(name));
        }
        for num in 0..attachments {
            data.push(serde_json::json!({ "_placeholder": true, "num": num }));
        }
        let packet = sio::Packet { kind, attachments, namespace: &namespace, id, data: Some(data.into()) };
        let encoded = packet.encode();
        prop_assert_eq!(sio::Packet::decode(&encoded, 4), Ok(packet));
    }

    #[test]
    fn random_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        fuzz::packets(&bytes);
    }

    #[test]
    fn random_text_that_looks_like_packets_does_no_harm(text in "[0-6]{1,3}[-/,\\[\\]{}\"a-z0-9_:\u{1e}]{0,40}") {
        fuzz::packets(text.as_bytes());
    }
}
