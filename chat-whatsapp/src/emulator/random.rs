//! Where everything comes from that the emulator makes up.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};

/// A seeded generator (SplitMix64): the same seed and the same calls give the same identifiers.
#[derive(Debug)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, or 0 when the limit is 0.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        match limit {
            0 => 0,
            limit => self.next() % limit,
        }
    }

    /// Whether something that happens with this probability happens now.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        const STEPS: u64 = 1 << 53;
        (self.below(STEPS) as f64) < probability * STEPS as f64
    }

    /// A decimal identifier of `length` digits that does not begin with a zero.
    pub(crate) fn digits(&mut self, length: usize) -> String {
        (0..length)
            .map(|place| match place {
                0 => (b'1' + self.below(9) as u8) as char,
                _ => (b'0' + self.below(10) as u8) as char,
            })
            .collect()
    }

    /// An identifier of capitals and digits.
    pub(crate) fn code(&mut self, length: usize) -> String {
        const SIGNS: [u8; 36] = *b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        (0..length).map(|_| SIGNS[self.below(36) as usize] as char).collect()
    }

    /// A secret of URL-safe characters.
    pub(crate) fn secret(&mut self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes(30))
    }

    pub(crate) fn wamid(&mut self) -> String {
        let mut bytes = vec![0x1c, 0x18, 0x0b];
        bytes.extend(self.bytes(39));
        format!("wamid.{}", STANDARD.encode(bytes))
    }

    pub(crate) fn trace_id(&mut self) -> String {
        format!("A{}", URL_SAFE_NO_PAD.encode(self.bytes(16)))
    }

    /// What the receiver of a handshake must echo.
    pub(crate) fn challenge(&mut self) -> String {
        self.digits(10)
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next() as u8).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_identifiers() {
        let (mut one, mut other) = (Random::seeded(7), Random::seeded(7));

        assert_eq!(one.wamid(), other.wamid());
        assert_eq!(one.digits(15), other.digits(15));
        assert_ne!(one.wamid(), one.wamid());
    }

    #[test]
    fn certain_and_impossible_are_just_that() {
        let mut random = Random::seeded(1);

        assert!((0..1000).all(|_| random.happens(1.0)));
        assert!(!(0..1000).any(|_| random.happens(0.0)));
    }
}
