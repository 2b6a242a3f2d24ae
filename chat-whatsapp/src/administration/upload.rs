//! Uploads that belong to an app: samples of templates and pictures of profiles.

use super::{invalid, not_done, text, unclear};
use crate::graph::{Content, Graph, Request};
use chat_core::{Account, Fault, MediaError, NotDone, SentFile};
use reqwest::Body;

/// What may be uploaded so, and how a file of that type is called.
const TYPES: [(&str, &str); 5] = [
    ("image/jpeg", "sample.jpg"),
    ("image/jpg", "sample.jpg"),
    ("image/png", "sample.png"),
    ("video/mp4", "sample.mp4"),
    ("application/pdf", "sample.pdf"),
];

/// Whether files of this type may be uploaded so.
pub(super) fn is_taken(media_type: &str) -> bool {
    TYPES.iter().any(|(known, _)| *known == media_type)
}

/// Uploads a file for the token's app and gives its handle. Nothing of it is held in memory.
pub(super) async fn sample(graph: &Graph, account: &Account, file: &SentFile) -> Result<String, NotDone> {
    let media_type = file.facts.media_type.as_str();
    let name = TYPES.iter().find(|(known, _)| *known == media_type).map(|(_, name)| *name);
    let name = name.ok_or_else(|| invalid("mediaType", "expected a JPEG, PNG, MP4 or PDF"))?;
    let app = app(graph, account).await?;
    let length = file.media.size();
    let digits = length.to_string();
    let query = [("file_name", name), ("file_length", digits.as_str()), ("file_type", media_type)];
    let path = [app.as_str(), "uploads"];
    let begun = Request::post_content(&path, Content::Nothing);
    let answer = graph.ask(account, begun.with(&query)).await.map_err(not_done)?;
    let session = text(&answer, "id").ok_or_else(|| unclear("WhatsApp did not begin the upload"))?;
    // What names an upload may carry a signature as its query.
    let (session, signature) = session.split_once('?').unwrap_or((&session, ""));
    let signature: Vec<(&str, &str)> = signature.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let path = [session];
    let body = Body::wrap_stream(file.media.open().await.map_err(unreadable)?);
    let piece = Request::post_content(&path, Content::Piece { length, body });
    let answer = graph.ask(account, piece.with(&signature)).await.map_err(not_done)?;
    text(&answer, "h").ok_or_else(|| unclear("WhatsApp did not name the upload"))
}

/// The app that the account's token is of.
async fn app(graph: &Graph, account: &Account) -> Result<String, NotDone> {
    let query = [("input_token", account.access_token.expose())];
    let answer = graph.ask(account, Request::get(&["debug_token"]).with(&query)).await.map_err(not_done)?;
    let app = answer.get("data").and_then(|data| text(data, "app_id"));
    app.ok_or_else(|| unclear("WhatsApp did not say which app the access token is of"))
}

fn unreadable(error: MediaError) -> NotDone {
    match error {
        MediaError::Absent => invalid("attachmentId", "the file is not there any more"),
        error => {
            tracing::warn!(error = &error as &dyn std::error::Error, "a file that is to be handed in cannot be read");
            NotDone::Unavailable(Fault::new("unreadable", "the file cannot be read now"))
        }
    }
}
