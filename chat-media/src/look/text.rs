use super::{
    at,
    markup::{REACH, has_markup},
};
use crate::{inspection::refused, spool::Spooled, types::Type};
use chat_core::NotTaken;

/// How much is read at once.
const CHUNK_BYTES: usize = 64 * 1024;

/// What programs of a system run, however it is named.
const PROGRAMS: [&[u8]; 4] = [b"#!", b"%!", b"{\\rtf", b"[InternetShortcut]"];

/// Whether the beginning of a file may be that of a text.
pub(super) fn may_be(head: &[u8]) -> bool {
    let is_utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        // It may end in the middle of a character.
        Err(error) => error.error_len().is_none() && error.valid_up_to() > 0,
    };
    is_utf8 && head.iter().all(is_of_text)
}

/// A text without anything that a browser would take for a page, and that no system runs.
pub(super) fn look(file: &Spooled, extension: &str) -> Result<Type, NotTaken> {
    let (mut place, mut rest) = (0, Vec::new());
    loop {
        let chunk = at(file, place, CHUNK_BYTES)?;
        if place == 0 && is_program(&chunk) {
            return refused("programs are not taken");
        }
        let is_last = chunk.is_empty();
        place += chunk.len() as u64;
        let mut window = std::mem::take(&mut rest);
        window.extend_from_slice(&chunk);
        if has_markup(&window) {
            return refused("texts with parts of web pages in them are not taken");
        }
        let valid = match std::str::from_utf8(&window) {
            Ok(_) => window.len(),
            Err(error) if error.error_len().is_none() && !is_last => error.valid_up_to(),
            Err(_) => return refused("the text is not written in UTF-8; save it as that, please"),
        };
        if !window.iter().all(is_of_text) {
            return refused("files of this kind are not taken");
        }
        if is_last {
            return Ok(if extension == "csv" { Type::Csv } else { Type::Text });
        }
        // What begins at the end of this part goes on in the next.
        let overlap =
            window[..valid].iter().rev().take(REACH + 1).position(|byte| *byte == b'<').map_or(0, |at| at + 1);
        rest = window.split_off(valid - overlap);
    }
}

fn is_program(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    PROGRAMS.iter().any(|program| start.starts_with(program))
}

fn is_of_text(byte: &u8) -> bool {
    !byte.is_ascii_control() || matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c')
}
