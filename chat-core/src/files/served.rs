use super::AskedFile;
use crate::{
    Attachment, AttachmentState, ByteStream, Chat, ContentHash, Error, FilePart, MediaError, MediaKey, MediaStore,
    MediaType,
};
use std::{ops::Range, sync::Arc, time::Duration};

/// Why a file is not had.
#[derive(Debug, thiserror::Error)]
pub enum NoFile {
    /// There is none at this address, or not any more: which of them is never told.
    #[error("there is no such file")]
    NotFound,
    /// Nobody can tell now.
    #[error("files are not available")]
    Unavailable(#[source] Error),
}

/// A file that somebody may have.
#[derive(Debug)]
pub struct ServedFile {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes it has.
    pub size: u64,
    /// What the whole comes to.
    pub hash: ContentHash,
    /// Which part of it this is.
    pub part: FilePart,
    /// How long its address is still good.
    pub good_for: Duration,
    key: MediaKey,
    store: Arc<dyn MediaStore>,
}

impl ServedFile {
    /// Some of its bytes, whose range lies within them and is not empty.
    ///
    /// # Errors
    /// When the store of files fails.
    pub async fn read(&self, range: Range<u64>) -> Result<ByteStream, MediaError> {
        self.store.fetch(&self.key, range).await
    }
}

impl Chat {
    /// The file that an address of [`FileLinks`](crate::FileLinks) leads to. The address is all that it takes.
    ///
    /// # Errors
    /// [`NoFile::NotFound`] for an address that is not one of ours, has expired, or whose file is not there any more;
    /// [`NoFile::Unavailable`].
    pub async fn file(&self, asked: &AskedFile<'_>) -> Result<ServedFile, NoFile> {
        let files = self.files().ok_or(NoFile::NotFound)?;
        self.links().time_left(asked).ok_or(NoFile::NotFound)?;
        let found = self.store().attachment_by_id(asked.id).await;
        let found = found.map_err(|error| NoFile::Unavailable(error.into()))?;
        let attachment = found.filter(|it| it.state != AttachmentState::Forgotten).ok_or(NoFile::NotFound)?;
        let good_for = self.links().check(asked, &attachment).ok_or(NoFile::NotFound)?;
        let key = MediaKey::of_attachment(&attachment, asked.part);
        let Attachment { name, media_type, size, hash, thumbnail, .. } = attachment;
        let (media_type, size) = match asked.part {
            FilePart::Whole => (media_type, size),
            FilePart::Thumbnail => thumbnail.map(|it| (it.media_type, it.size)).ok_or(NoFile::NotFound)?,
        };
        let size = u64::try_from(size).unwrap_or(0);
        Ok(ServedFile { name, media_type, size, hash, part: asked.part, good_for, key, store: files.store.clone() })
    }
}
