//! A file that has come and is looked at before it is kept.

use async_trait::async_trait;
use bytes::Bytes;
use chat_core::{ByteStream, ContentHash, Incoming, Media, MediaError, NotTaken};
use futures_util::{StreamExt, stream};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
    sync::{Arc, Mutex, MutexGuard},
};
use tokio::task::spawn_blocking;

/// How many bytes are read at once.
const CHUNK_BYTES: usize = 64 * 1024;

/// A file on the disk that has no name, and is gone with this.
#[derive(Clone, Debug)]
pub(crate) struct Spooled(Arc<Kept>);

#[derive(Debug)]
struct Kept {
    /// One reader at a time: all have the same place in it.
    file: Mutex<File>,
    size: u64,
    hash: ContentHash,
}

impl Spooled {
    /// Takes a file in as it comes, with its hash.
    pub(crate) async fn receive(incoming: &mut dyn Incoming, folder: &Path) -> Result<Self, NotTaken> {
        let folder = folder.to_owned();
        let mut file = blocking(move || tempfile::tempfile_in(folder)).await?;
        let (mut hash, mut size) = (Sha256::new(), 0);
        while let Some(chunk) = incoming.chunk().await? {
            hash.update(&chunk);
            size += chunk.len() as u64;
            file = blocking(move || file.write_all(&chunk).map(|()| file)).await?;
        }
        let hash = ContentHash(hash.finalize().into());
        Ok(Self(Arc::new(Kept { file: Mutex::new(file), size, hash })))
    }

    pub(crate) fn hash(&self) -> ContentHash {
        self.0.hash
    }

    /// How many bytes there are.
    pub(crate) fn len(&self) -> u64 {
        self.0.size
    }

    /// Fills `into` from a place on, as far as there are bytes; tells how many there were.
    pub(crate) fn read_at(&self, place: u64, into: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file();
        file.seek(SeekFrom::Start(place))?;
        let mut filled = 0;
        while filled < into.len() {
            match file.read(&mut into[filled..])? {
                0 => break,
                count => filled += count,
            }
        }
        Ok(filled)
    }

    /// Up to `count` bytes from a place on.
    pub(crate) fn bytes_at(&self, place: u64, count: usize) -> io::Result<Vec<u8>> {
        let left = usize::try_from(self.0.size.saturating_sub(place)).unwrap_or(usize::MAX);
        let mut bytes = vec![0; count.min(left)];
        let filled = self.read_at(place, &mut bytes)?;
        bytes.truncate(filled);
        Ok(bytes)
    }

    fn file(&self) -> MutexGuard<'_, File> {
        self.0.file.lock().expect("no holder of the lock panics")
    }
}

#[async_trait]
impl Media for Spooled {
    fn size(&self) -> u64 {
        self.0.size
    }

    async fn open(&self) -> Result<ByteStream, MediaError> {
        let next = |(spooled, place): (Self, u64)| async move {
            let reader = spooled.clone();
            let read = spawn_blocking(move || reader.bytes_at(place, CHUNK_BYTES)).await;
            match read.map_err(io::Error::other).flatten() {
                Ok(bytes) if bytes.is_empty() => None,
                Ok(bytes) => {
                    let next = place + bytes.len() as u64;
                    Some((Ok(Bytes::from(bytes)), (spooled, next)))
                }
                // Nothing is read after a failure.
                Err(error) => Some((Err(MediaError::backend(error)), (spooled, u64::MAX))),
            }
        };
        Ok(stream::unfold((self.clone(), 0), next).boxed())
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
