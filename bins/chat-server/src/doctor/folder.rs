//! The folders that files are kept in.

use super::report::{Area, Finding};
use crate::settings::Settings;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

const AREA: Area = Area::DataDirectory;
/// With less room than this a day's work may not fit any more.
const SCARCE_BYTES: u64 = 1 << 30;
/// With less room than this SQLite is about to refuse commits.
const FULL_BYTES: u64 = 64 << 20;

pub(super) fn look(settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut folders = vec![settings.data_dir.clone()];
    folders.extend(folder_of_database(settings).filter(|folder| *folder != settings.data_dir));
    for folder in folders {
        findings.extend(kept_in(AREA, &folder));
    }
    findings.extend(secret(settings));
    findings
}

/// Whether files can be kept in a folder, and how much room there is.
pub(super) fn kept_in(area: Area, folder: &Path) -> Vec<Finding> {
    let subject = folder.display().to_string();
    let findings = if folder.exists() {
        [writable(&subject, folder)].into_iter().chain(room(&subject, folder)).collect()
    } else {
        vec![absent(&subject, folder)]
    };
    findings.into_iter().map(|finding: Finding| Finding { area, ..finding }).collect()
}

/// Where SQLite's file is, and has two more files beside it.
fn folder_of_database(settings: &Settings) -> Option<PathBuf> {
    let url = settings.database_url();
    let rest = url.strip_prefix("sqlite:")?;
    let path = rest.strip_prefix("//").unwrap_or(rest).split('?').next()?;
    let folder = Path::new(path).parent()?;
    Some(if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() })
}

/// Makes a file, which is gone again at once.
fn writable(subject: &str, folder: &Path) -> Finding {
    match tempfile::tempfile_in(folder) {
        Ok(_) => Finding::ok(AREA, subject, "files can be kept there"),
        Err(error) => {
            Finding::failed(AREA, subject, format!("no file can be written there: {error}"), mend(folder, &error))
        }
    }
}

fn mend(folder: &Path, error: &io::Error) -> String {
    let folder = folder.display();
    match error.kind() {
        io::ErrorKind::StorageFull => format!("make room on the disk of {folder}"),
        io::ErrorKind::ReadOnlyFilesystem => format!("mount the disk of {folder} for writing"),
        _ => format!("give the user that the server runs as the right to write in {folder}"),
    }
}

fn absent(subject: &str, folder: &Path) -> Finding {
    let parent = folder.ancestors().skip(1).find(|parent| parent.as_os_str().is_empty() || parent.exists());
    let parent = parent.filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match tempfile::tempfile_in(parent) {
        Ok(_) => Finding::ok(AREA, subject, "not there yet; the server makes it when it first starts"),
        Err(error) => {
            let found = format!("not there, and it cannot be made in {}: {error}", parent.display());
            Finding::failed(AREA, subject, found, mend(parent, &error))
        }
    }
}

#[cfg(unix)]
fn room(subject: &str, folder: &Path) -> Option<Finding> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let found = format!("{} are free", bytes(free));
    Some(if free < FULL_BYTES {
        Finding::failed(AREA, subject, found, "make room: SQLite refuses to keep what does not fit")
    } else if free < SCARCE_BYTES {
        Finding::warning(AREA, subject, found, "make room before it runs out")
    } else {
        Finding::ok(AREA, subject, found)
    })
}

#[cfg(not(unix))]
fn room(_: &str, _: &Path) -> Option<Finding> {
    None
}

fn bytes(count: u64) -> String {
    let mebibytes = count >> 20;
    if mebibytes < 10 * 1024 { format!("{mebibytes} MiB") } else { format!("{} GiB", mebibytes >> 10) }
}

/// The file with the secret that others in the database are encrypted with, when no other is set.
fn secret(settings: &Settings) -> Option<Finding> {
    if !settings.secrets.is_empty() {
        return None;
    }
    let path = settings.secret_file();
    let subject = path.display().to_string();
    if !path.exists() {
        return None;
    }
    if let Err(error) = fs::read_to_string(&path) {
        let mend = "give the user that the server runs as the right to read it";
        return Some(Finding::failed(AREA, subject, format!("it cannot be read: {error}"), mend));
    }
    #[cfg(unix)]
    if let Ok(about) = fs::metadata(&path)
        && std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0
    {
        let mend = format!("chmod 600 {}", path.display());
        return Some(Finding::warning(AREA, subject, "others on this machine can read it", mend));
    }
    let found =
        "keeps what the accounts' tokens are encrypted with: a backup of the database is worth little without it";
    Some(Finding::ok(AREA, subject, found))
}
