use crate::{ContentHash, Dimensions, Media, MediaType};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{Stream, TryStreamExt};
use std::{borrow::Cow, error::Error as StdError, fmt};

/// Why a file did not arrive as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Interrupted {
    /// Whoever sent it has hung up, or it is not written as it should be.
    #[error("the file broke off")]
    BrokenOff,
    /// It came too slowly.
    #[error("the file did not arrive in time")]
    TooSlow,
    /// It is larger than is allowed.
    #[error("a file may have at most {bytes_max} bytes here")]
    TooLarge {
        /// How large it may be.
        bytes_max: u64,
    },
}

/// A file on its way in.
#[async_trait]
pub trait Incoming: Send {
    /// What its sender calls it, which may be anything.
    fn name(&self) -> &str;

    /// Its next bytes; nothing at its end.
    async fn chunk(&mut self) -> Result<Option<Bytes>, Interrupted>;
}

/// A file that comes as a stream, such as a part of a form.
///
/// ```
/// use bytes::Bytes;
/// use chat_core::{Incoming, Interrupted, Streamed};
/// use futures_util::stream;
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let pieces = stream::iter([Ok(Bytes::from_static(b"a,b")), Err("the line is dead")]);
/// let mut file = Streamed::new("table.csv".to_owned(), pieces);
/// assert_eq!(file.chunk().await, Ok(Some(Bytes::from_static(b"a,b"))));
/// assert_eq!(file.chunk().await, Err(Interrupted::BrokenOff));
/// # });
/// ```
#[derive(Debug)]
pub struct Streamed<S> {
    name: String,
    pieces: S,
}

impl<S> Streamed<S> {
    /// A file that its sender calls so, of these pieces. An error among them is its end before its time.
    pub fn new(name: String, pieces: S) -> Self {
        Self { name, pieces }
    }
}

#[async_trait]
impl<S: Stream<Item = Result<Bytes, E>> + Send + Unpin, E> Incoming for Streamed<S> {
    fn name(&self) -> &str {
        &self.name
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, Interrupted> {
        self.pieces.try_next().await.map_err(|_| Interrupted::BrokenOff)
    }
}

/// What was found in a file.
#[derive(Debug)]
pub struct Inspected {
    /// What it is called from now on: no path, and with an extension that fits; at most
    /// [`Attachment::NAME_MAX`](crate::Attachment::NAME_MAX) bytes.
    pub name: String,
    /// What it is, as its bytes have shown.
    pub media_type: MediaType,
    /// What is to be kept of it.
    pub content: Box<dyn Media>,
    /// The SHA-256 of that.
    pub hash: ContentHash,
    /// How large it is as a picture.
    pub dimensions: Option<Dimensions>,
    /// A small picture of it, and what that is.
    pub thumbnail: Option<(MediaType, Bytes)>,
}

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// It did not arrive as a whole.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// It is of a kind that is not taken, for the reason given in words for its sender.
    #[error("{0}")]
    Refused(Cow<'static, str>),
    /// There is no room left to look at it.
    #[error("there is no room left for files")]
    Full,
    /// It could not be looked at.
    #[error("files cannot be looked at")]
    Backend(#[source] Box<dyn StdError + Send + Sync>),
}

impl NotTaken {
    /// Wraps whatever went wrong.
    pub fn backend(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Backend(source.into())
    }
}

/// Looks into files before they are kept: what they truly are, whether they are harmless, and what of them is nobody's business.
#[async_trait]
pub trait Inspector: fmt::Debug + Send + Sync + 'static {
    /// The types that are taken. Pure.
    fn types(&self) -> &[MediaType];

    /// Takes a file in and looks into it. What its sender says of it is not believed.
    async fn inspect(&self, incoming: &mut dyn Incoming) -> Result<Inspected, NotTaken>;
}
