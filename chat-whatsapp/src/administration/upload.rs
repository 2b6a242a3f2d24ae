//! Uploads that belong to an app: samples of templates and pictures of profiles.

use super::{invalid, not_done, text, unclear};
use crate::graph::{Content, Graph, Request};
use bytes::Bytes;
use chat_core::{Account, NotDone};

/// What may be uploaded so, and how a file of that type is called.
const TYPES: [(&str, &str); 5] = [
    ("image/jpeg", "sample.jpg"),
    ("image/jpg", "sample.jpg"),
    ("image/png", "sample.png"),
    ("video/mp4", "sample.mp4"),
    ("application/pdf", "sample.pdf"),
];

/// Uploads a file for the token's app and gives its handle.
pub(super) async fn sample(
    graph: &Graph,
    account: &Account,
    media_type: &str,
    bytes: Bytes,
) -> Result<String, NotDone> {
    let name = TYPES.iter().find(|(known, _)| *known == media_type).map(|(_, name)| *name);
    let name = name.ok_or_else(|| invalid("mediaType", "expected a JPEG, PNG, MP4 or PDF"))?;
    if bytes.is_empty() {
        return Err(invalid("file", "is empty"));
    }
    let app = app(graph, account).await?;
    let length = bytes.len().to_string();
    let query = [("file_name", name), ("file_length", length.as_str()), ("file_type", media_type)];
    let path = [app.as_str(), "uploads"];
    let begun = Request::post_content(&path, Content::Nothing);
    let answer = graph.ask(account, begun.with(&query)).await.map_err(not_done)?;
    let session = text(&answer, "id").ok_or_else(|| unclear("WhatsApp did not begin the upload"))?;
    // What names an upload may carry a signature as its query.
    let (session, signature) = session.split_once('?').unwrap_or((&session, ""));
    let signature: Vec<(&str, &str)> = signature.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let path = [session];
    let piece = Request::post_content(&path, Content::Piece { bytes });
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
