//! Reads the frames of a WebSocket client, without keeping a buffer while nothing is under way.

use super::reason::Reason;

/// Reads the frames of one client: joins fragments, lifts the mask, and holds only what is incomplete.
#[derive(Debug)]
pub(crate) struct Intake {
    message_max: usize,
    /// The fragments so far, of a message whose end has not come.
    fragments: Vec<u8>,
    /// Whether a fragmented message is under way, and whether it is text.
    is_text: Option<bool>,
}

/// What the next frame meant.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Item<'a> {
    Text(&'a str),
    Binary(&'a [u8]),
    Ping(&'a [u8]),
    Close,
    /// A pong, or a fragment that is not the last.
    Nothing,
}

struct Header {
    is_final: bool,
    opcode: u8,
    mask: [u8; 4],
    start: usize,
    len: usize,
}

impl Intake {
    pub(crate) fn new(message_max: usize) -> Self {
        Self { message_max, fragments: Vec::new(), is_text: None }
    }

    /// Reads one frame from the front of `data`: how long it was and what it meant, or `None` when it is incomplete.
    ///
    /// A length over the limit is refused as soon as the header is there.
    pub(crate) fn next<'a>(&'a mut self, data: &'a mut [u8]) -> Result<Option<(usize, Item<'a>)>, Reason> {
        let Some(header) = self.header(data)? else { return Ok(None) };
        let end = header.start + header.len;
        let Some(body) = data.get_mut(header.start..end) else { return Ok(None) };
        for (byte, mask) in body.iter_mut().zip(header.mask.iter().cycle()) {
            *byte ^= mask;
        }
        let item = match header.opcode {
            0x8 => Item::Close,
            0x9 => Item::Ping(body),
            0xa => Item::Nothing,
            _ => return Ok(Some((end, self.message(&header, body)?))),
        };
        Ok(Some((end, item)))
    }

    fn header(&self, data: &[u8]) -> Result<Option<Header>, Reason> {
        let (Some(first), Some(second)) = (data.first(), data.get(1)) else { return Ok(None) };
        let (is_final, opcode) = (first & 0x80 != 0, first & 0x0f);
        let is_control = opcode >= 0x8;
        let continues = self.is_text.is_some();
        let is_known = match opcode {
            0x0 => continues,
            0x1 | 0x2 => !continues,
            0x8..=0xa => is_final,
            _ => false,
        };
        // Extensions were not agreed on, and a client must mask.
        if !is_known || first & 0x70 != 0 || second & 0x80 == 0 {
            return Err(Reason::ParseError);
        }
        let (len, mask_at) = match second & 0x7f {
            126 => match data.get(2..4) {
                Some(len) => (u64::from(u16::from_be_bytes([len[0], len[1]])), 4),
                None => return Ok(None),
            },
            127 => match data.get(2..10) {
                Some(len) => (len.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)), 10),
                None => return Ok(None),
            },
            len => (u64::from(len), 2),
        };
        if is_control && len > 125 {
            return Err(Reason::ParseError);
        }
        let len = usize::try_from(len).map_err(|_| Reason::TooBig)?;
        if len > self.message_max.saturating_sub(self.fragments.len()) && !is_control {
            return Err(Reason::TooBig);
        }
        let Some(mask) = data.get(mask_at..mask_at + 4) else { return Ok(None) };
        let mask = [mask[0], mask[1], mask[2], mask[3]];
        Ok(Some(Header { is_final, opcode, mask, start: mask_at + 4, len }))
    }

    fn message<'a>(&'a mut self, header: &Header, body: &'a [u8]) -> Result<Item<'a>, Reason> {
        let is_text = self.is_text.unwrap_or(header.opcode == 0x1);
        if !header.is_final {
            self.is_text = Some(is_text);
            self.fragments.extend_from_slice(body);
            return Ok(Item::Nothing);
        }
        if self.is_text.take().is_none() {
            self.fragments = Vec::new();
            return item(is_text, body);
        }
        self.fragments.extend_from_slice(body);
        item(is_text, &self.fragments)
    }

    /// Forgets the fragments of a message that was handed on.
    pub(crate) fn release(&mut self) {
        if self.is_text.is_none() && self.fragments.capacity() > 0 {
            self.fragments = Vec::new();
        }
    }
}

