//! Packets of Socket.IO v5.

use serde_json::Value;

use super::args::placeholders_fit;
use super::config::Config;

/// What a Socket.IO packet is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// `0`: joins a namespace, or says that it was joined.
    Connect,
    /// `1`: leaves a namespace.
    Disconnect,
    /// `2`: an event.
    Event,
    /// `3`: the answer to an event.
    Ack,
    /// `4`: the namespace was refused.
    ConnectError,
    /// `5`: an event with attachments.
    BinaryEvent,
    /// `6`: an answer with attachments.
    BinaryAck,
}

impl Kind {
    fn digit(self) -> u8 {
        b'0' + self as u8
    }

    fn of(digit: u8) -> Option<Self> {
        let kinds = [
            Self::Connect,
            Self::Disconnect,
            Self::Event,
            Self::Ack,
            Self::ConnectError,
            Self::BinaryEvent,
            Self::BinaryAck,
        ];
        kinds.get(usize::from(digit.checked_sub(b'0')?)).copied()
    }

    fn is_binary(self) -> bool {
        matches!(self, Self::BinaryEvent | Self::BinaryAck)
    }
}

/// One Socket.IO packet without its attachments, which follow as binary messages.
#[derive(Clone, Debug, PartialEq)]
pub struct Packet<'a> {
    /// What it is for.
    pub kind: Kind,
    /// How many attachments follow.
    pub attachments: usize,
    /// The namespace, `/` if none was written.
    pub namespace: &'a str,
    /// The id that an answer repeats.
    pub id: Option<u64>,
    /// The payload.
    pub data: Option<Value>,
}

/// What arrived is not a Socket.IO packet, or is over a limit.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a Socket.IO packet")]
pub struct Malformed;

/// Event names that the client library keeps to itself.
const RESERVED: [&str; 6] =
    ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"];

