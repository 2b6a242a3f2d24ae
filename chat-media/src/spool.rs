//! A file that has come and is looked at before it is kept.

use crate::pieces::{PIECE_BYTES, Shared};
use async_trait::async_trait;
use chat_core::{ByteStream, ContentHash, Incoming, Media, MediaError, NotTaken};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, Write},
    path::Path,
};
use tokio::task::spawn_blocking;

/// A file on the disk that has no name, and is gone with this.
#[derive(Clone, Debug)]
pub(crate) struct Spooled {
    file: Shared,
    size: u64,
    hash: ContentHash,
}

/// A file that is being written.
struct Spooling {
    file: File,
    hash: Sha256,
    /// What comes next.
    held: Vec<u8>,
}

impl Spooling {
    fn write(mut self) -> io::Result<Self> {
        self.hash.update(&self.held);
        self.file.write_all(&self.held)?;
        self.held.clear();
        Ok(self)
    }
}

impl Spooled {
    /// Takes a file in as it comes, with its hash.
    pub(crate) async fn receive(incoming: &mut dyn Incoming, folder: &Path) -> Result<Self, NotTaken> {
        let folder = folder.to_owned();
        let file = blocking(move || tempfile::tempfile_in(folder)).await?;
        let mut spooling = Spooling { file, hash: Sha256::new(), held: Vec::new() };
        let mut size = 0;
        while let Some(chunk) = incoming.chunk().await? {
            size += chunk.len() as u64;
            spooling.held.extend_from_slice(&chunk);
            if spooling.held.len() >= PIECE_BYTES {
                spooling = blocking(move || spooling.write()).await?;
            }
        }
        let Spooling { file, hash, .. } = blocking(move || spooling.write()).await?;
        Ok(Self { file: Shared::new(file), size, hash: ContentHash(hash.finalize().into()) })
    }

    pub(crate) fn hash(&self) -> ContentHash {
        self.hash
    }

    /// How many bytes there are.
    pub(crate) fn len(&self) -> u64 {
        self.size
    }

    /// Up to `count` bytes from a place on.
    pub(crate) fn bytes_at(&self, place: u64, count: usize) -> io::Result<Vec<u8>> {
        let left = usize::try_from(self.size.saturating_sub(place)).unwrap_or(usize::MAX);
        self.file.bytes_at(place, count.min(left))
    }
}

#[async_trait]
impl Media for Spooled {
    fn size(&self) -> u64 {
        self.size
    }

    async fn open(&self) -> Result<ByteStream, MediaError> {
        Ok(self.file.pieces(0..self.size))
    }
}

/// Does what waits for the disk where nobody else waits.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, NotTaken> {
    spawn_blocking(work).await.map_err(io::Error::other).flatten().map_err(not_taken)
}

/// Why a file could not be looked at.
pub(crate) fn not_taken(error: io::Error) -> NotTaken {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => NotTaken::Full,
        _ => NotTaken::backend(error),
    }
}
