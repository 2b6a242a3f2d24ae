use super::{UploadError, Uploading};
use crate::{
    Attachment, ByteStream, FilePart, Inspector, Media, MediaError, MediaKey, MediaStore, MediaType, Scanner, Seats,
    Uploader,
};
use async_trait::async_trait;
use futures_util::{StreamExt, stream};
use std::sync::Arc;

/// How files are taken and kept, for [`ChatBuilder::files`](crate::ChatBuilder::files). Without it nobody can send any.
#[derive(Clone, Debug)]
pub struct Files {
    pub(super) store: Arc<dyn MediaStore>,
    pub(super) inspector: Arc<dyn Inspector>,
    pub(super) scanner: Option<Arc<dyn Scanner>>,
    pub(super) agent_bytes_max: u64,
    pub(super) visitor_bytes_max: u64,
    pub(super) remote_bytes_max: u64,
    pub(super) seats: Seats,
    pub(crate) public_url: String,
}

/// What somebody may send.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct UploadRules<'a> {
    /// How many bytes a file may have.
    pub bytes_max: u64,
    /// What it may be.
    pub types: &'a [MediaType],
}

impl UploadRules<'_> {
    /// What a body may have besides its file, in bytes: the boundaries of a form, and what is said of the file.
    const AROUND_MAX: u64 = 16 * 1024;

    /// Refuses a body that says by its `Content-Length` that its file is too large, before any of it is read. One that says nothing
    /// is measured as it comes.
    ///
    /// # Errors
    /// [`UploadError::TooLarge`].
    pub fn check_length(&self, content_length: Option<&str>) -> Result<(), UploadError> {
        let Self { bytes_max, .. } = *self;
        match content_length.and_then(|length| length.parse::<u64>().ok()) {
            Some(bytes) if bytes > bytes_max.saturating_add(Self::AROUND_MAX) => {
                Err(UploadError::TooLarge { bytes_max })
            }
            _ => Ok(()),
        }
    }
}

impl Files {
    /// How many bytes a file may have unless the host says otherwise: 25 MB.
    pub const BYTES_MAX: u64 = 25_000_000;
    /// How many bytes a file may have that is fetched from a provider, unless the host says otherwise: 100 MB, as WhatsApp has it.
    pub const REMOTE_BYTES_MAX: u64 = 100_000_000;
    /// How many files may be on their way at a time unless the host says otherwise.
    pub const UNDER_WAY_MAX: usize = 64;
    /// The same, of one address.
    pub const UNDER_WAY_PER_IP_MAX: usize = 8;

    /// Files that `inspector` looks into and `store` keeps.
    pub fn new(store: impl MediaStore, inspector: impl Inspector) -> Self {
        Self {
            store: Arc::new(store),
            inspector: Arc::new(inspector),
            scanner: None,
            agent_bytes_max: Self::BYTES_MAX,
            visitor_bytes_max: Self::BYTES_MAX,
            remote_bytes_max: Self::REMOTE_BYTES_MAX,
            seats: Seats::new(Self::UNDER_WAY_MAX, Self::UNDER_WAY_PER_IP_MAX),
            public_url: String::new(),
        }
    }

    /// Has every file looked through for viruses before it is kept.
    #[must_use]
    pub fn scanner(mut self, scanner: impl Scanner) -> Self {
        self.scanner = Some(Arc::new(scanner));
        self
    }

    /// Lets files of the team have so many bytes.
    #[must_use]
    pub fn agent_bytes_max(mut self, bytes: u64) -> Self {
        self.agent_bytes_max = bytes;
        self
    }

    /// Lets files of website visitors have so many bytes.
    #[must_use]
    pub fn visitor_bytes_max(mut self, bytes: u64) -> Self {
        self.visitor_bytes_max = bytes;
        self
    }

    /// Lets files that are fetched from a provider have so many bytes.
    #[must_use]
    pub fn remote_bytes_max(mut self, bytes: u64) -> Self {
        self.remote_bytes_max = bytes;
        self
    }

    /// Lets so many files be on their way at a time, and so many of one address.
    #[must_use]
    pub fn under_way_max(mut self, files: usize, of_one_address: usize) -> Self {
        self.seats = Seats::new(files, of_one_address);
        self
    }

    /// Names the address under which browsers reach the module, with the path that it is nested at: the team's programs are told
    /// addresses of files below it. Without one they are told paths that begin with `/files/`.
    #[must_use]
    pub fn public_url(mut self, url: &str) -> Self {
        self.public_url = url.trim().to_owned();
        self
    }

    /// What a member of the team may send.
    pub(crate) fn for_agents(&self) -> UploadRules<'_> {
        UploadRules { bytes_max: self.agent_bytes_max, types: self.inspector.types() }
    }

    /// What a website visitor may send.
    pub(crate) fn for_visitors(&self) -> UploadRules<'_> {
        UploadRules { bytes_max: self.visitor_bytes_max, types: self.inspector.types() }
    }

    /// The bytes of an attachment.
    pub(crate) fn media(&self, attachment: &Attachment) -> KeptMedia {
        KeptMedia {
            key: MediaKey::of_attachment(attachment, FilePart::Whole),
            size: u64::try_from(attachment.size).unwrap_or(0),
            store: self.store.clone(),
        }
    }

    /// Where the bytes are kept.
    pub(crate) fn store(&self) -> &dyn MediaStore {
        &*self.store
    }

    pub(super) fn bytes_max(&self, uploading: Uploading<'_>) -> u64 {
        match uploading.uploader {
            _ if uploading.is_remote => self.remote_bytes_max,
            Uploader::Agent(_) => self.agent_bytes_max,
            Uploader::Visitor(_) => self.visitor_bytes_max,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_body_that_says_to_be_too_long_is_refused_unread() {
        let rules = UploadRules { bytes_max: 1000, types: &[] };
        for (length, is_fine) in [
            (None, true),
            (Some("1000"), true),
            (Some("17384"), true),
            (Some("17385"), false),
            (Some("18446744073709551615"), false),
            (Some("18446744073709551616"), true),
            (Some("much"), true),
        ] {
            assert_eq!(rules.check_length(length).is_ok(), is_fine, "{length:?}");
        }
    }
}

/// Bytes that a store has.
#[derive(Debug)]
pub(crate) struct KeptMedia {
    key: MediaKey,
    size: u64,
    store: Arc<dyn MediaStore>,
}

#[async_trait]
impl Media for KeptMedia {
    fn size(&self) -> u64 {
        self.size
    }

    async fn open(&self) -> Result<ByteStream, MediaError> {
        match self.size {
            0 => Ok(stream::empty().boxed()),
            size => self.store.fetch(&self.key, 0..size).await,
        }
    }
}
