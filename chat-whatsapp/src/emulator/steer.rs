//! What users and Meta do besides writing, for a host that has the emulator in its own process.

use super::{
    Emulator, Quality, Refused, TemplateStatus,
    world::{File, World},
};
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
        let known = world.phones.contains_key(phone_number_id);
        there_is(known, "phone number", phone_number_id)?;
        let (id, sha256) = world.keep_user_media(phone_number_id, file);
        Ok(UserMedia { id, sha256 })
    }

    /// Lets the user play a voice message of a business, of which the business hears.
    ///
    /// # Errors
    /// A message that is not there.
    pub fn play(&self, message_id: &str) -> Result<(), Refused> {
        self.shared.change(|world| {
            there_is(world.message(message_id).is_some(), "message", message_id)?;
            world.play(message_id);
            Ok(())
        })
    }

    /// Lets Meta pause, disable, approve or reject a template, for a reason in Meta's words like `TAG_CONTENT_MISMATCH`.
    ///
    /// # Errors
    /// A template that is not there.
    pub fn set_template_status(&self, id: &str, status: TemplateStatus, reason: Option<&str>) -> Result<(), Refused> {
        self.template(id, |world| world.set_template_status(id, status, reason))
    }

    /// Lets the quality of a template change.
    ///
    /// # Errors
    /// A template that is not there.
    pub fn set_template_quality(&self, id: &str, quality: Quality) -> Result<(), Refused> {
        self.template(id, |world| world.set_template_quality(id, quality))
    }

    /// Lets Meta move a template to another category, like `MARKETING`.
    ///
    /// # Errors
    /// A template that is not there.
    pub fn set_template_category(&self, id: &str, category: &str) -> Result<(), Refused> {
        self.template(id, |world| world.set_template_category(id, category))
    }

    fn template(&self, id: &str, change: impl FnOnce(&mut World) -> bool) -> Result<(), Refused> {
        there_is(self.shared.change(change), "template", id)
    }
}

fn there_is(known: bool, what: &str, id: &str) -> Result<(), Refused> {
    known.then_some(()).ok_or_else(|| Refused::NotFound(format!("there is no {what} {id:?}")))
}
