use crate::{bucket::Bucket, pieces::Shared};
use async_trait::async_trait;
use chat_core::{ByteStream, Media, MediaError, MediaKey, MediaStore};
use futures_util::{StreamExt, TryStreamExt};
use object_store::{
    GetOptions, GetRange, GetResultPayload, ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart,
    local::LocalFileSystem, path::Path as ObjectPath,
};
use std::{error::Error as StdError, io, ops::Range, path::Path, sync::Arc};

/// Keeps the bytes of files in a folder, or in a bucket of S3 or of what speaks its language.
#[derive(Clone, Debug)]
pub struct ObjectMedia {
    store: Arc<dyn ObjectStore>,
    /// What every key begins with.
    prefix: ObjectPath,
}

/// A store of files that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("files cannot be kept there")]
pub struct NoMedia(#[source] Box<dyn StdError + Send + Sync>);

impl ObjectMedia {
    /// A file that is larger than so many bytes goes in pieces of as many.
    const PIECE_BYTES: usize = 8 * 1024 * 1024;
    /// How many pieces of one file are under way at a time.
    const PIECES_MAX: usize = 2;

    /// Keeps files in a folder, which is made if it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn in_folder(folder: &Path) -> Result<Self, NoMedia> {
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(folder).map_err(|error| NoMedia(error.into()))?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| NoMedia(error.into()))?;
        Ok(Self { store: Arc::new(store.with_fsync(true)), prefix: ObjectPath::default() })
    }

    /// Keeps files in a bucket, which is there already.
    ///
    /// # Errors
    /// When what is said of it does not fit together.
    pub fn in_bucket(bucket: &Bucket) -> Result<Self, NoMedia> {
        let store = bucket.open().map_err(|error| NoMedia(error.into()))?;
        let prefix = ObjectPath::parse(&bucket.prefix).map_err(|error| NoMedia(error.into()))?;
        Ok(Self { store: Arc::new(store), prefix })
    }

    /// Keeps a few bytes and forgets them again, to see whether that works.
    ///
    /// # Errors
    /// When it does not.
    pub async fn try_out(&self) -> Result<(), MediaError> {
        const WORDS: &str = "whether files can be kept here";
        let path = self.below("tried-out");
        self.store.put(&path, PutPayload::from_static(WORDS.as_bytes())).await.map_err(failed)?;
        let read = self.store.get(&path).await.map_err(failed)?.bytes().await.map_err(failed)?;
        self.store.delete(&path).await.map_err(failed)?;
        match read == WORDS {
            true => Ok(()),
            false => Err(MediaError::backend("what was read is not what was kept")),
        }
    }

    fn path(&self, key: &MediaKey) -> ObjectPath {
        self.below(&key.to_string())
    }

    fn below(&self, name: &str) -> ObjectPath {
        let parts = self.prefix.parts().map(|part| part.as_ref().to_owned());
        ObjectPath::from_iter(parts.chain(name.split('/').map(str::to_owned)))
    }

    async fn keep_small(&self, path: &ObjectPath, mut bytes: ByteStream) -> Result<(), MediaError> {
        let mut parts = Vec::new();
        while let Some(part) = bytes.try_next().await? {
            parts.push(part);
        }
        self.store.put(path, parts.into_iter().collect()).await.map_err(failed)?;
        Ok(())
    }

    async fn keep_large(&self, path: &ObjectPath, mut bytes: ByteStream) -> Result<(), MediaError> {
        let upload = self.store.put_multipart(path).await.map_err(failed)?;
        let mut upload = WriteMultipart::new_with_chunk_size(upload, Self::PIECE_BYTES);
        loop {
            match bytes.try_next().await {
                Ok(Some(part)) => {
                    if let Err(error) = upload.wait_for_capacity(Self::PIECES_MAX).await {
                        let _ = upload.abort().await;
                        return Err(failed(error));
                    }
                    upload.put(part);
                }
                Ok(None) => break,
                Err(error) => {
                    let _ = upload.abort().await;
                    return Err(error);
                }
            }
        }
        upload.finish().await.map_err(failed)?;
        Ok(())
    }
}

#[async_trait]
impl MediaStore for ObjectMedia {
    async fn keep(&self, key: &MediaKey, media: &dyn Media) -> Result<(), MediaError> {
        let (path, bytes) = (self.path(key), media.open().await?);
        match media.size() <= Self::PIECE_BYTES as u64 {
            true => self.keep_small(&path, bytes).await,
            false => self.keep_large(&path, bytes).await,
        }
    }

    async fn fetch(&self, key: &MediaKey, range: Range<u64>) -> Result<ByteStream, MediaError> {
        let options = GetOptions { range: Some(GetRange::Bounded(range)), ..GetOptions::default() };
        let found = self.store.get_opts(&self.path(key), options).await.map_err(failed)?;
        Ok(match found.payload {
            // By itself it would be read in pieces of 8 KiB.
            GetResultPayload::File(file, _) => Shared::new(file).pieces(found.range),
            GetResultPayload::Stream(bytes) => bytes.map_err(failed).boxed(),
        })
    }

    async fn forget(&self, key: &MediaKey) -> Result<(), MediaError> {
        match self.store.delete(&self.path(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }
}

fn failed(error: object_store::Error) -> MediaError {
    if let object_store::Error::NotFound { .. } = error {
        return MediaError::Absent;
    }
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
    while let Some(next) = cause {
        let kind = next.downcast_ref::<io::Error>().map(io::Error::kind);
        if matches!(kind, Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)) {
            return MediaError::Full;
        }
        cause = next.source();
    }
    MediaError::backend(error)
}
