//! What waits to be written to one peer.

use std::collections::VecDeque;
use std::io::IoSlice;

use super::config::Config;
use super::frame::Frame;
use super::stats::Backlog;

/// The frames that wait for one peer, in order, within limits.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    frames: VecDeque<Frame>,
    bytes: usize,
    /// How much of the first frame is already written.
    written: usize,
}

/// More waits than the limits allow.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Full;

impl Outbox {
    /// The most buffers that one write takes.
    pub(crate) const SLICES_MAX: usize = 64;
    /// How many frames there is room for at first.
    const USUAL: usize = 8;

    pub(crate) fn push(&mut self, frame: Frame, config: &Config) -> Result<(), Full> {
        let bytes = self.bytes + frame.len();
        // An empty queue takes any frame: a peer that reads must never be closed for one large event.
        let fits = self.frames.len() < config.queue_packets_max && bytes <= config.queue_bytes_max;
        if !fits && !self.frames.is_empty() {
            return Err(Full);
        }
        self.push_anyway(frame);
        Ok(())
    }

    pub(crate) fn push_anyway(&mut self, frame: Frame) {
        if self.frames.capacity() == 0 {
            self.frames.reserve_exact(Self::USUAL);
        }
        self.bytes += frame.len();
        self.frames.push_back(frame);
    }

    /// Whether half of what may wait does.
    pub(crate) fn is_half_full(&self, config: &Config) -> bool {
        self.frames.len() >= config.queue_packets_max.div_ceil(2) || self.bytes >= config.queue_bytes_max.div_ceil(2)
    }

    pub(crate) fn backlog(&self, config: &Config) -> Backlog {
        Backlog {
            packets: self.frames.len(),
            packets_max: config.queue_packets_max,
            bytes: self.bytes,
            bytes_max: config.queue_bytes_max,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// Points `slices` at what to write next and says how many were filled.
    pub(crate) fn slices<'a>(&'a self, slices: &mut [IoSlice<'a>; Self::SLICES_MAX]) -> usize {
        let mut skip = self.written;
        let mut count = 0;
        for (slice, frame) in slices.iter_mut().zip(&self.frames) {
            *slice = IoSlice::new(&frame.websocket()[skip..]);
            skip = 0;
            count += 1;
        }
        count
    }

    /// Forgets `written` bytes at the front.
    pub(crate) fn advance(&mut self, written: usize) {
        self.written += written;
        while let Some(first) = self.frames.front() {
            let len = first.len();
            if self.written < len {
                break;
            }
            self.written -= len;
            self.bytes -= len;
            self.frames.pop_front();
        }
        self.release();
    }

    /// Takes the first frame whole, for a writer of its own.
    pub(crate) fn pop(&mut self) -> Option<Frame> {
        let frame = self.frames.pop_front()?;
        self.bytes -= frame.len();
        self.release();
        Some(frame)
    }

    /// Takes as much as one polling answer may hold; at least one frame if there is any.
    pub(crate) fn take_payload(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        while let Some(frame) = self.frames.front() {
            if !out.is_empty() && out.len() + frame.len() > Config::POLL_BYTES_MAX {
                break;
            }
            frame.encode_polling(&mut out);
            self.pop();
        }
        out
    }

    /// Drops everything but the rest of a frame whose beginning is already written.
    pub(crate) fn abandon(&mut self) {
        self.frames.truncate(usize::from(self.written > 0));
        self.bytes = self.frames.front().map_or(0, Frame::len);
        self.release();
    }

    /// An idle peer keeps no memory for its queue.
    fn release(&mut self) {
        if self.frames.is_empty() {
            self.frames = VecDeque::new();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outbox(texts: &[&str]) -> Outbox {
        let mut outbox = Outbox::default();
        for text in texts {
            outbox.push(Frame::text(text), &Config::default()).unwrap();
        }
        outbox
    }

    fn written(outbox: &Outbox) -> Vec<u8> {
        let mut slices = [IoSlice::new(&[]); Outbox::SLICES_MAX];
        let count = outbox.slices(&mut slices);
        slices[..count].iter().flat_map(|slice| slice.to_vec()).collect()
    }

    #[test]
    fn a_partial_write_goes_on_where_it_stopped() {
        let mut outbox = outbox(&["abc", "def"]);
        let all = written(&outbox);
        outbox.advance(3);
        assert_eq!(written(&outbox), all[3..]);
        outbox.advance(4);
        assert_eq!(written(&outbox), all[7..]);
        outbox.advance(all.len() - 7);
        assert!(outbox.is_empty());
        assert_eq!(outbox.bytes, 0);
    }

    #[test]
    fn a_full_queue_says_so() {
        let config = Config { queue_packets_max: 2, ..Config::default() };
        let mut outbox = Outbox::default();
        assert_eq!(outbox.push(Frame::text("a"), &config), Ok(()));
        assert_eq!(outbox.push(Frame::text("b"), &config), Ok(()));
        assert_eq!(outbox.push(Frame::text("c"), &config), Err(Full));
        assert!(outbox.is_half_full(&config));
        let config = Config { queue_packets_max: 5, ..Config::default() };
        assert!(!outbox.is_half_full(&config), "two of five are not half");
        let config = Config { queue_bytes_max: 10, ..Config::default() };
        let mut outbox = Outbox::default();
        assert_eq!(outbox.push(Frame::text(&"a".repeat(100)), &config), Ok(()), "one frame always fits");
        assert_eq!(outbox.push(Frame::text("b"), &config), Err(Full));
    }

    #[test]
    fn abandoning_keeps_a_frame_that_is_half_written() {
        let mut half = outbox(&["abc", "def"]);
        half.advance(2);
        half.abandon();
        assert_eq!(written(&half), b"4abc");
        let mut whole = outbox(&["abc", "def"]);
        whole.abandon();
        assert!(whole.is_empty());
    }

    #[test]
    fn a_poll_takes_what_fits() {
        let mut outbox = outbox(&["a", "b"]);
        let large = "x".repeat(Config::POLL_BYTES_MAX);
        outbox.push_anyway(Frame::text(&large));
        assert_eq!(outbox.take_payload(), b"4a\x1e4b");
        assert_eq!(outbox.take_payload().len(), large.len() + 1);
        assert!(outbox.is_empty());
    }
}
