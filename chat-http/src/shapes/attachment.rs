use super::words;
use chat_core::{AttachedFile, AttachmentId, ConversationId, FileKind, FileLink, FileLinks};
use serde::Serialize;
use utoipa::ToSchema;

/// A file that was handed in, or that a message has.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Attachment {
    #[schema(value_type = String, format = Uuid)]
    id: AttachmentId,
    /// What it is called: without a path, and with an extension that fits what it is.
    #[schema(example = "parcel.jpg")]
    name: String,
    /// What it is, as its bytes have shown.
    #[schema(example = "image/jpeg")]
    content_type: String,
    #[schema(schema_with = words::file_kind)]
    kind: FileKind,
    /// Its bytes.
    #[schema(minimum = 0)]
    size: i64,
    /// How wide a picture is, in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, value_type = u32)]
    width: Option<u32>,
    /// How high a picture is, in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, value_type = u32)]
    height: Option<u32>,
    /// Where it is had, without a token, for an hour at least. It is told anew with the message and by
    /// `GET /api/v1/attachments/{id}`. Relative to the server's origin, unless its public URL is configured.
    #[schema(example = "/files/0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f/parcel.jpg?e=1790000000&s=…")]
    url: String,
    /// Where a small picture of it is had, of those that have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, value_type = String)]
    thumbnail_url: Option<String>,
}

impl Attachment {
    /// A file where it stands: in a conversation, or in none yet.
    pub(crate) fn new(file: AttachedFile, conversation: Option<ConversationId>, links: &FileLinks) -> Self {
        let FileLink { url, thumbnail_url } = links.of(&file, conversation);
        Self {
            id: file.id,
            kind: file.kind(),
            name: file.name,
            content_type: file.media_type.to_string(),
            size: file.size,
            width: file.dimensions.map(|it| it.width),
            height: file.dimensions.map(|it| it.height),
            url,
            thumbnail_url,
        }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

/// A file to be handed in.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it stands for a body in the document")]
pub(crate) struct Upload {
    /// The file, with the name that it is to be shown by. What it is, is found in its bytes.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}
