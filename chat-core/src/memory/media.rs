use crate::{ByteStream, Media, MediaError, MediaKey, MediaStore};
use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, TryStreamExt, stream};
use std::{
    collections::HashMap,
    fmt,
    ops::Range,
    sync::{Arc, Mutex, MutexGuard},
};

/// Keeps the bytes of files in memory and loses them when the last clone is dropped. Clones share what they keep.
#[derive(Clone, Default)]
pub struct MemoryMedia(Arc<Mutex<HashMap<MediaKey, Bytes>>>);

impl MemoryMedia {
    /// Under which keys something is kept, in no particular order.
    pub fn keys(&self) -> Vec<MediaKey> {
        self.kept().keys().copied().collect()
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<MediaKey, Bytes>> {
        self.0.lock().expect("no holder of the lock panics")
    }
}

impl fmt::Debug for MemoryMedia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryMedia").finish_non_exhaustive()
    }
}

#[async_trait]
impl MediaStore for MemoryMedia {
    async fn keep(&self, key: &MediaKey, media: &dyn Media) -> Result<(), MediaError> {
        let mut bytes = BytesMut::new();
        let mut stream = media.open().await?;
        while let Some(chunk) = stream.try_next().await? {
            bytes.extend_from_slice(&chunk);
        }
        self.kept().insert(*key, bytes.freeze());
        Ok(())
    }

    async fn fetch(&self, key: &MediaKey, range: Range<u64>) -> Result<ByteStream, MediaError> {
        let bytes = self.kept().get(key).cloned().ok_or(MediaError::Absent)?;
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
        let wanted = bytes.slice(place(range.start)..place(range.end).max(place(range.start)));
        Ok(stream::iter([Ok(wanted)]).boxed())
    }

    async fn forget(&self, key: &MediaKey) -> Result<(), MediaError> {
        self.kept().remove(key);
        Ok(())
    }
}
