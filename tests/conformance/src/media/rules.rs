//! Every rule of [`media_suite!`](crate::media_suite).
//!
//! # Panics
//! Each panics when the promise it is named after is broken; that is all they are for.

use crate::shop::at_once;
use async_trait::async_trait;
use bytes::Bytes;
use chat_core::{BlobId, ByteStream, ClientId, ContentHash, Env, FilePart, Media, MediaError, MediaKey, MediaStore};
use futures_util::{StreamExt, TryStreamExt, stream};
use std::{ops::Range, sync::Arc};

/// One store, as two processes see it.
pub type Two = [Arc<dyn MediaStore>; 2];

/// More than any store takes in one piece.
const LARGE: usize = 20_000_003;

fn key() -> MediaKey {
    let env = Env::default();
    let mut hash = [0; 32];
    hash[..16].copy_from_slice(env.id::<uuid::Uuid>().as_bytes());
    let (client_id, blob_id) = (env.id::<ClientId>(), env.id::<BlobId>());
    MediaKey { client_id, blob_id, hash: ContentHash(hash), part: FilePart::Whole }
}

/// Bytes of which no two stretches are alike.
fn bytes(count: usize) -> Bytes {
    (0..count).map(|at| u8::try_from((at ^ (at >> 8) ^ (at >> 16)) & 0xff).unwrap_or(0)).collect()
}

async fn read(store: &dyn MediaStore, key: &MediaKey, range: Range<u64>) -> Result<Vec<u8>, MediaError> {
    let pieces: Vec<Bytes> = store.fetch(key, range).await?.try_collect().await?;
    Ok(pieces.concat())
}

async fn is_absent(store: &dyn MediaStore, key: &MediaKey) -> bool {
    matches!(read(store, key, 0..1).await, Err(MediaError::Absent))
}

/// Whoever has a handle of the store gets what was kept, however much it is.
pub async fn what_was_kept_comes_back_to_the_last_byte([here, there]: Two) {
    for count in [1, 100_000, LARGE] {
        let (key, bytes) = (key(), bytes(count));
        here.keep(&key, &bytes).await.expect("it is kept");
        let read = read(&*there, &key, 0..count as u64).await.expect("it is there");
        assert!(read == bytes, "{count} bytes came back as {} others", read.len());
    }
}

/// A range is answered with the bytes in it.
pub async fn any_part_of_it_comes_back([here, there]: Two) {
    let (key, bytes) = (key(), bytes(100_000));
    here.keep(&key, &bytes).await.expect("it is kept");
    for (start, end) in [(0, 1), (0, 100_000), (99_999, 100_000), (12_345, 54_321)] {
        let part = read(&*there, &key, start as u64..end as u64).await.expect("it is there");
        assert!(part == bytes[start..end], "from {start} to {end}");
    }
}

/// A key under which nothing was ever kept is told apart from a store that fails.
pub async fn what_was_never_kept_is_absent([here, _]: Two) {
    assert!(is_absent(&*here, &key()).await);
}

/// What was forgotten by one is gone for all.
pub async fn what_was_forgotten_is_absent([here, there]: Two) {
    let (gone, kept) = (key(), key());
    for key in [&gone, &kept] {
        here.keep(key, &bytes(10)).await.expect("it is kept");
    }
    there.forget(&gone).await.expect("it is forgotten");
    assert!(is_absent(&*here, &gone).await && is_absent(&*there, &gone).await);
    assert_eq!(read(&*there, &kept, 0..10).await.expect("it is there"), bytes(10));
}

/// Who forgets after somebody else is done as well.
pub async fn forgetting_what_is_not_there_is_no_failure([here, there]: Two) {
    let key = key();
    here.forget(&key).await.expect("there is nothing to do");
    here.keep(&key, &bytes(10)).await.expect("it is kept");
    for store in [&here, &there] {
        store.forget(&key).await.expect("it is forgotten");
    }
}

/// Several who keep the same bytes under the same key do not get into each other's way.
pub async fn keeping_it_again_changes_nothing(two: Two) {
    let key = key();
    let keeping = (0..8).map(|n| {
        let store = Arc::clone(&two[n % 2]);
        async move { store.keep(&key, &bytes(300_000)).await }
    });
    for kept in at_once(keeping).await {
        kept.expect("it is kept");
    }
    let read = read(&*two[0], &key, 0..300_000).await.expect("it is there");
    assert!(read == bytes(300_000));
}

/// The parts of a file, equal bytes under another name and those of another client are kept apart.
pub async fn each_key_has_bytes_of_its_own([here, _]: Two) {
    let whole = key();
    let env = Env::default();
    let keys = [
        whole,
        MediaKey { part: FilePart::Thumbnail, ..whole },
        MediaKey { blob_id: env.id(), ..whole },
        MediaKey { client_id: env.id(), ..whole },
    ];
    for (count, key) in (10..).zip(&keys) {
        here.keep(key, &bytes(count)).await.expect("it is kept");
    }
    here.forget(&whole).await.expect("it is forgotten");
    assert!(is_absent(&*here, &whole).await);
    for (count, key) in (10_usize..).zip(&keys).skip(1) {
        assert_eq!(read(&*here, key, 0..count as u64).await.expect("it is there"), bytes(count));
    }
}

/// Nobody ever sees half of what is being kept.
pub async fn whoever_reads_while_it_is_kept_gets_all_of_it_or_nothing([here, there]: Two) {
    let key = key();
    let keeping = async { here.keep(&key, &bytes(LARGE)).await.expect("it is kept") };
    let reading = async {
        loop {
            match read(&*there, &key, 0..LARGE as u64).await {
                Ok(read) => return assert!(read == bytes(LARGE), "{} bytes were read", read.len()),
                Err(MediaError::Absent) => tokio::task::yield_now().await,
                Err(error) => panic!("it was answered with {error:?}"),
            }
        }
    };
    futures_util::future::join(keeping, reading).await;
}

/// Bytes that end before their end.
#[derive(Debug)]
struct Torn(usize);

#[async_trait]
impl Media for Torn {
    fn size(&self) -> u64 {
        self.0 as u64
    }

    async fn open(&self) -> Result<ByteStream, MediaError> {
        let half = Ok(bytes(self.0 / 2));
        Ok(stream::iter([half, Err(MediaError::backend("the disk was pulled out"))]).boxed())
    }
}

/// Of a file that fails halfway nothing is kept.
pub async fn what_cannot_be_read_to_its_end_is_not_kept([here, there]: Two) {
    for count in [1_000, LARGE] {
        let key = key();
        assert!(here.keep(&key, &Torn(count)).await.is_err());
        assert!(is_absent(&*there, &key).await, "half of {count} bytes was kept");
    }
}
