//! A folder passes the suite, and holds what it should and nothing else.

use bytes::Bytes;
use chat_core::{ByteStream, Env, FilePart, Media, MediaError, MediaKey, MediaStore};
use chat_media::ObjectMedia;
use std::{ops::Range, path::Path, sync::Arc};

/// A store together with its folder, which is gone with it.
#[derive(Debug)]
struct Lodged {
    media: ObjectMedia,
    _folder: Arc<tempfile::TempDir>,
}

#[async_trait::async_trait]
impl MediaStore for Lodged {
    async fn keep(&self, key: &MediaKey, media: &dyn Media) -> Result<(), MediaError> {
        self.media.keep(key, media).await
    }

    async fn fetch(&self, key: &MediaKey, range: Range<u64>) -> Result<ByteStream, MediaError> {
        self.media.fetch(key, range).await
    }

    async fn forget(&self, key: &MediaKey) -> Result<(), MediaError> {
        self.media.forget(key).await
    }
}

async fn empty_folder() -> [Arc<dyn MediaStore>; 2] {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    [(); 2].map(|()| -> Arc<dyn MediaStore> {
        Arc::new(Lodged { media: ObjectMedia::in_folder(folder.path()).unwrap(), _folder: folder.clone() })
    })
}

chat_conformance::media_suite!(empty_folder());

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path.display().to_string()] }).collect()
}

#[tokio::test]
async fn a_folder_has_one_file_for_each_key_below_its_client() {
    let folder = tempfile::tempdir().unwrap();
    let media = ObjectMedia::in_folder(&folder.path().join("a/b")).unwrap();
    let env = Env::default();
    let key = MediaKey {
        client_id: env.id(),
        blob_id: env.id(),
        hash: chat_core::ContentHash([0xab; 32]),
        part: FilePart::Thumbnail,
    };
    media.keep(&key, &Bytes::from_static(b"words")).await.unwrap();
    let found = files(folder.path());
    assert_eq!(found.len(), 1);
    assert!(found[0].ends_with(&key.to_string()) && found[0].contains(&format!("/{}/ab/", key.client_id)), "{found:?}");
    media.forget(&key).await.unwrap();
    assert_eq!(files(folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn a_folder_is_tried_out_and_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let media = ObjectMedia::in_folder(folder.path()).unwrap();
    media.try_out().await.unwrap();
    assert_eq!(files(folder.path()), Vec::<String>::new());
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    assert!(ObjectMedia::in_folder(&file.join("below")).is_err());
}
