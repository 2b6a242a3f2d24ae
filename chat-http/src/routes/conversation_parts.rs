//! Where conversations begin, come together and are read as a whole.

use super::conversations::seen;
use crate::{
    extract::{Id, Json, Query, Signed},
    problem::Problem,
    revisions::Tagged,
    shapes::{
        Conversation, ConversationMerge, Message, NewConversation, StartedConversation, TranscriptFormat,
        TranscriptQuery, transcript_html, transcript_text,
    },
};
use axum::response::{IntoResponse, Response};
use chat_core::ConversationId;
use http::{StatusCode, header};

/// A document that loads nothing, runs nothing, and is of no origin.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; form-action 'none'";

/// Begins a conversation with a customer, or goes on with the one that there is at the account or in the widget.
///
/// A second request with the same `clientMessageId` in its message is answered with what the first has begun. The message goes out
/// like any other: outside of the hours in which WhatsApp takes free text it fails, and its `error` says so.
#[utoipa::path(
    post,
    path = "/api/v1/conversations",
    tag = "conversations",
    operation_id = "startConversation",
    request_body = NewConversation,
    responses(
        (status = 200, description = "The conversation that goes on", body = StartedConversation),
        (status = 201, description = "The new conversation", body = StartedConversation),
        (status = 404, response = crate::openapi::NotFound),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn start(
    Signed(desk): Signed,
    Json(new): Json<NewConversation>,
) -> Result<(StatusCode, axum::Json<StartedConversation>), Problem> {
    let started = desk.start_conversation(&new.try_into()?).await?;
    let status = if started.is_new { StatusCode::CREATED } else { StatusCode::OK };
    let message = started.message.map(|message| Message::new(message, desk.chat().links()));
    let Tagged(conversation) = seen(&desk, started.conversation).await?;
    Ok((status, axum::Json(StartedConversation { conversation, is_new: started.is_new, message })))
}

/// Has another conversation of the same customer go on in this one.
///
/// The other one is archived and names this one in `mergedInto`. No message moves; those of both are listed here, by their time.
#[utoipa::path(
    post,
    path = "/api/v1/conversations/{id}/merge",
    tag = "conversations",
    operation_id = "mergeConversation",
    params(("id" = String, Path, format = Uuid, description = "The conversation that goes on")),
    request_body = ConversationMerge,
    responses(
        (status = 200, description = "The conversation that goes on", body = Conversation),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn merge(
    Signed(desk): Signed,
    Id(id): Id<ConversationId>,
    Json(merge): Json<ConversationMerge>,
) -> Result<Tagged<Conversation>, Problem> {
    desk.merge_conversations(id, merge.conversation_id).await?;
    seen(&desk, id).await
}

/// Gives what was said in a conversation as one document, the first message first.
///
/// Of more than 5,000 messages, the latest are given. The HTML loads nothing and runs nothing.
#[utoipa::path(
    get,
    path = "/api/v1/conversations/{id}/transcript",
    tag = "conversations",
    operation_id = "showTranscript",
    params(("id" = String, Path, format = Uuid, description = "The conversation's id"), TranscriptQuery),
    responses((
        status = 200,
        description = "The transcript",
        content((String = "text/plain"), (String = "text/html")),
    )),
)]
pub(crate) async fn transcript(
    Signed(desk): Signed,
    Id(id): Id<ConversationId>,
    Query(query): Query<TranscriptQuery>,
) -> Result<Response, Problem> {
    let transcript = desk.transcript(id, query.of()).await?;
    let (media_type, name, text) = match query.format {
        TranscriptFormat::Text => ("text/plain; charset=utf-8", "txt", transcript_text(&transcript)),
        TranscriptFormat::Html => ("text/html; charset=utf-8", "html", transcript_html(&transcript)),
    };
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"conversation-{id}.{name}\"")),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, text).into_response())
}
