//! ZIP and what is made of it, judged by the directory: nothing is unpacked.

use super::{at, has_markup};
use crate::{inspection::refused, spool::Spooled, types::Type};
use chat_core::NotTaken;

/// The most files in an archive.
const ENTRIES_MAX: usize = 10_000;
/// What all of them may come to when they are unpacked.
const UNPACKED_MAX: u64 = 1_000_000_000;
/// How many times larger than the archive that may be, beyond what does no harm.
const SWELL_MAX: u64 = 100;
/// What is small enough, however well it was packed.
const HARMLESS_BYTES: u64 = 10_000_000;
/// How long the directory may be.
const DIRECTORY_MAX: u64 = 16 * 1024 * 1024;
/// How far from the end the end is described.
const TAIL_BYTES: u64 = 22 + 65_535;

const DAMAGED: &str = "the archive is damaged";

/// One file of an archive, as the directory has it.
struct Entry {
    name: String,
    packed: u64,
    unpacked: u64,
    /// Where it begins.
    place: u64,
    is_encrypted: bool,
}

/// Which kind of archive it is, if it is harmless.
pub(super) fn look(file: &Spooled) -> Result<Type, NotTaken> {
    let entries = entries(file)?;
    let unpacked: u64 = entries.iter().map(|entry| entry.unpacked).fold(0, u64::saturating_add);
    let swells = unpacked > HARMLESS_BYTES && unpacked / SWELL_MAX > file.len();
    if unpacked > UNPACKED_MAX || swells {
        return refused("the archive swells too much when it is unpacked");
    }
    if overlap(&entries) {
        return refused("the files of the archive lie over each other");
    }
    if entries.iter().any(|entry| leads_out(&entry.name)) {
        return refused("the archive has files that would be unpacked elsewhere");
    }
    let has = |name: &str| entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name));
    let below = |folder: &str| entries.iter().any(|entry| entry.name.starts_with(folder));
    if has("META-INF/MANIFEST.MF") && !has("META-INF/manifest.xml") || has("AndroidManifest.xml") {
        return refused("programs are not taken");
    }
    let is = match office(file, &entries)? {
        Some(document) => document,
        None if has("[Content_Types].xml") && below("word/") => Type::Docx,
        None if has("[Content_Types].xml") && below("xl/") => Type::Xlsx,
        None if has("[Content_Types].xml") && below("ppt/") => Type::Pptx,
        None => return Ok(Type::Zip),
    };
    let is_macro = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.ends_with("vbaproject.bin") || name.starts_with("basic/") || name.starts_with("scripts/")
    };
    if entries.iter().any(|entry| is_macro(&entry.name)) {
        return refused("documents with macros are not taken");
    }
    if entries.iter().any(|entry| entry.is_encrypted) {
        return refused("encrypted documents are not taken: nobody can look into them");
    }
    Ok(is)
}

/// The kind of an OpenDocument, which its first file says without being packed.
fn office(file: &Spooled, entries: &[Entry]) -> Result<Option<Type>, NotTaken> {
    let Some(first) = entries.iter().find(|entry| entry.place == 0 && entry.name == "mimetype") else {
        return Ok(None);
    };
    let head = at(file, 0, 30)?;
    let [name, extra] = [26, 28].map(|place| u64::from(u16_at(&head, place).unwrap_or(0)));
    let kind = at(file, 30 + name + extra, usize::try_from(first.packed.min(128)).unwrap_or(0))?;
    Ok(Some(match kind.as_slice() {
        b"application/vnd.oasis.opendocument.text" => Type::Odt,
        b"application/vnd.oasis.opendocument.spreadsheet" => Type::Ods,
        b"application/vnd.oasis.opendocument.presentation" => Type::Odp,
        _ => return Ok(None),
    }))
}

