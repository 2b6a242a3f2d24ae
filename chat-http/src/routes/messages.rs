use crate::{
    extract::{Id, Json, Query, Signed},
    problem::Problem,
    revisions::Tagged,
    shapes::{DeliveryList, Message, MessageEdit, MessageHistory, MessageList, NewMessage, NewReaction, PageParams},
};
use chat_core::{ConversationId, MessageId};
use http::StatusCode;

/// Lists the messages of a conversation, latest first.
#[utoipa::path(
    get,
    path = "/api/v1/conversations/{id}/messages",
    tag = "messages",
    operation_id = "listMessages",
    params(("id" = String, Path, format = Uuid, description = "The conversation's id"), PageParams),
    responses((status = 200, description = "A page of messages", body = MessageList)),
)]
pub(crate) async fn list(
    Signed(desk): Signed,
    Id(id): Id<ConversationId>,
    Query(page): Query<PageParams>,
) -> Result<axum::Json<MessageList>, Problem> {
    let page = desk.messages(id, page.query()?).await?;
    Ok(axum::Json(MessageList::new(page, desk.chat().links())))
}

/// Answers the customer, or leaves a note for colleagues.
///
/// The message is kept when this answers; it is delivered afterwards, and its `status` tells how far it has come. A second
/// request with the same `clientMessageId` is answered with the message of the first, as it is now, and with 201 again.
#[utoipa::path(
    post,
    path = "/api/v1/conversations/{id}/messages",
    tag = "messages",
    operation_id = "postMessage",
    params(("id" = String, Path, format = Uuid, description = "The conversation's id")),
    request_body = NewMessage,
    responses(
        (status = 201, description = "The message", body = Message),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn post(
    Signed(desk): Signed,
    Id(id): Id<ConversationId>,
    Json(new): Json<NewMessage>,
) -> Result<(StatusCode, Tagged<Message>), Problem> {
    let message = desk.reply(id, &new.into()).await?;
    Ok((StatusCode::CREATED, Tagged(Message::new(message, desk.chat().links()))))
}

/// Sends a message again that failed, or of which nobody knows whether it was sent (`isUnsettled`).
///
/// Asking twice is asking once: whoever asks for a message that is being sent again, or was, is answered with how it is.
#[utoipa::path(
    post,
    path = "/api/v1/messages/{id}/retry",
    tag = "messages",
    operation_id = "retryMessage",
    params(("id" = String, Path, format = Uuid, description = "The message's id")),
    responses(
        (status = 200, description = "The message, which is queued again, or has been since", body = Message),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn retry(Signed(desk): Signed, Id(id): Id<MessageId>) -> Result<Tagged<Message>, Problem> {
    let message = desk.retry(id).await?;
    Ok(Tagged(Message::new(message, desk.chat().links())))
}

/// Gives a message up of which nobody knows whether it was sent (`isUnsettled`).
///
/// It counts as failed with the code `discarded`. Should the provider tell later that it arrived, that counts.
#[utoipa::path(
    post,
    path = "/api/v1/messages/{id}/discard",
    tag = "messages",
    operation_id = "discardMessage",
    params(("id" = String, Path, format = Uuid, description = "The message's id")),
    responses(
        (status = 200, description = "The message, which has failed", body = Message),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn discard(Signed(desk): Signed, Id(id): Id<MessageId>) -> Result<Tagged<Message>, Problem> {
    let message = desk.discard(id).await?;
    Ok(Tagged(Message::new(message, desk.chat().links())))
}

/// Shows what was done to send a message: each order to send it with its attempts, outcomes, and the next try.
///
/// A message to a website visitor needs no delivery and has none.
#[utoipa::path(
    get,
    path = "/api/v1/messages/{id}/deliveries",
    tag = "messages",
    operation_id = "listDeliveries",
    params(("id" = String, Path, format = Uuid, description = "The message's id")),
    responses((status = 200, description = "The deliveries", body = DeliveryList)),
)]
pub(crate) async fn deliveries(
    Signed(desk): Signed,
    Id(id): Id<MessageId>,
) -> Result<axum::Json<DeliveryList>, Problem> {
    Ok(axum::Json(desk.deliveries(id).await?.into_iter().collect()))
}

/// Writes something else in place of a note or reply of one's own. What it said before stays in its history.
///
/// What a provider has taken cannot be changed any more: a reply over WhatsApp answers 409.
#[utoipa::path(
    patch,
    path = "/api/v1/messages/{id}",
    tag = "messages",
    operation_id = "editMessage",
    params(("id" = String, Path, format = Uuid, description = "The message's id")),
    request_body = MessageEdit,
    responses(
        (status = 200, description = "The message as it is now", body = Message),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn edit(
    Signed(desk): Signed,
    Id(id): Id<MessageId>,
    Json(edit): Json<MessageEdit>,
) -> Result<Tagged<Message>, Problem> {
    let message = desk.edit(id, &edit.content).await?;
    Ok(Tagged(Message::new(message, desk.chat().links())))
}

/// Takes a note or reply of one's own back: it says nothing any more, but for its history.
///
/// What a provider has taken cannot be taken back any more: a reply over WhatsApp answers 409.
#[utoipa::path(
    delete,
    path = "/api/v1/messages/{id}",
    tag = "messages",
    operation_id = "deleteMessage",
    params(("id" = String, Path, format = Uuid, description = "The message's id")),
    responses(
        (status = 200, description = "The message, which says nothing any more", body = Message),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn delete(Signed(desk): Signed, Id(id): Id<MessageId>) -> Result<Tagged<Message>, Problem> {
    let message = desk.delete(id).await?;
    Ok(Tagged(Message::new(message, desk.chat().links())))
}

/// Shows what a message said before it was edited or deleted.
#[utoipa::path(
    get,
    path = "/api/v1/messages/{id}/history",
    tag = "messages",
    operation_id = "showMessageHistory",
    params(("id" = String, Path, format = Uuid, description = "The message's id")),
    responses((status = 200, description = "Its versions, the first one first", body = MessageHistory)),
)]
pub(crate) async fn history(
    Signed(desk): Signed,
    Id(id): Id<MessageId>,
) -> Result<axum::Json<MessageHistory>, Problem> {
    Ok(axum::Json(desk.versions(id).await?.into()))
}

/// Answers a message with a sign; the customer is told where the channel can. It takes the place of an earlier one of the team.
#[utoipa::path(
    put,
    path = "/api/v1/messages/{id}/reaction",
    tag = "messages",
    operation_id = "reactToMessage",
    params(("id" = String, Path, format = Uuid, description = "The message's id")),
    request_body = NewReaction,
    responses(
        (status = 200, description = "The message as it is now", body = Message),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn react(
    Signed(desk): Signed,
    Id(id): Id<MessageId>,
    Json(new): Json<NewReaction>,
) -> Result<Tagged<Message>, Problem> {
    let message = desk.react(id, Some(&new.emoji)).await?;
    Ok(Tagged(Message::new(message, desk.chat().links())))
}

/// Takes the team's sign back.
#[utoipa::path(
    delete,
    path = "/api/v1/messages/{id}/reaction",
    tag = "messages",
    operation_id = "takeBackReaction",
    params(("id" = String, Path, format = Uuid, description = "The message's id")),
    responses(
        (status = 200, description = "The message as it is now", body = Message),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn take_back_reaction(
    Signed(desk): Signed,
    Id(id): Id<MessageId>,
) -> Result<Tagged<Message>, Problem> {
    let message = desk.react(id, None).await?;
    Ok(Tagged(Message::new(message, desk.chat().links())))
}