fn item(is_text: bool, body: &[u8]) -> Result<Item<'_>, Reason> {
    if is_text {
        std::str::from_utf8(body).map(Item::Text).map_err(|_| Reason::ParseError)
    } else {
        Ok(Item::Binary(body))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn masked(first: u8, body: &[u8]) -> Vec<u8> {
        let mask = [1, 2, 3, 4];
        let mut out = vec![first];
        match body.len() {
            len if len < 126 => out.push(0x80 | len as u8),
            len if len < 65_536 => {
                out.push(0x80 | 126);
                out.extend_from_slice(&(len as u16).to_be_bytes());
            }
            len => {
                out.push(0x80 | 127);
                out.extend_from_slice(&(len as u64).to_be_bytes());
            }
        }
        out.extend_from_slice(&mask);
        out.extend(body.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        out
    }

    #[test]
    fn frames_of_every_length_are_read() {
        for len in [0, 1, 125, 126, 65_535, 65_536] {
            let text = "x".repeat(len);
            let mut data = masked(0x81, text.as_bytes());
            let end = data.len();
            assert_eq!(Intake::new(70_000).next(&mut data), Ok(Some((end, Item::Text(&text)))));
        }
    }

    #[test]
    fn an_incomplete_frame_waits_for_the_rest() {
        let data = masked(0x82, &[7; 300]);
        for len in 0..data.len() {
            let mut part = data[..len].to_vec();
            assert_eq!(Intake::new(1000).next(&mut part), Ok(None), "{len}");
        }
    }

    #[test]
    fn fragments_are_joined_and_control_frames_may_come_between() {
        let mut intake = Intake::new(100);
        assert_eq!(intake.next(&mut masked(0x01, b"hel")), Ok(Some((9, Item::Nothing))));
        assert_eq!(intake.next(&mut masked(0x89, b"p")), Ok(Some((7, Item::Ping(b"p")))));
        assert_eq!(intake.next(&mut masked(0x00, b"l")), Ok(Some((7, Item::Nothing))));
        assert_eq!(intake.next(&mut masked(0x80, b"o")), Ok(Some((7, Item::Text("hello")))));
        intake.release();
        assert_eq!(intake.next(&mut masked(0x82, b"o")), Ok(Some((7, Item::Binary(b"o")))));
    }

    #[test]
    fn what_breaks_the_protocol_is_refused() {
        let mut unmasked = masked(0x81, b"a");
        unmasked[1] &= 0x7f;
        let cases = [
            ("unmasked", unmasked),
            ("reserved bit", masked(0xc1, b"a")),
            ("unknown opcode", masked(0x83, b"a")),
            ("unknown control", masked(0x8b, b"a")),
            ("nothing to continue", masked(0x80, b"a")),
            ("fragmented control", masked(0x09, b"a")),
            ("long control", masked(0x89, &[0; 126])),
            ("not UTF-8", masked(0x81, &[0xff])),
        ];
        for (name, mut data) in cases {
            assert_eq!(Intake::new(1000).next(&mut data), Err(Reason::ParseError), "{name}");
        }
        let mut intake = Intake::new(1000);
        intake.next(&mut masked(0x01, b"a")).unwrap();
        assert_eq!(intake.next(&mut masked(0x81, b"b")), Err(Reason::ParseError), "a message within a message");
    }

    #[test]
    fn a_length_over_the_limit_is_refused_before_the_body_comes() {
        let mut header = masked(0x81, &[b'a'; 1001]);
        header.truncate(8);
        assert_eq!(Intake::new(1000).next(&mut header), Err(Reason::TooBig));
        let mut huge = vec![0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(Intake::new(1000).next(&mut huge), Err(Reason::TooBig));
        let mut intake = Intake::new(10);
        intake.next(&mut masked(0x01, b"123456")).unwrap();
        assert_eq!(intake.next(&mut masked(0x80, b"78901")), Err(Reason::TooBig), "fragments count together");
    }
}