/// What the directory at the end says.
fn entries(file: &Spooled) -> Result<Vec<Entry>, NotTaken> {
    let tail_place = file.len().saturating_sub(TAIL_BYTES);
    let tail = at(file, tail_place, usize::MAX)?;
    let ends = (0..tail.len().saturating_sub(21)).rev();
    let Some(end) = ends.into_iter().find(|at| tail[*at..].starts_with(b"PK\x05\x06")) else { return refused(DAMAGED) };
    let said = &tail[end..];
    let number = |at| u64::from(u32_at(said, at).unwrap_or(u32::MAX));
    let (count, size, place) = (usize::from(u16_at(said, 10).unwrap_or(u16::MAX)), number(12), number(16));
    let comment = said.get(22..).unwrap_or_default();
    let is_last = comment.len() == usize::from(u16_at(said, 20).unwrap_or(0));
    if !is_last || has_markup(comment) {
        return refused("the archive has something behind its end");
    }
    if count > ENTRIES_MAX || size > DIRECTORY_MAX {
        return refused("the archive has too many files");
    }
    // What stands before the first file would count from another beginning.
    if place.checked_add(size) != Some(tail_place + end as u64) || !at(file, 0, 4)?.starts_with(b"PK\x03\x04") {
        return refused(DAMAGED);
    }
    let directory = at(file, place, usize::try_from(size).unwrap_or(0))?;
    let (mut rest, mut entries) = (directory.as_slice(), Vec::with_capacity(count));
    while !rest.is_empty() {
        let Some((entry, next)) = entry(rest) else { return refused(DAMAGED) };
        entries.push(entry);
        rest = next;
    }
    if entries.len() == count { Ok(entries) } else { refused(DAMAGED) }
}

/// The first entry of a directory, and what follows.
fn entry(bytes: &[u8]) -> Option<(Entry, &[u8])> {
    if !bytes.starts_with(b"PK\x01\x02") {
        return None;
    }
    let [name, extra, comment] = [28, 30, 32].map(|at| u16_at(bytes, at).map(usize::from));
    let (name, extra, comment) = (name?, extra?, comment?);
    let end = 46 + name + extra + comment;
    let text = String::from_utf8_lossy(bytes.get(46..46 + name)?).into_owned();
    let mut wide = Wide::of(bytes.get(46 + name..46 + name + extra)?);
    // In this order, and only those that did not fit.
    let unpacked = wide.or(u32_at(bytes, 24)?)?;
    let packed = wide.or(u32_at(bytes, 20)?)?;
    let place = wide.or(u32_at(bytes, 42)?)?;
    let is_encrypted = u16_at(bytes, 8)? & 1 == 1;
    Some((Entry { name: text, packed, unpacked, place, is_encrypted }, bytes.get(end..)?))
}

/// Numbers that have no room where they belong.
struct Wide<'a>(&'a [u8]);

impl<'a> Wide<'a> {
    fn of(mut extra: &'a [u8]) -> Self {
        while let (Some(kind), Some(size)) = (u16_at(extra, 0), u16_at(extra, 2)) {
            let end = 4 + usize::from(size);
            let Some(field) = extra.get(4..end) else { break };
            if kind == 1 {
                return Self(field);
            }
            extra = &extra[end..];
        }
        Self(&[])
    }

    fn or(&mut self, number: u32) -> Option<u64> {
        if number != u32::MAX {
            return Some(number.into());
        }
        let (wide, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*wide))
    }
}

/// Whether two of them share bytes: so a few of them unpack to as much as is wanted.
fn overlap(entries: &[Entry]) -> bool {
    let mut spans: Vec<_> = entries.iter().map(|it| (it.place, it.place.saturating_add(30 + it.packed))).collect();
    spans.sort_unstable();
    spans.windows(2).any(|pair| pair[0].1 > pair[1].0)
}

/// Whether a file would be unpacked outside of the folder that it is unpacked into.
fn leads_out(name: &str) -> bool {
    let name = name.replace('\\', "/");
    let has_drive = name.as_bytes().get(1) == Some(&b':');
    name.starts_with('/') || has_drive || name.contains('\0') || name.split('/').any(|part| part == "..")
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
