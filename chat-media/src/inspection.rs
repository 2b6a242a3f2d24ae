use crate::{
    look, name,
    picture::{self, Picture},
    spool::Spooled,
    types::Type,
};
use async_trait::async_trait;
use bytes::Bytes;
use chat_core::{ContentHash, Incoming, Inspected, Inspector, MediaType, NotTaken};
use sha2::{Digest, Sha256};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Looks into files: pictures, sounds and films that browsers show, PDF, plain text, office documents and ZIP archives are taken, as
/// far as there is nothing in them that would be run.
///
/// What a file is, is found in its bytes. Pictures lose everything but what is seen, are turned upright, and get a small picture
/// beside them. Of archives nothing is unpacked: they are judged by their directories.
#[derive(Clone, Debug)]
pub struct Inspection {
    folder: PathBuf,
    types: Arc<[MediaType]>,
    turns: Arc<Semaphore>,
}

impl Inspection {
    /// How many files are looked into at a time: each takes up to a few hundred megabytes of memory.
    pub const AT_ONCE_MAX: usize = 2;
    /// The largest file in bytes that is read as a whole to be looked into: pictures and PDF.
    pub const WHOLE_BYTES_MAX: u64 = 100_000_000;
    /// How many pixels a picture may have.
    pub const PIXELS_MAX: u64 = 50_000_000;
    /// The longer side of a small picture, in pixels. A picture that is no larger has none.
    pub const THUMBNAIL_PIXELS: u32 = 480;

    /// Looks into files that are kept in a folder meanwhile, which is there already. They have no names, and whatever happens, they
    /// are gone afterwards.
    pub fn in_folder(folder: impl AsRef<Path>) -> Self {
        let types = Type::ALL.iter().map(|it| it.media_type());
        let types = types.chain(Type::ALIASES.iter().map(|alias| MediaType::of(alias))).collect();
        let turns = Arc::new(Semaphore::new(Self::AT_ONCE_MAX));
        Self { folder: folder.as_ref().to_owned(), types, turns }
    }
}

impl Default for Inspection {
    /// Looks into files in the system's folder for temporary ones.
    fn default() -> Self {
        Self::in_folder(std::env::temp_dir())
    }
}

#[async_trait]
impl Inspector for Inspection {
    fn types(&self) -> &[MediaType] {
        &self.types
    }

    async fn inspect(&self, incoming: &mut dyn Incoming) -> Result<Inspected, NotTaken> {
        let name = incoming.name().to_owned();
        let spooled = Spooled::receive(incoming, &self.folder).await?;
        let _turn = self.turns.acquire().await.map_err(NotTaken::backend)?;
        spawn_blocking(move || inspected(spooled, &name)).await.map_err(NotTaken::backend)?
    }
}

/// What is found in a file that is there as a whole.
fn inspected(spooled: Spooled, given: &str) -> Result<Inspected, NotTaken> {
    let is = look::into(&spooled, &name::extension(given))?;
    let name = name::shown(given, is).map_err(NotTaken::Refused)?;
    let media_type = is.media_type();
    if !matches!(is, Type::Jpeg | Type::Png | Type::WebP | Type::Gif) {
        let hash = spooled.hash();
        return Ok(Inspected { name, media_type, content: Box::new(spooled), hash, dimensions: None, thumbnail: None });
    }
    let whole = look::whole(&spooled)?;
    let Picture { bytes, dimensions, thumbnail } = picture::cleaned(is, &whole)?;
    let hash = ContentHash(Sha256::digest(&bytes).into());
    let content = Box::new(Bytes::from(bytes));
    Ok(Inspected { name, media_type, content, hash, dimensions: Some(dimensions), thumbnail })
}

/// A file that is not taken, and why.
pub(crate) fn refused<T>(reason: &'static str) -> Result<T, NotTaken> {
    Err(NotTaken::Refused(reason.into()))
}
