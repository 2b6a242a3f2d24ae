//! A form with one file, as a stream.

use crate::graph::Content;
use bytes::Bytes;
use chat_core::SentFile;
use futures_util::{StreamExt, stream};
use reqwest::Body;

/// What an upload consists of: the file, what it is, and what it is for. Nothing of the file is held in memory.
pub(super) async fn form(file: &SentFile) -> Result<Content<'static>, chat_core::MediaError> {
    let media_type = file.facts.media_type.as_str();
    // Nobody who made the file could know the id that it would get.
    let boundary = format!("chat-{}", file.facts.id);
    let field = |name: &str, value: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let head = format!(
        "{}{}--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\nContent-Type: {media_type}\r\n\r\n",
        field("messaging_product", "whatsapp"),
        field("type", media_type),
        quoted(&file.facts.name),
    );
    let tail = format!("\r\n--{boundary}--\r\n");
    let length = head.len() as u64 + file.media.size() + tail.len() as u64;
    let bytes = file.media.open().await?;
    let head = stream::iter([Ok(Bytes::from(head))]);
    let tail = stream::iter([Ok(Bytes::from(tail))]);
    Ok(Content::Form {
        media_type: format!("multipart/form-data; boundary={boundary}"),
        length,
        body: Body::wrap_stream(head.chain(bytes).chain(tail)),
    })
}

/// A name between quotation marks, as browsers write it in forms.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_quotation_marks() {
        assert_eq!(quoted("a\"; b\r\nc.pdf"), "a%22; b%0D%0Ac.pdf");
        assert_eq!(quoted("Rechnung für Ann.pdf"), "Rechnung für Ann.pdf");
    }
}
