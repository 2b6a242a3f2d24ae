use super::Parted;

/// A larger picture's header can be read as the beginning of a script: `GIF89a/*`, `GIF89a=1;`.
const SIDE_MAX: u16 = 8191;

/// Tells what is seen from comments, texts and what programs have written for themselves. Nothing when it is not written as it
/// should be.
pub(super) fn parted(bytes: &[u8]) -> Option<Parted> {
    let header = bytes.get(..13)?;
    let side = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
    if !matches!(&header[..6], b"GIF87a" | b"GIF89a") || side(6) > SIDE_MAX || side(8) > SIDE_MAX {
        return None;
    }
    let colors = 13 + table_length(header[10]);
    let mut parted = Parted { kept: bytes.get(..colors)?.to_vec(), dropped: Vec::new() };
    let mut rest = &bytes[colors..];
    loop {
        let (length, is_seen) = match rest.first()? {
            0x3b => {
                parted.kept.push(0x3b);
                parted.dropped.extend_from_slice(&rest[1..]);
                return Some(parted);
            }
            0x2c => {
                let start = 10 + table_length(*rest.get(9)?) + 1;
                (start + blocks_length(rest.get(start..)?)?, true)
            }
            0x21 => (2 + blocks_length(rest.get(2..)?)?, is_seen(rest)),
            _ => return None,
        };
        let part = if is_seen { &mut parted.kept } else { &mut parted.dropped };
        part.extend_from_slice(rest.get(..length)?);
        rest = &rest[length..];
    }
}

/// How long a table of colours is.
fn table_length(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// How long a chain of blocks is, with its end.
fn blocks_length(bytes: &[u8]) -> Option<usize> {
    let mut length = 0;
    loop {
        let block = usize::from(*bytes.get(length)?);
        length += 1 + block;
        if block == 0 {
            return Some(length);
        }
    }
}

/// Whether an extension says how frames follow each other, and how often.
fn is_seen(extension: &[u8]) -> bool {
    match extension.get(1) {
        Some(0xf9) => true,
        Some(0xff) => matches!(extension.get(3..14), Some(b"NETSCAPE2.0" | b"ANIMEXTS1.0")),
        _ => false,
    }
}
