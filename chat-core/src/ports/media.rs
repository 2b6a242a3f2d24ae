use crate::{Attachment, Blob, BlobId, ClientId, ContentHash};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{StreamExt, stream, stream::BoxStream};
use std::{error::Error as StdError, fmt, ops::Range};

/// Bytes that come piece by piece.
pub type ByteStream = BoxStream<'static, Result<Bytes, MediaError>>;

/// Why bytes could not be kept or had.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// There are none of that key.
    #[error("there are no such bytes")]
    Absent,
    /// There is no room left.
    #[error("there is no room left for files")]
    Full,
    /// The store cannot be reached or has failed.
    #[error("the store of files has failed")]
    Backend(#[source] Box<dyn StdError + Send + Sync>),
}

impl MediaError {
    /// Wraps whatever the backend reported.
    pub fn backend(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Backend(source.into())
    }
}

/// Which of the bytes of a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FilePart {
    /// All that was handed in.
    Whole,
    /// The small picture of it.
    Thumbnail,
}

/// Under which name bytes are kept. One that was forgotten is never used again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct MediaKey {
    /// Whose they are.
    pub client_id: ClientId,
    /// The record of them.
    pub blob_id: BlobId,
    /// What the whole comes to.
    pub hash: ContentHash,
    /// Which of them.
    pub part: FilePart,
}

impl MediaKey {
    /// The key of the bytes of a record.
    pub fn of(blob: &Blob, part: FilePart) -> Self {
        Self { client_id: blob.client_id, blob_id: blob.id, hash: blob.hash, part }
    }

    /// The keys of everything that may be kept for a record, the whole last: it is what the others are of.
    pub(crate) fn all_of(blob: &Blob) -> [Self; 2] {
        [FilePart::Thumbnail, FilePart::Whole].map(|part| Self::of(blob, part))
    }

    /// The key of the bytes that an attachment has.
    pub fn of_attachment(attachment: &Attachment, part: FilePart) -> Self {
        Self { client_id: attachment.client_id, blob_id: attachment.blob_id, hash: attachment.hash, part }
    }
}

impl fmt::Display for MediaKey {
    /// A path of letters, digits, `-`, `.` and `/`: the client, the start of the hash, then the hash and the record.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { client_id, blob_id, hash, part } = self;
        write!(f, "{client_id}/{:02x}/{hash}.{}", hash.0[0], blob_id.uuid().simple())?;
        match part {
            FilePart::Whole => Ok(()),
            FilePart::Thumbnail => f.write_str(".thumbnail"),
        }
    }
}

/// Bytes that can be read again and again, until it is dropped.
#[async_trait]
pub trait Media: fmt::Debug + Send + Sync + 'static {
    /// How many they are.
    fn size(&self) -> u64;

    /// Reads them from their beginning.
    async fn open(&self) -> Result<ByteStream, MediaError>;
}

#[async_trait]
impl Media for Bytes {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    async fn open(&self) -> Result<ByteStream, MediaError> {
        Ok(stream::iter([Ok(self.clone())]).boxed())
    }
}

/// Keeps the bytes of files. Each promise here is a test of the suite that `chat_conformance::media_suite!` runs.
#[async_trait]
pub trait MediaStore: fmt::Debug + Send + Sync + 'static {
    /// Keeps bytes. On return they are durable as far as the store promises that at all; whoever fetches them meanwhile gets all of
    /// them or is told that there are none. Keeping the same bytes again is no failure.
    async fn keep(&self, key: &MediaKey, media: &dyn Media) -> Result<(), MediaError>;

    /// Some of the bytes of a key, whose range lies within them and is not empty.
    async fn fetch(&self, key: &MediaKey, range: Range<u64>) -> Result<ByteStream, MediaError>;

    /// Forgets the bytes of a key. Where there are none, nothing has to be done.
    async fn forget(&self, key: &MediaKey) -> Result<(), MediaError>;
}
