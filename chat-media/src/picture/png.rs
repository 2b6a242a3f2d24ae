use super::Parted;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What is needed to see a picture as it is meant, and to see it move.
const SEEN: [&[u8]; 16] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
    b"cICP", b"acTL", b"fcTL", b"fdAT",
];

/// Tells what is seen from texts, times, EXIF and what nobody knows. Nothing when it is not written as it should be.
pub(super) fn parted(bytes: &[u8]) -> Option<Parted> {
    let mut parted = Parted::default();
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    parted.kept.extend_from_slice(SIGNATURE);
    loop {
        let length = usize::try_from(u32::from_be_bytes(rest.get(..4)?.try_into().ok()?)).ok()?;
        let kind = rest.get(4..8)?;
        let chunk = rest.get(..length.checked_add(12)?)?;
        rest = &rest[chunk.len()..];
        let part = if SEEN.contains(&kind) { &mut parted.kept } else { &mut parted.dropped };
        part.extend_from_slice(chunk);
        if kind == b"IEND" {
            parted.dropped.extend_from_slice(rest);
            return Some(parted);
        }
    }
}
