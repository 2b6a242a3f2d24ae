//! Stands in for an authenticator app.

use chat_core::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// The code that an app shows which has learned `secret`.
pub(crate) fn code(secret: &str, now: Timestamp) -> String {
    let digit = |letter: char| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).unwrap();
    let bits: String = secret.chars().map(|letter| format!("{:05b}", digit(letter))).collect();
    let key: Vec<u8> = bits.as_bytes().chunks_exact(8).map(byte).collect();
    let step = (now.millis() / 30_000).to_be_bytes();
    let digest = Hmac::<Sha1>::new_from_slice(&key).unwrap().chain_update(step).finalize().into_bytes();
    let at = usize::from(digest[19] % 16);
    let number = digest[at..at + 4].iter().fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}

fn byte(bits: &[u8]) -> u8 {
    bits.iter().fold(0, |byte, bit| (byte << 1) | (bit - b'0'))
}
