use super::Parted;

const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

/// Tells what is seen from comments, EXIF, XMP, IPTC, the makers' own and further pictures. Nothing when it is not written as it
/// should be.
pub(super) fn parted(bytes: &[u8]) -> Option<Parted> {
    let mut parted = Parted::default();
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    parted.kept.extend_from_slice(b"\xff\xd8");
    loop {
        let Some((marker, after)) = marker(rest) else {
            // It breaks off, which decoders forgive.
            parted.kept.extend_from_slice(&[0xff, END]);
            return Some(parted);
        };
        if marker == END {
            parted.kept.extend_from_slice(&[0xff, END]);
            parted.dropped.extend_from_slice(after);
            return Some(parted);
        }
        let length = usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?]));
        let segment = after.get(2..length)?;
        rest = &after[length..];
        match seen(marker, segment) {
            Some(seen) => write(&mut parted.kept, marker, seen),
            None => parted.dropped.extend_from_slice(segment),
        }
        if marker == SCAN {
            let end = scan_end(rest);
            parted.kept.extend_from_slice(&rest[..end]);
            rest = &rest[end..];
        }
    }
}

/// The next marker, and what follows it.
fn marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let fill = bytes.iter().take_while(|byte| **byte == 0xff).count();
    let marker = bytes.get(fill).filter(|_| fill > 0)?;
    Some((*marker, &bytes[fill + 1..]))
}

/// What of a segment is needed to see the picture as it is meant.
fn seen(marker: u8, segment: &[u8]) -> Option<&[u8]> {
    match marker {
        // Its density. The small picture in it shows what the large one may not show any more.
        0xe0 if segment.starts_with(b"JFIF\0") && segment.len() >= 14 => Some(&segment[..12]),
        0xe2 if segment.starts_with(b"ICC_PROFILE\0") => Some(segment),
        0xee if segment.starts_with(b"Adobe") && segment.len() >= 12 => Some(&segment[..12]),
        0xc8 => None,
        0xc0..=0xcf | SCAN | 0xdb | 0xdc | 0xdd => Some(segment),
        _ => None,
    }
}

fn write(kept: &mut Vec<u8>, marker: u8, segment: &[u8]) {
    // A small picture of no size.
    let tail: &[u8] = if marker == 0xe0 { &[0, 0] } else { &[] };
    let length = u16::try_from(segment.len() + tail.len() + 2).unwrap_or(u16::MAX);
    kept.extend_from_slice(&[0xff, marker]);
    kept.extend_from_slice(&length.to_be_bytes());
    kept.extend_from_slice(segment);
    kept.extend_from_slice(tail);
}

/// Where the next marker is behind the pixels.
fn scan_end(bytes: &[u8]) -> usize {
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
    bytes.windows(2).position(is_marker).unwrap_or(bytes.len())
}
