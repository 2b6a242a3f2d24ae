use crate::{
    extract::{Id, Json, Query, Signed},
    problem::Problem,
    revisions::Tagged,
    shapes::{
        Conversation, ConversationCriteria, ConversationList, ConversationPatch, ConversationQuery, FilledList, Ran,
        RunMacro, Shortcut, ViewCounts,
    },
};
use chat_core::{ConversationId, Defined, DefinitionKind, Desk, Page, View};

/// Lists conversations, those with the latest message first unless another order is asked for.
#[utoipa::path(
    get,
    path = "/api/v1/conversations",
    tag = "conversations",
    operation_id = "listConversations",
    params(ConversationQuery, ConversationCriteria),
    responses(
        (status = 200, description = "A page of conversations", body = ConversationList),
        (status = 404, response = crate::openapi::NotFound),
    ),
)]
pub(crate) async fn list(
    Signed(desk): Signed,
    Query(query): Query<ConversationQuery>,
    Query(criteria): Query<ConversationCriteria>,
) -> Result<axum::Json<ConversationList>, Problem> {
    let page = query.page()?;
    let view = match query.view() {
        Some(id) => View::from_body(desk.definition(DefinitionKind::View, id).await?.body),
        None => None,
    };
    let order = query.order().or(view.as_ref().map(|view| view.order)).unwrap_or_default();
    let filter = match view {
        Some(view) => query.filter(criteria).and(view.filter),
        None => query.filter(criteria),
    };
    let page = desk.conversations_by(order, &filter, page).await?;
    listed(&desk, page).await
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
pub(crate) async fn show(Signed(desk): Signed, Id(id): Id<ConversationId>) -> Result<Tagged<Conversation>, Problem> {
    seen(&desk, id).await
}

/// Closes, reopens, archives, assigns, labels, puts off or names a conversation.
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
) -> Result<Tagged<Conversation>, Problem> {
    desk.change_conversation(id, &patch.into()).await?;
    // Read again: only the store knows the place of the event that tells of the change.
    seen(&desk, id).await
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
) -> Result<Tagged<Conversation>, Problem> {
    desk.mark_read(id).await?;
    seen(&desk, id).await
}

/// Marks a conversation as unread for whoever asks, until it is marked as read again. Colleagues are not concerned.
#[utoipa::path(
    post,
    path = "/api/v1/conversations/{id}/unread",
    tag = "conversations",
    operation_id = "markConversationUnread",
    params(("id" = String, Path, format = Uuid, description = "The conversation's id")),
    responses((status = 200, description = "The conversation as it is now", body = Conversation)),
)]
pub(crate) async fn mark_unread(
    Signed(desk): Signed,
    Id(id): Id<ConversationId>,
) -> Result<Tagged<Conversation>, Problem> {
    desk.mark_unread(id).await?;
    seen(&desk, id).await
}

/// Lists the canned responses that the agent gets to see, by their names, in the words for a conversation.
#[utoipa::path(
    get,
    path = "/api/v1/conversations/{id}/canned-responses",
    tag = "conversations",
    operation_id = "fillCannedResponses",
    params(("id" = String, Path, format = Uuid, description = "The conversation's id"), Shortcut),
    responses((status = 200, description = "The responses", body = FilledList)),
)]
pub(crate) async fn responses(
    Signed(desk): Signed,
    Id(id): Id<ConversationId>,
    Query(shortcut): Query<Shortcut>,
) -> Result<axum::Json<FilledList>, Problem> {
    Ok(axum::Json(desk.responses_for(id, shortcut.q.as_deref().unwrap_or_default()).await?.into()))
}

/// Runs a macro on a conversation: says what it says, then changes what it changes.
#[utoipa::path(
    post,
    path = "/api/v1/conversations/{id}/macros",
    tag = "conversations",
    operation_id = "runMacro",
    params(("id" = String, Path, format = Uuid, description = "The conversation's id")),
    request_body = RunMacro,
    responses(
        (status = 200, description = "What came of it", body = Ran),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn run_macro(
    Signed(desk): Signed,
    Id(id): Id<ConversationId>,
    Json(asked): Json<RunMacro>,
) -> Result<axum::Json<Ran>, Problem> {
    let run = desk.run_macro(id, asked.macro_id, asked.client_message_id).await?;
    Ok(axum::Json(Ran::new(run, desk.chat().links())))
}

/// A conversation as whoever asks sees it.
pub(super) async fn seen(desk: &Desk, id: ConversationId) -> Result<Tagged<Conversation>, Problem> {
    Ok(Tagged(Conversation::seen(desk.overview(id).await?, desk.chat())))
}

/// Conversations as whoever asks sees them.
pub(super) async fn listed(
    desk: &Desk,
    page: Page<chat_core::Conversation>,
) -> Result<axum::Json<ConversationList>, Problem> {
    let overviews = desk.overviews(page.items).await?;
    Ok(axum::Json(ConversationList::seen(overviews, page.next, desk.chat())))
}

/// Counts the conversations that each view finds which the agent gets to see.
#[utoipa::path(
    get,
    path = "/api/v1/view-counts",
    tag = "conversations",
    operation_id = "countViews",
    responses((status = 200, description = "The counts", body = ViewCounts)),
)]
pub(crate) async fn view_counts(Signed(desk): Signed) -> Result<axum::Json<ViewCounts>, Problem> {
    Ok(axum::Json(desk.view_counts().await?.into()))
}
