//! Counts the events in a stream of WebSocket frames.

use std::cell::Cell;

const NUMBER: &[u8] = b"\"seq\":";

/// The bytes of one socket.
#[derive(Debug)]
pub(super) struct Feed {
    /// The beginning of a frame whose end has not come.
    held: Vec<u8>,
    last: Option<u64>,
    /// How the packets that count begin.
    lead: String,
    is_numbered: bool,
}

/// What was in a stretch of bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Heard {
    pub(super) events: u64,
    pub(super) pings: u64,
}

impl Feed {
    pub(super) fn new(held: Vec<u8>, (lead, is_numbered): (String, bool)) -> Self {
        Self { held, last: None, lead, is_numbered }
    }

    pub(super) fn digest(&mut self, bytes: &[u8], hint: &Cell<usize>) -> Result<Heard, String> {
        let joined;
        let mut rest = bytes;
        if !self.held.is_empty() {
            self.held.extend_from_slice(bytes);
            joined = std::mem::take(&mut self.held);
            rest = &joined;
        }
        let mut heard = Heard::default();
        while let Some((first, payload, after)) = frame(rest) {
            match first {
                0x81 if payload.starts_with(self.lead.as_bytes()) => {
                    if self.is_numbered {
                        self.count(payload, hint)?;
                    }
                    heard.events += 1;
                }
                0x81 if payload == b"2" => heard.pings += 1,
                0x81 => {}
                0x88 => return Err(format!("a socket was closed: {}", String::from_utf8_lossy(payload))),
                _ => return Err(format!("a frame begins with {first:#x}")),
            }
            rest = after;
        }
        self.held = rest.to_vec();
        Ok(heard)
    }

    fn count(&mut self, payload: &[u8], hint: &Cell<usize>) -> Result<(), String> {
        let number = number(payload, hint).ok_or("an event has no number")?;
        match self.last.replace(number) {
            Some(last) if number <= last => Err(format!("event {number} came after event {last}")),
            _ => Ok(()),
        }
    }
}

/// The first byte and the payload of the first frame, and what follows it; nothing if it is incomplete.
pub(super) fn frame(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (len, start): (usize, usize) = match *bytes.get(1)? {
        126 => (u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?).into(), 4),
        127 => (usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?, 10),
        len => (usize::from(len), 2),
    };
    let payload = bytes.get(start..start.checked_add(len)?)?;
    Some((bytes[0], payload, &bytes[start + len..]))
}

fn number(payload: &[u8], hint: &Cell<usize>) -> Option<u64> {
    let at = match payload.get(hint.get()..) {
        Some(rest) if rest.starts_with(NUMBER) => hint.get(),
        _ => payload.windows(NUMBER.len()).position(|window| window == NUMBER)?,
    };
    hint.set(at);
    let digits = payload[at + NUMBER.len()..].iter().take_while(|byte| byte.is_ascii_digit());
    Some(digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::NAME;

    fn feed() -> Feed {
        Feed::new(Vec::new(), (format!("42[\"{NAME}\","), true))
    }

    fn event(seq: u64) -> Vec<u8> {
        let text = format!("42[\"{NAME}\",{{\"previousSeq\":7,\"seq\":{seq},\"content\":\"{}\"}}]", "x".repeat(100));
        let mut frame = vec![0x81, 126];
        frame.extend_from_slice(&u16::try_from(text.len()).unwrap().to_be_bytes());
        frame.extend_from_slice(text.as_bytes());
        frame
    }

    #[test]
    fn events_are_counted_however_they_are_cut() {
        let bytes = [event(8), vec![0x81, 1, b'2'], event(9), event(10)].concat();
        for cut in 0..bytes.len() {
            let (mut feed, hint) = (feed(), Cell::new(0));
            let first = feed.digest(&bytes[..cut], &hint).unwrap();
            let second = feed.digest(&bytes[cut..], &hint).unwrap();

            assert_eq!((first.events + second.events, first.pings + second.pings), (3, 1), "cut at {cut}");
        }
    }

    #[test]
    fn an_event_that_comes_twice_or_late_is_a_fault() {
        for second in [8, 7] {
            let (mut feed, hint) = (feed(), Cell::new(0));
            let fault = feed.digest(&[event(8), event(second)].concat(), &hint).unwrap_err();

            assert_eq!(fault, format!("event {second} came after event 8"));
        }
    }

    #[test]
    fn a_close_frame_is_a_fault() {
        let (mut feed, hint) = (feed(), Cell::new(0));

        assert!(feed.digest(&[0x88, 4, 3, 245, b'n', b'o'], &hint).is_err());
    }
}
