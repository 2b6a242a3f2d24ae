use super::at;
use crate::{inspection::refused, spool::Spooled, types::Type};
use chat_core::NotTaken;

const DAMAGED: &str = "the sound is damaged";

/// How far behind its tag a sound may begin.
const PADDING_MAX: usize = 64 * 1024;

/// A tag, if there is one, and then sound.
pub(super) fn mp3(file: &Spooled) -> Result<Type, NotTaken> {
    let head = at(file, 0, 10)?;
    let tag = match head.as_slice() {
        [b'I', b'D', b'3', _, _, _, a, b, c, d] => {
            10 + [a, b, c, d].into_iter().fold(0_u64, |sum, byte| (sum << 7) | u64::from(byte & 0x7f))
        }
        _ => 0,
    };
    let behind = at(file, tag, PADDING_MAX)?;
    let sound = behind.iter().position(|byte| *byte != 0).map_or(&[][..], |at| &behind[at..]);
    match sound {
        [0xff, second, ..] if second & 0xe0 == 0xe0 => Ok(Type::Mp3),
        _ => refused(DAMAGED),
    }
}

/// Frames one after the other, of which the first two are looked at (ISO/IEC 13818-7, ADTS).
pub(super) fn aac(file: &Spooled) -> Result<Type, NotTaken> {
    let head = at(file, 0, 8 * 1024)?;
    let length = match head.as_slice() {
        [0xff, second, _, third, fourth, fifth, ..] if second & 0xf6 == 0xf0 => {
            (usize::from(third & 3) << 11) | (usize::from(*fourth) << 3) | usize::from(fifth >> 5)
        }
        _ => return refused(DAMAGED),
    };
    match head.get(length..) {
        Some([]) => Ok(Type::Aac),
        Some([0xff, second, ..]) if length >= 7 && second & 0xf6 == 0xf0 => Ok(Type::Aac),
        _ => refused(DAMAGED),
    }
}

/// A header that does not say more than there is, and a format.
pub(super) fn wav(file: &Spooled) -> Result<Type, NotTaken> {
    let head = at(file, 0, 4096)?;
    let said = head.get(4..8).map(|size| u32::from_le_bytes([size[0], size[1], size[2], size[3]]));
    let fits = said.is_some_and(|said| u64::from(said) <= file.len());
    // Recorders that stop halfway leave no size.
    let fits = fits || matches!(said, Some(0 | u32::MAX));
    if fits && head.windows(4).any(|word| word == b"fmt ") { Ok(Type::Wav) } else { refused(DAMAGED) }
}

/// A container whose first stream is a sound.
pub(super) fn ogg(head: &[u8]) -> Result<Type, NotTaken> {
    let segments = head.get(26).map_or(0, |count| usize::from(*count));
    let first = head.get(27 + segments..).unwrap_or_default();
    let codecs: [&[u8]; 4] = [b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC"];
    if codecs.iter().any(|codec| first.starts_with(codec)) {
        return Ok(Type::Ogg);
    }
    refused("of Ogg, sounds alone are taken")
}
