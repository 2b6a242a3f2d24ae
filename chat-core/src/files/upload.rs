use super::{Files, paced::Paced};
use crate::{
    Attachment, Blob, BlobState, Caller, Error, FilePart, Incoming, Inspected, Interrupted, Media, MediaError,
    MediaKey, NotTaken, ScanFailed, Seat, StoreError, TenantScope, Thumbnail, Uploader, Verdict,
    audit::By,
    commands::{Attach, ClaimBytes},
    executor::Executor,
};
use std::{borrow::Cow, error::Error as StdError, time::Duration};

/// Why a file was not taken. Nothing of it is kept then.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// The host keeps no files.
    #[error("no files are kept here")]
    NoFiles,
    /// The owner of the widget does not want files.
    #[error("files are not taken here")]
    Off,
    /// Its sender may not send files.
    #[error("you may not do that")]
    Forbidden,
    /// It is too large.
    #[error("a file may have at most {bytes_max} bytes here")]
    TooLarge {
        /// How large it may be.
        bytes_max: u64,
    },
    /// It is of a kind that is not taken, for the reason given in words for its sender.
    #[error("{0}")]
    Refused(Cow<'static, str>),
    /// There is a virus in it.
    #[error("there is a virus in the file")]
    Infected,
    /// Its sender has sent too many: how long to wait.
    #[error("that was too much for now")]
    TooMany(Duration),
    /// As many files are on their way as can be taken at a time.
    #[error("too many files are on their way")]
    Busy,
    /// It did not come to its end.
    #[error("the file broke off")]
    BrokenOff,
    /// It came too slowly.
    #[error("the file did not arrive in time")]
    TooSlow,
    /// There is no room left.
    #[error("there is no room left for files")]
    Full,
    /// Something that is needed has failed; the same file may be taken later.
    #[error("files cannot be taken now")]
    Unavailable(#[source] Box<dyn StdError + Send + Sync>),
}

impl From<Duration> for UploadError {
    fn from(wait: Duration) -> Self {
        Self::TooMany(wait)
    }
}

impl From<Interrupted> for UploadError {
    fn from(interrupted: Interrupted) -> Self {
        match interrupted {
            Interrupted::BrokenOff => Self::BrokenOff,
            Interrupted::TooSlow => Self::TooSlow,
            Interrupted::TooLarge { bytes_max } => Self::TooLarge { bytes_max },
        }
    }
}

impl From<NotTaken> for UploadError {
    fn from(reason: NotTaken) -> Self {
        match reason {
            NotTaken::Interrupted(interrupted) => interrupted.into(),
            NotTaken::Refused(reason) => Self::Refused(reason),
            NotTaken::Full => Self::Full,
            NotTaken::Backend(source) => Self::Unavailable(source),
        }
    }
}

impl From<MediaError> for UploadError {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::Full => Self::Full,
            error => Self::Unavailable(error.into()),
        }
    }
}

impl From<ScanFailed> for UploadError {
    fn from(error: ScanFailed) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<Error> for UploadError {
    fn from(error: Error) -> Self {
        match error {
            Error::Forbidden => Self::Forbidden,
            Error::Unavailable(StoreError::Full) => Self::Full,
            error => Self::Unavailable(error.into()),
        }
    }
}

impl From<StoreError> for UploadError {
    fn from(error: StoreError) -> Self {
        Error::from(error).into()
    }
}

/// Takes files in.
#[derive(Debug)]
pub(crate) struct Intake<'a> {
    pub(crate) files: &'a Files,
    pub(crate) executor: &'a Executor,
}

/// Whose file comes, and from where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Uploading<'a> {
    pub(crate) scope: TenantScope,
    pub(crate) uploader: Uploader,
    /// The member of the team, if it is one.
    pub(crate) by: Option<By<'a>>,
    pub(crate) caller: Option<Caller>,
    /// Whether a provider has it and we fetch it: then the provider's limits are in force.
    pub(crate) is_remote: bool,
}

impl Intake<'_> {
    /// How often bytes are kept anew that others have begun to forget meanwhile.
    const ATTEMPTS_MAX: usize = 5;

    /// Takes a file in, looks into it, keeps its bytes, and writes it down.
    pub(crate) async fn take(
        &self,
        uploading: Uploading<'_>,
        incoming: &mut dyn Incoming,
    ) -> Result<Attachment, UploadError> {
        let meters = &self.executor.meters.files;
        let mut paced = Paced::new(incoming, self.files.bytes_max(uploading));
        let outcome = self.taken(uploading, &mut paced).await;
        meters.taken(uploading.uploader, outcome.as_ref().err(), paced.bytes());
        outcome
    }

    async fn taken(&self, uploading: Uploading<'_>, incoming: &mut Paced<'_>) -> Result<Attachment, UploadError> {
        let _seat = self.seat(uploading.caller)?;
        let inspected = self.files.inspector.inspect(incoming).await?;
        self.scan(&*inspected.content).await?;
        for _ in 0..Self::ATTEMPTS_MAX {
            if let Some(attachment) = self.keep(uploading, &inspected).await? {
                return Ok(attachment);
            }
        }
        Err(Error::Unavailable(StoreError::Conflict).into())
    }

    fn seat(&self, caller: Option<Caller>) -> Result<Seat, UploadError> {
        self.files.seats.take(caller.map(|Caller(address)| address)).map_err(|_| UploadError::Busy)
    }

    async fn scan(&self, media: &dyn Media) -> Result<(), UploadError> {
        let Some(scanner) = &self.files.scanner else { return Ok(()) };
        match scanner.scan(media).await? {
            Verdict::Clean => Ok(()),
            Verdict::Infected(name) => {
                tracing::warn!(virus = %name, "a file was refused: there is a virus in it");
                Err(UploadError::Infected)
            }
        }
    }

    /// Keeps what was found. First it is written down that the bytes are coming, so that whoever tidies up finds them when this ends
    /// halfway; then they are put; then the attachment counts on them. Nothing when somebody has begun to forget them in between.
    async fn keep(&self, uploading: Uploading<'_>, inspected: &Inspected) -> Result<Option<Attachment>, UploadError> {
        let thumbnail = inspected.thumbnail.as_ref();
        let claim = ClaimBytes {
            hash: inspected.hash,
            size: length(inspected.content.size()),
            thumbnail: thumbnail.map(|(media_type, bytes)| Thumbnail {
                media_type: media_type.clone(),
                size: length(bytes.len() as u64),
            }),
        };
        let blob = self.executor.execute(None, uploading.scope, &claim).await?;
        if blob.state == BlobState::Keeping {
            self.put(&blob, inspected).await?;
        }
        let attach = Attach { blob: blob.id, uploader: uploading.uploader, inspected };
        let attached = self.executor.execute_by(uploading.by, uploading.scope, &attach).await?;
        if attached.is_none() {
            // They may have been put after they were forgotten.
            self.take_back(&blob).await?;
        }
        Ok(attached)
    }

    async fn take_back(&self, blob: &Blob) -> Result<(), UploadError> {
        for key in MediaKey::all_of(blob) {
            self.files.store.forget(&key).await?;
        }
        Ok(())
    }

    async fn put(&self, blob: &Blob, inspected: &Inspected) -> Result<(), UploadError> {
        let store = &self.files.store;
        if let Some((_, bytes)) = &inspected.thumbnail {
            store.keep(&MediaKey::of(blob, FilePart::Thumbnail), bytes).await?;
        }
        Ok(store.keep(&MediaKey::of(blob, FilePart::Whole), &*inspected.content).await?)
    }
}

fn length(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
