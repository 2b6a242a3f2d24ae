//! Files that users send, for a host that has the emulator in its own process.

use super::{Emulator, Refused, world::File};
use bytes::Bytes;

/// A file that a user sends, as the message names it.
#[derive(Clone, Debug)]
pub struct UserMedia {
    /// What the business fetches it by, for seven days.
    pub id: String,
    /// The SHA-256 of its bytes in base64.
    pub sha256: String,
}

impl Emulator {
    /// Keeps a file that a user is about to send to a business: its id and hash belong into the message.
    ///
    /// # Errors
    /// An unknown number.
    pub fn keep_user_media(
        &self,
        phone_number_id: &str,
        mime: &str,
        filename: Option<&str>,
        bytes: impl Into<Bytes>,
    ) -> Result<UserMedia, Refused> {
        let file = File { mime: mime.to_owned(), filename: filename.map(str::to_owned), bytes: bytes.into() };
        let mut world = self.shared.world();
        if !world.phones.contains_key(phone_number_id) {
            return Err(Refused::NotFound(format!("there is no phone number {phone_number_id:?}")));
        }
        let (id, sha256) = world.keep_user_media(phone_number_id, file);
        Ok(UserMedia { id, sha256 })
    }
}
