//! Files on the disk, read a piece at a time.

use bytes::Bytes;
use chat_core::{ByteStream, MediaError};
use futures_util::{StreamExt, stream};
use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    ops::Range,
    sync::{Arc, Mutex, MutexGuard},
};
use tokio::task::spawn_blocking;

/// How many bytes are read or written at once: each time costs a trip to a thread that may wait for the disk.
pub(crate) const PIECE_BYTES: usize = 256 * 1024;

/// A file that several read, one at a time: all have the same place in it.
#[derive(Clone, Debug)]
pub(crate) struct Shared(Arc<Mutex<File>>);

impl Shared {
    pub(crate) fn new(file: File) -> Self {
        Self(Arc::new(Mutex::new(file)))
    }

    /// Up to `count` bytes from a place on, as far as there are any.
    pub(crate) fn bytes_at(&self, place: u64, count: usize) -> io::Result<Vec<u8>> {
        let mut file = self.file();
        file.seek(SeekFrom::Start(place))?;
        let mut bytes = Vec::with_capacity(count);
        file.by_ref().take(count as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The bytes of a range, as they are asked for.
    pub(crate) fn pieces(&self, range: Range<u64>) -> ByteStream {
        let next = |(file, Range { start, end }): (Self, Range<u64>)| async move {
            let count = usize::try_from(end.saturating_sub(start)).unwrap_or(usize::MAX).min(PIECE_BYTES);
            if count == 0 {
                return None;
            }
            let reader = file.clone();
            let read = spawn_blocking(move || reader.bytes_at(start, count)).await;
            match read.map_err(io::Error::other).flatten() {
                Ok(bytes) if bytes.is_empty() => None,
                Ok(bytes) => {
                    let rest = start + bytes.len() as u64..end;
                    Some((Ok(Bytes::from(bytes)), (file, rest)))
                }
                // Nothing is read after a failure.
                Err(error) => Some((Err(MediaError::backend(error)), (file, end..end))),
            }
        };
        stream::unfold((self.clone(), range), next).boxed()
    }

    fn file(&self) -> MutexGuard<'_, File> {
        self.0.lock().expect("no holder of the lock panics")
    }
}
