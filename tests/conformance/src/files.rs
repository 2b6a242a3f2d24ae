//! Stand-ins for tests of what happens to files: one that is sent, and one who looks into it.

use async_trait::async_trait;
use bytes::Bytes;
use chat_core::{ContentHash, Dimensions, Incoming, Inspected, Inspector, Interrupted, MediaType, NotTaken};
use sha2::{Digest, Sha256};

/// A file that comes in pieces.
///
/// ```
/// # use chat_conformance::files::Sent;
/// let mut file = Sent::new("order.txt", b"two chairs");
/// let mut half = Sent::broken_off("order.txt", b"two ch");
/// ```
#[derive(Debug)]
pub struct Sent {
    name: String,
    /// The last piece first.
    pieces: Vec<Result<Bytes, Interrupted>>,
}

impl Sent {
    const PIECE_BYTES: usize = 10_000;

    /// A file as its sender calls it.
    pub fn new(name: &str, bytes: &[u8]) -> Self {
        let pieces = bytes.chunks(Self::PIECE_BYTES).rev().map(|piece| Ok(Bytes::copy_from_slice(piece)));
        Self { name: name.to_owned(), pieces: pieces.collect() }
    }

    /// One whose sender hangs up before its end.
    pub fn broken_off(name: &str, bytes: &[u8]) -> Self {
        let mut sent = Self::new(name, bytes);
        sent.pieces.insert(0, Err(Interrupted::BrokenOff));
        sent
    }
}

#[async_trait]
impl Incoming for Sent {
    fn name(&self) -> &str {
        &self.name
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, Interrupted> {
        self.pieces.pop().transpose()
    }
}

/// Looks at the beginning of files alone: what begins with [`Glance::PICTURE`] is a picture with a small one beside it, what begins
/// with `<` is not taken, and all else is a text.
#[derive(Clone, Debug)]
pub struct Glance([MediaType; 2]);

impl Glance {
    /// How pictures begin.
    pub const PICTURE: &'static [u8] = b"picture";
    /// What the small picture of each picture is.
    pub const THUMBNAIL: &'static [u8] = b"small picture";
}

impl Default for Glance {
    fn default() -> Self {
        Self([MediaType::of("image/png"), MediaType::of("text/plain")])
    }
}

#[async_trait]
impl Inspector for Glance {
    fn types(&self) -> &[MediaType] {
        &self.0
    }

    async fn inspect(&self, incoming: &mut dyn Incoming) -> Result<Inspected, NotTaken> {
        let name = incoming.name().to_owned();
        let mut bytes = Vec::new();
        while let Some(piece) = incoming.chunk().await? {
            bytes.extend_from_slice(&piece);
        }
        if bytes.starts_with(b"<") {
            return Err(NotTaken::Refused("pages are not taken".into()));
        }
        let hash = ContentHash(Sha256::digest(&bytes).into());
        let [picture, text] = &self.0;
        let is_picture = bytes.starts_with(Self::PICTURE);
        let small = || (picture.clone(), Bytes::from_static(Self::THUMBNAIL));
        Ok(Inspected {
            name,
            media_type: if is_picture { picture.clone() } else { text.clone() },
            content: Box::new(Bytes::from(bytes)),
            hash,
            dimensions: is_picture.then_some(Dimensions { width: 640, height: 480 }),
            thumbnail: is_picture.then(small),
        })
    }
}
