use super::Parted;

/// What says in the header of an extended file that there is EXIF, and XMP.
const TOLD_BESIDE: u8 = 0b0000_1100;

/// Tells what is seen from EXIF, XMP and what nobody knows. Nothing when it is not written as it should be.
pub(super) fn parted(bytes: &[u8]) -> Option<Parted> {
    let size = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    if !bytes.starts_with(b"RIFF") || bytes.get(8..12)? != b"WEBP" {
        return None;
    }
    let end = size.checked_add(8)?.min(bytes.len());
    let mut parted = Parted { kept: bytes[..12].to_vec(), dropped: bytes[end..].to_vec() };
    let mut rest = bytes.get(12..end)?;
    while !rest.is_empty() {
        let length = usize::try_from(u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?)).ok()?;
        let chunk = rest.get(..length.checked_add(8)?)?;
        let is_seen = match &rest[..4] {
            b"VP8X" => {
                let place = parted.kept.len() + 8;
                parted.kept.extend_from_slice(chunk);
                *parted.kept.get_mut(place)? &= !TOLD_BESIDE;
                pad(&mut parted.kept);
                rest = rest.get(padded(chunk.len())..).unwrap_or_default();
                continue;
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP" => true,
            _ => false,
        };
        let part = if is_seen { &mut parted.kept } else { &mut parted.dropped };
        part.extend_from_slice(chunk);
        pad(part);
        rest = rest.get(padded(chunk.len())..).unwrap_or_default();
    }
    let size = u32::try_from(parted.kept.len() - 8).ok()?;
    parted.kept[4..8].copy_from_slice(&size.to_le_bytes());
    Some(parted)
}

fn padded(length: usize) -> usize {
    length + length % 2
}

fn pad(part: &mut Vec<u8>) {
    if !part.len().is_multiple_of(2) {
        part.push(0);
    }
}
