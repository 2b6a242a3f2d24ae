//! Documents of the older Office: a file system in a file, judged by the names of its parts.

use super::whole;
use crate::{inspection::refused, spool::Spooled, types::Type};
use cfb::CompoundFile;
use chat_core::NotTaken;
use std::io::Cursor;

/// How every one of them begins ([MS-CFB] 2.2).
pub(super) const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The parts that hold programs.
const PROGRAMS: [&str; 4] = ["Macros", "VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR"];
/// The parts that hold other files, which would be opened by programs of their own.
const PACKAGES: [&str; 3] = ["\u{1}Ole10Native", "Package", "EncryptedPackage"];

/// Which kind of document it is, if it holds no programs.
pub(super) fn look(file: &Spooled) -> Result<Type, NotTaken> {
    let Ok(compound) = CompoundFile::open_strict(Cursor::new(whole(file)?)) else {
        return refused("the document is damaged");
    };
    let names: Vec<String> = compound.walk().map(|entry| entry.name().to_owned()).collect();
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    if PROGRAMS.into_iter().any(has) {
        return refused("documents with macros are not taken");
    }
    if PACKAGES.into_iter().any(has) {
        return refused("documents with files in them are not taken");
    }
    if has("WordDocument") {
        Ok(Type::Doc)
    } else if has("Workbook") || has("Book") {
        Ok(Type::Xls)
    } else if has("PowerPoint Document") {
        Ok(Type::Ppt)
    } else {
        refused("files of this kind are not taken")
    }
}
