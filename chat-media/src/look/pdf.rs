//! PDF, of which readers run parts.

use super::has_markup;
use crate::{inspection::refused, types::Type};
use chat_core::NotTaken;
use flate2::read::ZlibDecoder;
use memchr::{memchr, memmem};
use std::{borrow::Cow, io::Read};

/// How much is unpacked of one document.
const UNPACKED_MAX: u64 = 512 * 1024 * 1024;
/// How much is unpacked of one of its streams.
const STREAM_MAX: u64 = 64 * 1024 * 1024;
/// How far before its bytes a stream is described.
const DESCRIPTION_MAX: usize = 2048;
/// How much of the beginning a browser may take for a page.
const HEAD_BYTES: usize = 1024;

/// What has a reader run something.
const ACTIVE: [&[u8]; 4] = [b"/JavaScript", b"/Launch", b"/Rendition", b"/RichMedia"];
/// What hides objects from whoever unpacks streams in the usual way.
const VEILS: [&[u8]; 10] = [
    b"/ASCII85Decode",
    b"/A85",
    b"/ASCIIHexDecode",
    b"/AHx",
    b"/LZWDecode",
    b"/LZW",
    b"/RunLengthDecode",
    b"/RL",
    b"/Crypt",
    b"/Predictor",
];

const RUNS: &str = "PDF that runs something is not taken";

/// A document without anything that its reader would run, also where it is packed. What cannot be unpacked is not taken.
pub(super) fn look(bytes: &[u8]) -> Result<Type, NotTaken> {
    let end = memmem::rfind(bytes, b"%%EOF").map_or(bytes.len(), |at| at + 5);
    if has_markup(&bytes[..bytes.len().min(HEAD_BYTES)]) || has_markup(&bytes[end..]) {
        return refused("PDF with parts of web pages around it is not taken");
    }
    let named = plain_names(bytes);
    if memmem::find(&named, b"/Encrypt").is_some() {
        return refused("encrypted PDF is not taken: nobody can look into it");
    }
    if is_active(&named) {
        return refused(RUNS);
    }
    let mut left = UNPACKED_MAX;
    for place in streams(bytes) {
        let holds_objects = match description(bytes, place) {
            Description::Veiled => return refused("the PDF is packed in a way that cannot be looked into"),
            Description::OfObjects => true,
            Description::Other => false,
        };
        let Some((text, is_whole)) = unpacked(&bytes[place..], &mut left) else { continue };
        if is_active(&plain_names(&text)) {
            return refused(RUNS);
        }
        if left == 0 || (holds_objects && !is_whole) {
            return refused("the PDF is too large to be looked into");
        }
    }
    Ok(Type::Pdf)
}

fn is_active(bytes: &[u8]) -> bool {
    ACTIVE.iter().any(|word| memmem::find(bytes, word).is_some())
}

/// The bytes with every name written in letters: `/J#61vaScript` is another way to write `/JavaScript`.
fn plain_names(bytes: &[u8]) -> Cow<'_, [u8]> {
    if memchr(b'#', bytes).is_none() {
        return Cow::Borrowed(bytes);
    }
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(length) = memchr(b'#', &bytes[at..]) {
        plain.extend_from_slice(&bytes[at..at + length]);
        at += length;
        match (digit(at + 1), digit(at + 2)) {
            (Some(high), Some(low)) => {
                plain.push(u8::try_from(high * 16 + low).expect("two digits make a byte"));
                at += 3;
            }
            _ => {
                plain.push(b'#');
                at += 1;
            }
        }
    }
    plain.extend_from_slice(&bytes[at..]);
    Cow::Owned(plain)
}

/// Where the bytes of streams begin, also of those that lie within others.
fn streams(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const STREAM: &[u8] = b"stream";
    let places = memmem::find_iter(bytes, STREAM).filter(|at| !bytes[..*at].ends_with(b"end"));
    places.map(|at| {
        let rest = &bytes[at + STREAM.len()..];
        let line = rest.iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        at + STREAM.len() + line
    })
}