impl<'a> Packet<'a> {
    /// Reads a packet and checks that its payload suits its kind.
    ///
    /// JSON nested deeper than 128 levels is malformed.
    pub fn decode(text: &'a str, attachments_max: usize) -> Result<Self, Malformed> {
        let kind = text.bytes().next().and_then(Kind::of).ok_or(Malformed)?;
        let mut rest = &text[1..];
        let mut attachments = 0;
        if kind.is_binary() {
            let (count, after) = rest.split_once('-').ok_or(Malformed)?;
            attachments = number(count).and_then(|count| usize::try_from(count).ok()).ok_or(Malformed)?;
            if attachments > attachments_max {
                return Err(Malformed);
            }
            rest = after;
        }
        let mut namespace = "/";
        if rest.starts_with('/') {
            (namespace, rest) = rest.split_once(',').unwrap_or((rest, ""));
            if namespace.len() > Config::NAMESPACE_NAME_MAX {
                return Err(Malformed);
            }
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (id, json) = rest.split_at(digits);
        let id = if id.is_empty() { None } else { Some(number(id).ok_or(Malformed)?) };
        let data = if json.is_empty() { None } else { Some(serde_json::from_str(json).map_err(|_| Malformed)?) };
        let packet = Self { kind, attachments, namespace, id, data };
        if packet.is_sound() { Ok(packet) } else { Err(Malformed) }
    }

    /// The packet in text, as `decode` reads it.
    pub fn encode(&self) -> String {
        let mut out = head(self.kind, self.attachments, self.namespace, self.id);
        if let Some(data) = &self.data {
            out.push_str(&data.to_string());
        }
        out
    }

    fn is_sound(&self) -> bool {
        match (self.kind, &self.data) {
            (Kind::Connect, None | Some(Value::Object(_))) => self.id.is_none(),
            (Kind::Disconnect, None) => self.id.is_none(),
            (Kind::ConnectError, Some(Value::Object(_) | Value::String(_))) => self.id.is_none(),
            (Kind::Event | Kind::BinaryEvent, Some(Value::Array(values))) => {
                let is_named =
                    matches!(values.first(), Some(Value::String(name)) if !RESERVED.contains(&name.as_str()));
                is_named && self.is_complete(values)
            }
            (Kind::Ack | Kind::BinaryAck, Some(Value::Array(values))) => self.id.is_some() && self.is_complete(values),
            _ => false,
        }
    }

    fn is_complete(&self, values: &[Value]) -> bool {
        !self.kind.is_binary() || placeholders_fit(values, self.attachments)
    }
}

/// The part of a packet before its payload.
pub(crate) fn head(kind: Kind, attachments: usize, namespace: &str, id: Option<u64>) -> String {
    let mut out = String::with_capacity(64);
    out.push(char::from(kind.digit()));
    if kind.is_binary() {
        out.push_str(&attachments.to_string());
        out.push('-');
    }
    if namespace != "/" {
        out.push_str(namespace);
        out.push(',');
    }
    if let Some(id) = id {
        out.push_str(&id.to_string());
    }
    out
}

fn number(digits: &str) -> Option<u64> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn decode(text: &str) -> Result<Packet<'_>, Malformed> {
        Packet::decode(text, 4)
    }

    #[test]
    fn every_kind_is_read_and_written_the_same() {
        let cases = [
            ("0", Kind::Connect, 0, "/", None, None),
            ("0{\"token\":\"x\"}", Kind::Connect, 0, "/", None, Some(json!({"token":"x"}))),
            ("0/custom,{}", Kind::Connect, 0, "/custom", None, Some(json!({}))),
            ("1", Kind::Disconnect, 0, "/", None, None),
            ("1/custom,", Kind::Disconnect, 0, "/custom", None, None),
            ("2[\"a\",1]", Kind::Event, 0, "/", None, Some(json!(["a", 1]))),
            ("2/custom,12[\"a\"]", Kind::Event, 0, "/custom", Some(12), Some(json!(["a"]))),
            ("3456[]", Kind::Ack, 0, "/", Some(456), Some(json!([]))),
            ("4{\"message\":\"no\"}", Kind::ConnectError, 0, "/", None, Some(json!({"message":"no"}))),
            (
                "51-[\"a\",{\"_placeholder\":true,\"num\":0}]",
                Kind::BinaryEvent,
                1,
                "/",
                None,
                Some(json!(["a", {"_placeholder":true,"num":0}])),
            ),
            ("60-/custom,7[1]", Kind::BinaryAck, 0, "/custom", Some(7), Some(json!([1]))),
        ];
        for (text, kind, attachments, namespace, id, data) in cases {
            let packet = Packet { kind, attachments, namespace, id, data };
            assert_eq!(packet.encode(), text);
            assert_eq!(decode(text), Ok(packet), "{text}");
        }
        assert_eq!(decode("0/custom").map(|packet| packet.namespace), Ok("/custom"));
        assert_eq!(decode("1/custom").map(|packet| packet.namespace), Ok("/custom"));
    }

    #[test]
    fn what_is_malformed_is_refused() {
        let cases = [
            "",
            "abc",
            "7",
            "9[]",
            "é",
            "2",
            "2{}",
            "2[",
            "2[]",
            "2[1]",
            "2[null]",
            "2\"a\"",
            "2[\"connect\"]",
            "2[\"disconnect\"]",
            "2[\"newListener\"]",
            "2abc[\"a\"]",
            "2-1[\"a\"]",
            "299999999999999999999[\"a\"]",
            "2/custom",
            "2/custom[\"a\"]",
            "0[]",
            "0\"a\"",
            "01{}",
            "0abc",
            "1{}",
            "11",
            "3[]",
            "3",
            "31",
            "31{}",
            "4",
            "4[]",
            "5",
            "5[\"a\"]",
            "5-[\"a\"]",
            "5x-[\"a\"]",
            "5-1[\"a\"]",
            "55-[\"a\"]",
            "5+1-[\"a\"]",
            "599999999999999999999-[\"a\"]",
            "51-[\"a\",{\"_placeholder\":true,\"num\":1}]",
            "51-[\"a\",{\"_placeholder\":true,\"num\":-1}]",
            "51-[\"a\",{\"_placeholder\":true}]",
            "51-[\"a\",[{\"b\":{\"_placeholder\":true,\"num\":\"0\"}}]]",
            "61-[1]",
            "2[\"a\"]x",
        ];
        for text in cases {
            assert_eq!(decode(text), Err(Malformed), "{text:?}");
        }
    }

    #[test]
    fn numbers_come_back_as_they_were() {
        for number in ["0.30000000000000004", "1.7976931348623157e+308", "5e-324", "9007199254740993", "-0.0", "0.1"] {
            let text = format!("2[\"a\",{number}]");
            assert_eq!(decode(&text).unwrap().encode(), text);
        }
        let large = decode("2[\"a\",33333333333333333333333333333333]").unwrap();
        assert_eq!(decode(&large.encode()), Ok(large));
    }

    #[test]
    fn json_that_nests_too_deep_is_refused() {
        let text = format!("2[\"a\",{}{}]", "[".repeat(200), "]".repeat(200));
        assert_eq!(decode(&text), Err(Malformed));
    }

    #[test]
    fn a_name_that_is_too_long_is_refused() {
        let long = format!("0/{},", "n".repeat(Config::NAMESPACE_NAME_MAX));
        assert_eq!(decode(&long), Err(Malformed));
    }
}
