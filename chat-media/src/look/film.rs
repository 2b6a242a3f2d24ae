use super::at;
use crate::{inspection::refused, spool::Spooled, types::Type};
use chat_core::NotTaken;

const DAMAGED: &str = "the film is damaged";
/// How many boxes a film may consist of.
const BOXES_MAX: usize = 100_000;
/// How much of what is said of a film is read.
const MOVIE_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Whether a file begins with the box that tells its kind, as MP4 and QuickTime do.
pub(super) fn is_boxed(head: &[u8]) -> bool {
    matches!(head.get(4..8), Some(b"ftyp" | b"moov" | b"mdat" | b"wide"))
}

/// One box after the other up to the end, one of which tells what there is to see and to hear.
pub(super) fn boxed(file: &Spooled) -> Result<Type, NotTaken> {
    let (mut place, mut brand, mut tracks) = (0, *b"qt  ", None);
    for _ in 0..BOXES_MAX {
        if place == file.len() {
            return kind(brand, tracks);
        }
        let head = at(file, place, 16)?;
        let (Some(name), Some(size)) = (head.get(4..8), size_of(&head, file.len() - place)) else {
            return refused(DAMAGED);
        };
        if size < 8 || size > file.len() - place || !name.iter().all(is_of_name) {
            return refused(DAMAGED);
        }
        match name {
            b"ftyp" if place == 0 => brand = head.get(8..12).and_then(|brand| brand.try_into().ok()).unwrap_or(brand),
            b"moov" if size <= MOVIE_BYTES_MAX => {
                tracks = Some(Tracks::of(&at(file, place, usize::try_from(size).unwrap_or(usize::MAX))?));
            }
            _ => {}
        }
        place += size;
    }
    refused(DAMAGED)
}

/// How large a box is that has so much room.
fn size_of(head: &[u8], room: u64) -> Option<u64> {
    let small = u32::from_be_bytes(head.get(..4)?.try_into().ok()?);
    match small {
        0 => Some(room),
        1 => Some(u64::from_be_bytes(head.get(8..16)?.try_into().ok()?)),
        small => Some(small.into()),
    }
}

fn is_of_name(byte: &u8) -> bool {
    matches!(byte, b' '..=b'~' | 0xa9)
}

/// What there is in a film.
#[derive(Clone, Copy)]
struct Tracks {
    has_sound: bool,
    has_picture: bool,
}

impl Tracks {
    /// By who is to handle the tracks.
    fn of(movie: &[u8]) -> Self {
        let has = |kind: &[u8; 4]| {
            let handlers = movie.windows(16).filter(|window| window.starts_with(b"hdlr"));
            handlers.map(|window| &window[12..16]).any(|handler| handler == kind)
        };
        Self { has_sound: has(b"soun"), has_picture: has(b"vide") }
    }
}

fn kind(brand: [u8; 4], tracks: Option<Tracks>) -> Result<Type, NotTaken> {
    match (tracks, &brand) {
        (Some(Tracks { has_picture: true, .. }), b"qt  ") => Ok(Type::QuickTime),
        (Some(Tracks { has_picture: true, .. }), _) => Ok(Type::Mp4),
        (Some(Tracks { has_sound: true, .. }), _) => Ok(Type::M4a),
        _ => refused(DAMAGED),
    }
}

/// A film or a sound of which a browser knows the codec.
pub(super) fn webm(head: &[u8]) -> Result<Type, NotTaken> {
    let has = |word: &[u8]| head.windows(word.len()).any(|window| window == word);
    let is_webm = head.get(..64).unwrap_or(head).windows(4).any(|word| word == b"webm");
    match is_webm {
        true if has(b"V_VP8") || has(b"V_VP9") || has(b"V_AV1") => Ok(Type::WebmVideo),
        true if has(b"A_OPUS") || has(b"A_VORBIS") => Ok(Type::WebmAudio),
        true => refused(DAMAGED),
        false => refused("of Matroska, WebM alone is taken"),
    }
}
