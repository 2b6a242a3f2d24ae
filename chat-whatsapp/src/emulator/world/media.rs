//! Files: uploaded by a business to send them, or sent to it by a user.

use super::World;
use crate::signature::sign;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// How long a URL of a file can be fetched.
const URL_VALID: TimeDelta = TimeDelta::minutes(5);

/// A file of one number.
#[derive(Clone, Debug)]
pub(crate) struct Media {
    pub(crate) phone: String,
    pub(crate) mime: String,
    pub(crate) filename: Option<String>,
    pub(crate) bytes: Bytes,
    pub(crate) sha256: [u8; 32],
    pub(crate) expires_at: DateTime<Utc>,
}

impl Media {
    /// How long a file that a business uploaded is kept.
    pub(crate) const UPLOADED: TimeDelta = TimeDelta::days(30);
    /// How long a file that a user sent is kept.
    pub(crate) const FROM_USER: TimeDelta = TimeDelta::days(7);
}

/// A file to be kept.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) mime: String,
    pub(crate) filename: Option<String>,
    pub(crate) bytes: Bytes,
}

/// All files by their id, the oldest of which go when together they are too large.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    kept: BTreeMap<String, (u64, Media)>,
    order: BTreeMap<u64, String>,
    last: u64,
    bytes: usize,
}

impl Shelf {
    /// How much is kept in all.
    pub(crate) const BYTES_MAX: usize = 512 << 20;

    pub(crate) fn get(&self, id: &str) -> Option<&Media> {
        self.kept.get(id).map(|(_, media)| media)
    }

    fn put(&mut self, id: String, media: Media) {
        self.last += 1;
        self.bytes += media.bytes.len();
        self.order.insert(self.last, id.clone());
        self.kept.insert(id, (self.last, media));
        while self.bytes > Self::BYTES_MAX {
            let Some((_, oldest)) = self.order.pop_first() else {
                return;
            };
            self.remove(&oldest);
        }
    }

    fn remove(&mut self, id: &str) {
        if let Some((place, media)) = self.kept.remove(id) {
            self.order.remove(&place);
            self.bytes -= media.bytes.len();
        }
    }
}

impl World {
    /// Keeps a file of the number for `valid` and gives its id.
    pub(crate) fn keep_media(&mut self, phone_id: &str, file: File, valid: TimeDelta) -> String {
        let id = self.random.digits(16);
        let media = Media {
            phone: phone_id.to_owned(),
            sha256: Sha256::digest(&file.bytes).into(),
            mime: file.mime,
            filename: file.filename,
            bytes: file.bytes,
            expires_at: self.now() + valid,
        };
        self.media.put(id.clone(), media);
        id
    }

    /// Keeps a file that a user sends to the number. Gives its id, and its SHA-256 in base64 as webhooks have it.
    pub(crate) fn keep_user_media(&mut self, phone_id: &str, file: File) -> (String, String) {
        let id = self.keep_media(phone_id, file, Media::FROM_USER);
        let sha256 = self.media.get(&id).map(|media| STANDARD.encode(media.sha256)).unwrap_or_default();
        (id, sha256)
    }

    /// The file with this id, unless it has expired.
    pub(crate) fn media(&self, id: &str) -> Option<&Media> {
        self.media.get(id).filter(|media| media.expires_at > self.now())
    }

    pub(crate) fn forget_media(&mut self, id: &str) {
        self.media.remove(id);
    }

    /// A URL under `base` from which the file can be fetched for five minutes.
    pub(crate) fn media_url(&self, base: &str, id: &str) -> String {
        let ext = (self.now() + URL_VALID).timestamp();
        let hash = self.media_hash(id, ext);
        format!("{base}/whatsapp_business/attachments/?mid={id}&source=getMedia&ext={ext}&hash={hash}")
    }

    /// What proves that a URL was given by this emulator.
    pub(crate) fn media_hash(&self, id: &str, ext: i64) -> String {
        let proof = sign(&self.media_key, format!("{id} {ext}").as_bytes());
        format!("ARs{}", URL_SAFE_NO_PAD.encode(&proof[..24]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_files_go_when_together_they_are_too_large() {
        let half = Bytes::from(vec![0; Shelf::BYTES_MAX / 2]);
        let media = |bytes: &Bytes| Media {
            phone: "1".to_owned(),
            mime: "video/mp4".to_owned(),
            filename: None,
            bytes: bytes.clone(),
            sha256: [0; 32],
            expires_at: DateTime::UNIX_EPOCH,
        };
        let mut shelf = Shelf::default();
        for id in ["9", "8"] {
            shelf.put(id.to_owned(), media(&half));
        }

        shelf.put("7".to_owned(), media(&Bytes::from_static(b"x")));

        assert!(shelf.get("9").is_none());
        assert!(shelf.get("8").is_some() && shelf.get("7").is_some());
        assert_eq!(shelf.bytes, Shelf::BYTES_MAX / 2 + 1);
    }
}
