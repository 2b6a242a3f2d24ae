use crate::{
    extract::{Id, Json, Query, Signed},
    problem::Problem,
    shapes::{Conversation, ConversationList, ConversationPatch, ConversationQuery},
};
use chat_core::ConversationId;

/// Lists conversations, those with the latest message first.
#[utoipa::path(
    get,
    path = "/api/v1/conversations",
    tag = "conversations",
    operation_id = "listConversations",
    params(ConversationQuery),
    responses((status = 200, description = "A page of conversations", body = ConversationList)),
)]
pub(crate) async fn list(
    Signed(desk): Signed,
    Query(query): Query<ConversationQuery>,
) -> Result<axum::Json<ConversationList>, Problem> {
    let page = query.page()?;
    Ok(axum::Json(desk.conversations(&query.filter(), page).await?.into()))
}

/// Shows one conversation.
#[utoipa::path(
    get,
    path = "/api/v1/conversations/{id}",
    tag = "conversations",
    operation_id = "showConversation",
    params(("id" = String, Path, format = Uuid, description = "The conversation's id")),
    responses((status = 200, description = "The conversation", body = Conversation)),
)]
pub(crate) async fn show(
    Signed(desk): Signed,
    Id(id): Id<ConversationId>,
) -> Result<axum::Json<Conversation>, Problem> {
    Ok(axum::Json(desk.conversation(id).await?.into()))
}

/// Closes, reopens, archives, assigns or names a conversation.
#[utoipa::path(
    patch,
    path = "/api/v1/conversations/{id}",
    tag = "conversations",
    operation_id = "changeConversation",
    params(("id" = String, Path, format = Uuid, description = "The conversation's id")),
    request_body = ConversationPatch,
    responses(
        (status = 200, description = "The conversation as it is now", body = Conversation),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn change(
    Signed(desk): Signed,
    Id(id): Id<ConversationId>,
    Json(patch): Json<ConversationPatch>,
) -> Result<axum::Json<Conversation>, Problem> {
    desk.change_conversation(id, &patch.into()).await?;
    // Read again: only the store knows the place of the event that tells of the change.
    Ok(axum::Json(desk.conversation(id).await?.into()))
}

/// Notes that the team has read a conversation.
///
/// The customer is told where the channel can.
#[utoipa::path(
    post,
    path = "/api/v1/conversations/{id}/read",
    tag = "conversations",
    operation_id = "markConversationRead",
    params(("id" = String, Path, format = Uuid, description = "The conversation's id")),
    responses((status = 200, description = "The conversation as it is now", body = Conversation)),
)]
pub(crate) async fn mark_read(
    Signed(desk): Signed,
    Id(id): Id<ConversationId>,
) -> Result<axum::Json<Conversation>, Problem> {
    desk.mark_read(id).await?;
    Ok(axum::Json(desk.conversation(id).await?.into()))
}
