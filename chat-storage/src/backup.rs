//! Copying an SQLite database while others write to it.

use crate::inspection::{InspectionError, damage, open_sqlite};
use sqlx::{Connection, SqliteConnection};
use std::{
    fs::{File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database is no SQLite file.
    #[error("only an SQLite file can be copied; PostgreSQL has pg_dump")]
    NoFile,
    /// There is something at the copy's place already; it was left as it is.
    #[error("there is a file {} already", .0.display())]
    Taken(PathBuf),
    /// The database cannot be read.
    #[error(transparent)]
    Unreadable(#[from] InspectionError),
    /// The database is not sound, and a copy of it might lack what cannot be read.
    #[error("the database is not sound: {0}")]
    Damaged(String),
    /// The copy is not sound, and was removed.
    #[error("the copy is not sound: {0}")]
    Unsound(String),
    /// The copy could not be written.
    #[error("{}: {source}", path.display())]
    Unwritten {
        /// Where it was to be.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unreadable(error.into())
    }
}

/// Copies the SQLite database at `url` into a new file, as it is at one moment, while others go on reading and writing.
///
/// The copy has another name until it is whole, was checked, and is on disk: what is at `path` is a good copy or nothing. It is its
/// owner's alone to read. Database and copy are read through to see that they are sound. Returns how many bytes the copy has.
///
/// # Errors
/// Fails when the database is none of SQLite's or cannot be read, when there is something at `path`, and when the disk is full.
pub async fn backup(url: &str, path: &Path) -> Result<u64, BackupError> {
    if !url.starts_with("sqlite:") {
        return Err(BackupError::NoFile);
    }
    if path.exists() {
        return Err(BackupError::Taken(path.to_owned()));
    }
    let mut connection = open_sqlite(url).await?;
    if let Some(damage) = damage(&mut connection).await?.into_iter().next() {
        return Err(BackupError::Damaged(damage));
    }
    let part = Part::create(path)?;
    let copied = copy(&mut connection, &part).await;
    connection.close().await?;
    copied?;
    part.keep(path)
}

async fn copy(connection: &mut SqliteConnection, part: &Part) -> Result<(), BackupError> {
    let name = part.path.to_str().ok_or_else(|| part.unwritten(io::Error::other("the name is not UTF-8")))?;
    sqlx::query("VACUUM INTO ?").bind(name).execute(connection).await?;
    let mut copy = open_sqlite(&format!("sqlite://{name}")).await?;
    let damage = damage(&mut copy).await?;
    copy.close().await?;
    match damage.first() {
        Some(damage) => Err(BackupError::Unsound(damage.clone())),
        None => Ok(()),
    }
}

/// A copy that is not whole yet; it is removed unless it is kept.
struct Part {
    path: PathBuf,
    is_kept: bool,
}

impl Part {
    /// Makes an empty file beside the copy's place, for its owner alone.
    fn create(place: &Path) -> Result<Self, BackupError> {
        let mut name = place.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = Self { path: place.with_file_name(name), is_kept: false };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&part.path) {
            Ok(_) => Ok(part),
            Err(error) => {
                // It is another's.
                let path = part.forget();
                match error.kind() {
                    io::ErrorKind::AlreadyExists => Err(BackupError::Taken(path)),
                    _ => Err(BackupError::Unwritten { path, source: error }),
                }
            }
        }
    }

    fn forget(mut self) -> PathBuf {
        self.is_kept = true;
        self.path.clone()
    }

    /// Gives the copy its name once it is on disk.
    fn keep(mut self, place: &Path) -> Result<u64, BackupError> {
        let kept = (|| {
            let file = File::open(&self.path)?;
            file.sync_all()?;
            std::fs::rename(&self.path, place)?;
            let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            File::open(folder)?.sync_all()?;
            Ok(file.metadata()?.len())
        })();
        self.is_kept = kept.is_ok();
        kept.map_err(|error| self.unwritten(error))
    }

    fn unwritten(&self, source: io::Error) -> BackupError {
        BackupError::Unwritten { path: self.path.clone(), source }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_kept {
            // What cannot be removed bears a name that says what it is.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
