use crate::Random;
use std::ops::Range;

/// The most changes to a seed.
const CHANGES_MAX: usize = 6;
/// The longest stretch that is left out or repeated.
const STRETCH_MAX: usize = 32;

/// What parsers stumble over.
const TOKENS: [&[u8]; 44] = [
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b"null",
    b"true",
    b"0",
    b"-1",
    b"1e3",
    b"0.1",
    b"1e400",
    b"9223372036854775808",
    b"0.30000000000000004",
    b"\\u0000",
    b"\\ud83d",
    b"\\ud83d\\ude00",
    b"{}",
    b"[]",
    b"\"\"",
    b"\0",
    b"\xff",
    b"\xc3\xa9",
    b"\xe2\x80\x8b",
    b"\n",
    b"\r\n",
    b" ",
    b"&",
    b"=",
    b"%",
    b"%00",
    b"%ff",
    b"+",
    b"#",
    b"/",
    b"*",
    b"*.",
    b".",
    b"..",
    b"xn--",
    b"@",
];

/// One of the seeds, changed in a few places.
pub(crate) fn mutant(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = random.pick(seeds).clone();
    for _ in 0..=random.below(CHANGES_MAX) {
        change(&mut bytes, seeds, random);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    match random.below(8) {
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = random.below(256) as u8;
            }
        }
        2 | 3 => {
            bytes.splice(at..at, random.pick(&TOKENS).iter().copied());
        }
        4 => {
            bytes.drain(stretch(bytes, at, random));
        }
        5 => {
            let again = bytes[stretch(bytes, at, random)].repeat(1 + random.below(3));
            bytes.splice(at..at, again);
        }
        6 => replace_word(bytes, at, random),
        _ => {
            // The start of this one, the end of another.
            let other = random.pick(seeds);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[random.below(other.len() + 1)..]);
        }
    }
}

fn stretch(bytes: &[u8], from: usize, random: &mut Random) -> Range<usize> {
    from..bytes.len().min(from + random.below(STRETCH_MAX))
}

/// Puts a token in place of the word around `at`.
fn replace_word(bytes: &mut Vec<u8>, at: usize, random: &mut Random) {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
    let before = bytes[..at].iter().rev().take_while(|byte| is_word(byte)).count();
    let after = bytes[at..].iter().take_while(|byte| is_word(byte)).count();
    bytes.splice(at - before..at + after, random.pick(&TOKENS).iter().copied());
}