/// What is said of a stream.
enum Description {
    /// It holds objects of the document, and they cannot be seen.
    Veiled,
    /// It holds objects of the document.
    OfObjects,
    Other,
}

fn description(bytes: &[u8], place: usize) -> Description {
    let before = &bytes[place.saturating_sub(DESCRIPTION_MAX)..place];
    let own = memmem::rfind(before, b" obj").map_or(before, |at| &before[at..]);
    let own = plain_names(own);
    let has = |word: &[u8]| memmem::find(&own, word).is_some();
    match has(b"/ObjStm") {
        true if VEILS.iter().any(|veil| has(veil)) => Description::Veiled,
        true => Description::OfObjects,
        false => Description::Other,
    }
}

/// What a stream comes to when it is unpacked in the usual way, and whether that is all of it; nothing when it is not packed so.
fn unpacked(packed: &[u8], left: &mut u64) -> Option<(Vec<u8>, bool)> {
    let [first, second, ..] = *packed else { return None };
    let is_zlib = first & 0x0f == 8 && (u32::from(first) << 8 | u32::from(second)) % 31 == 0;
    if !is_zlib {
        return None;
    }
    let max = STREAM_MAX.min(*left);
    let mut text = Vec::new();
    // What is damaged at its end is shown by readers up to there.
    let _ = ZlibDecoder::new(packed).take(max).read_to_end(&mut text);
    let length = text.len() as u64;
    *left -= length;
    Some((text, length < max))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;

    fn packed(text: &str) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn document(parts: &[&[u8]]) -> Vec<u8> {
        [b"%PDF-1.7\n".as_slice(), &parts.concat(), b"\nstartxref\n9\n%%EOF\n"].concat()
    }

    fn with_objects(said: &str, objects: &str) -> Vec<u8> {
        let head = format!("5 0 obj\n<</Type/ObjStm/N 1/First 4{said}>>\nstream\n");
        document(&[head.as_bytes(), &packed(objects), b"\nendstream\nendobj"])
    }

    #[test]
    fn a_document_that_only_shows_something_is_taken() {
        for bytes in [
            document(&[b"1 0 obj <</Type/Catalog/OpenAction[3 0 R /Fit]>> endobj"]),
            with_objects("/Filter/FlateDecode", "1 0 <</Type/Catalog>>"),
            document(&[b"2 0 obj <</S/URI/URI(https://shop.test/#top)>> endobj"]),
        ] {
            assert!(matches!(look(&bytes), Ok(Type::Pdf)));
        }
    }

    #[test]
    fn what_a_reader_would_run_is_refused_however_it_is_written() {
        for bytes in [
            document(&[b"1 0 obj <</OpenAction<</S/JavaScript/JS(app.alert(1))>>>> endobj"]),
            document(&[b"1 0 obj <</S/J#61va#53cript/JS(x)>> endobj"]),
            document(&[b"1 0 obj <</A<</S /Launch/F(cmd.exe)>>>> endobj"]),
            with_objects("/Filter/FlateDecode", "1 0 <</S/JavaScript/JS(x)>>"),
            with_objects("/Filter/FlateDecode", "1 0 <</S/#4Caunch>>"),
            with_objects("/Filter/FlateDecode/DecodeParms<</Predictor 12>>", "1 0 <</Type/Catalog>>"),
            with_objects("/Filter[/ASCII85Decode/FlateDecode]", "1 0 <</Type/Catalog>>"),
            document(&[b"trailer <</Encrypt 9 0 R>>"]),
            [document(&[]), b"<script>alert(1)</script>".to_vec()].concat(),
            document(&[b"<html><script>alert(1)</script>"]),
        ] {
            assert!(look(&bytes).is_err(), "{}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn a_document_that_swells_is_given_up() {
        let mut bomb = ZlibEncoder::new(Vec::new(), Compression::best());
        for _ in 0..1100 {
            bomb.write_all(&[b' '; 65_536]).unwrap();
        }
        let head = b"5 0 obj <</Type/ObjStm/Filter/FlateDecode>> stream\n";
        assert!(look(&document(&[head, &bomb.finish().unwrap()])).is_err());
    }
}
