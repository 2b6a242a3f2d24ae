use crate::{
    error,
    extract::{Id, Json, Signed},
    problem::Problem,
    shapes::{NewUnsent, Unsent, UnsentList},
};
use chat_core::{ConversationId, MessageKind};
use http::StatusCode;

/// Lists what the agent has begun to write and not sent, the latest first.
#[utoipa::path(
    get,
    path = "/api/v1/drafts",
    tag = "messages",
    operation_id = "listDrafts",
    responses((status = 200, description = "The drafts", body = UnsentList)),
)]
pub(crate) async fn list(Signed(desk): Signed) -> Result<axum::Json<UnsentList>, Problem> {
    Ok(axum::Json(desk.unsent().await?.into()))
}

/// Shows what the agent has begun to write in a conversation.
#[utoipa::path(
    get,
    path = "/api/v1/conversations/{id}/draft",
    tag = "messages",
    operation_id = "showDraft",
    params(("id" = String, Path, format = Uuid, description = "The conversation's id")),
    responses((status = 200, description = "The draft", body = Unsent)),
)]
pub(crate) async fn show(Signed(desk): Signed, Id(id): Id<ConversationId>) -> Result<axum::Json<Unsent>, Problem> {
    desk.conversation(id).await?;
    let bookmark = desk.bookmarks(&[id]).await?.pop();
    bookmark.and_then(Unsent::of).map(axum::Json).ok_or_else(|| error::not_found("draft"))
}

/// Keeps what the agent has begun to write in a conversation, in place of what was kept before. Sending throws it away.
#[utoipa::path(
    put,
    path = "/api/v1/conversations/{id}/draft",
    tag = "messages",
    operation_id = "keepDraft",
    params(("id" = String, Path, format = Uuid, description = "The conversation's id")),
    request_body = NewUnsent,
    responses((status = 200, description = "The draft", body = Unsent)),
)]
pub(crate) async fn keep(
    Signed(desk): Signed,
    Id(id): Id<ConversationId>,
    Json(new): Json<NewUnsent>,
) -> Result<axum::Json<Unsent>, Problem> {
    let bookmark = desk.keep_unsent(id, &new.content, new.kind.unwrap_or(MessageKind::Reply)).await?;
    Unsent::of(bookmark).map(axum::Json).ok_or_else(|| error::not_found("draft"))
}

/// Throws away what the agent has begun to write in a conversation.
#[utoipa::path(
    delete,
    path = "/api/v1/conversations/{id}/draft",
    tag = "messages",
    operation_id = "dropDraft",
    params(("id" = String, Path, format = Uuid, description = "The conversation's id")),
    responses((status = 204, description = "There is no draft any more")),
)]
pub(crate) async fn discard(Signed(desk): Signed, Id(id): Id<ConversationId>) -> Result<StatusCode, Problem> {
    desk.drop_unsent(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
