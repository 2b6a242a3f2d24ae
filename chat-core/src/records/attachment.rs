use crate::{
    AgentId, AttachmentId, BlobId, ClientId, ConversationId, CustomerId, MessageId, Revision, SenderId, Timestamp,
    text_enum::text_enum,
};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

text_enum! {
    /// What people take a file for.
    pub enum FileKind {
        /// Something to look at.
        Image = "image",
        /// Something to listen to.
        Audio = "audio",
        /// Something to watch.
        Video = "video",
        /// Whatever is opened by a program of its own.
        Document = "document",
    }
}

text_enum! {
    /// Where an attachment stands in its life.
    pub enum AttachmentState {
        /// It was handed in, and no message has it yet.
        Waiting = "waiting",
        /// A message has it.
        Sent = "sent",
        /// No message ever had it, and it is gone.
        Forgotten = "forgotten",
    }
}

text_enum! {
    /// Where the bytes of files stand. Whoever forgets them has said so before, so that nobody counts on them any more.
    pub enum BlobState {
        /// They are being kept.
        Keeping = "keeping",
        /// They are there.
        Kept = "kept",
        /// They are being forgotten, for good: the same bytes are kept anew under another name.
        Forgetting = "forgetting",
        /// They are gone.
        Forgotten = "forgotten",
    }
}

/// What a file is, as MIME has it: `image/png`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MediaType(Cow<'static, str>);

impl MediaType {
    /// The longest type in bytes.
    pub const LEN_MAX: usize = 127;

    /// A type that is known.
    pub const fn of(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// A type that was stored, cut to [`MediaType::LEN_MAX`] bytes.
    pub fn new(name: &str) -> Self {
        Self(Cow::Owned(crate::text::cut(name, Self::LEN_MAX).to_owned()))
    }

    /// The type as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What people take it for.
    pub fn kind(&self) -> FileKind {
        match self.0.split('/').next() {
            Some("image") => FileKind::Image,
            Some("audio") => FileKind::Audio,
            Some("video") => FileKind::Video,
            _ => FileKind::Document,
        }
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The SHA-256 of the bytes of a file, as they are kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub [u8; 32]);

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

/// How large a picture is, in pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dimensions {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// A small picture of a large one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Thumbnail {
    /// What it is.
    pub media_type: MediaType,
    /// Its bytes.
    pub size: i64,
}

/// Who handed a file in. Nobody else sends it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Uploader {
    /// A member of the team.
    Agent(AgentId),
    /// A website visitor, who may not be a customer yet.
    Visitor(CustomerId),
}

impl Uploader {
    /// The same as whoever writes messages.
    pub fn sender(self) -> SenderId {
        match self {
            Self::Agent(agent) => agent.into(),
            Self::Visitor(customer) => customer.into(),
        }
    }
}

/// What a message tells of a file that it has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttachedFile {
    /// The attachment.
    pub id: AttachmentId,
    /// What it is called, at most [`Attachment::NAME_MAX`] bytes.
    pub name: String,
    /// What it is, as its bytes have shown.
    pub media_type: MediaType,
    /// Its bytes.
    pub size: i64,
    /// How large it is as a picture.
    #[serde(default)]
    pub dimensions: Option<Dimensions>,
    /// Whether there is a small picture of it.
    #[serde(default)]
    pub has_thumbnail: bool,
}

impl AttachedFile {
    /// What people take it for.
    pub fn kind(&self) -> FileKind {
        self.media_type.kind()
    }
}

/// A file that somebody handed in, to be sent with a message.
#[derive(Clone, PartialEq, Debug)]
pub struct Attachment {
    /// Its name in references.
    pub id: AttachmentId,
    /// Whose it is.
    pub client_id: ClientId,
    /// Who handed it in.
    pub uploader: Uploader,
    /// Its bytes.
    pub blob_id: BlobId,
    /// What its bytes come to.
    pub hash: ContentHash,
    /// What it is called, at most [`Attachment::NAME_MAX`] bytes.
    pub name: String,
    /// What it is, as its bytes have shown.
    pub media_type: MediaType,
    /// How many bytes it has.
    pub size: i64,
    /// How large it is as a picture.
    pub dimensions: Option<Dimensions>,
    /// The small picture of it.
    pub thumbnail: Option<Thumbnail>,
    /// Where it stands.
    pub state: AttachmentState,
    /// The conversation whose message has it.
    pub conversation_id: Option<ConversationId>,
    /// The message that has it.
    pub message_id: Option<MessageId>,
    /// When it is forgotten, unless a message has it by then.
    pub due_at: Option<Timestamp>,
    /// When it was handed in.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}

impl Attachment {
    /// The longest name in bytes.
    pub const NAME_MAX: usize = 255;

    /// What a message tells of it.
    pub fn facts(&self) -> AttachedFile {
        AttachedFile {
            id: self.id,
            name: self.name.clone(),
            media_type: self.media_type.clone(),
            size: self.size,
            dimensions: self.dimensions,
            has_thumbnail: self.thumbnail.is_some(),
        }
    }
}

/// Bytes that a client's attachments have: equal bytes are kept once. While they are there, or about to be, no other blob of the
/// client has the same hash.
#[derive(Clone, PartialEq, Debug)]
pub struct Blob {
    /// Its name in references, and where the bytes are kept. It is never used again.
    pub id: BlobId,
    /// Whose it is.
    pub client_id: ClientId,
    /// What the bytes come to.
    pub hash: ContentHash,
    /// How many they are.
    pub size: i64,
    /// The small picture that is kept with them.
    pub thumbnail: Option<Thumbnail>,
    /// Where they stand.
    pub state: BlobState,
    /// How many attachments have them that were not forgotten.
    pub uses: i64,
    /// When they are forgotten, unless an attachment has them by then.
    pub due_at: Option<Timestamp>,
    /// When they came.
    pub created_at: Timestamp,
    /// When the record was last changed.
    pub updated_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}

impl Blob {
    /// Whether the bytes are there, or about to be: then nobody else has their hash.
    pub fn is_live(&self) -> bool {
        matches!(self.state, BlobState::Keeping | BlobState::Kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_says_what_people_take_it_for() {
        for (name, kind) in [
            ("image/png", FileKind::Image),
            ("audio/ogg", FileKind::Audio),
            ("video/mp4", FileKind::Video),
            ("application/pdf", FileKind::Document),
            ("text/plain", FileKind::Document),
            ("", FileKind::Document),
        ] {
            assert_eq!(MediaType::new(name).kind(), kind, "{name}");
        }
    }

    #[test]
    fn a_hash_is_written_in_hexadecimal_digits() {
        assert_eq!(ContentHash([0xab; 32]).to_string(), "ab".repeat(32));
    }
}
