//! The webhooks that a client subscribes to events.

use crate::{
    error,
    extract::{Id, Json, Query, Signed},
    problem::Problem,
    revisions::Tagged,
    shapes::{
        NewWebhook, PageParams, Replay, Resend, Webhook, WebhookCall, WebhookCallList, WebhookCheck, WebhookList,
        WebhookPatch, WebhookWithSecret,
    },
};
use chat_core::{Limited, WebhookId};
use http::StatusCode;

/// Lists the webhooks, the oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/webhooks",
    tag = "outgoing",
    operation_id = "listWebhooks",
    responses(
        (status = 200, description = "The webhooks", body = WebhookList),
        (status = 403, response = crate::openapi::Forbidden),
    ),
)]
pub(crate) async fn list(Signed(desk): Signed) -> Result<axum::Json<WebhookList>, Problem> {
    Ok(axum::Json(desk.webhooks().await?.into()))
}

/// Subscribes an address to events.
///
/// The answer has the secret that every call is signed with, as Standard Webhooks has it; it is shown this once. Give it to the
/// endpoint, and have the webhook verified: it gets nothing before, and then everything from now on.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks",
    tag = "outgoing",
    operation_id = "createWebhook",
    request_body = NewWebhook,
    responses(
        (status = 201, description = "The webhook and its secret", body = WebhookWithSecret),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn create(
    Signed(desk): Signed,
    Json(new): Json<NewWebhook>,
) -> Result<(StatusCode, axum::Json<WebhookWithSecret>), Problem> {
    let webhook = desk.create_webhook(&new.into()).await?;
    Ok((StatusCode::CREATED, axum::Json(webhook.into())))
}

/// Shows one webhook.
#[utoipa::path(
    get,
    path = "/api/v1/webhooks/{id}",
    tag = "outgoing",
    operation_id = "showWebhook",
    params(("id" = String, Path, format = Uuid, description = "The webhook's id")),
    responses(
        (status = 200, description = "The webhook", body = Webhook),
        (status = 403, response = crate::openapi::Forbidden),
    ),
)]
pub(crate) async fn show(Signed(desk): Signed, Id(id): Id<WebhookId>) -> Result<Tagged<Webhook>, Problem> {
    Ok(Tagged(desk.webhook(id).await?.into()))
}

/// Changes, pauses or resumes a webhook.
///
/// One that was paused or disabled goes on from where it is when its status is set to `active`. Another `url` has to be verified
/// before it gets anything.
#[utoipa::path(
    patch,
    path = "/api/v1/webhooks/{id}",
    tag = "outgoing",
    operation_id = "changeWebhook",
    params(("id" = String, Path, format = Uuid, description = "The webhook's id")),
    request_body = WebhookPatch,
    responses(
        (status = 200, description = "The webhook as it is now", body = Webhook),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn change(
    Signed(desk): Signed,
    Id(id): Id<WebhookId>,
    Json(patch): Json<WebhookPatch>,
) -> Result<Tagged<Webhook>, Problem> {
    Ok(Tagged(desk.change_webhook(id, &patch.into()).await?.into()))
}

/// Deletes a webhook.
#[utoipa::path(
    delete,
    path = "/api/v1/webhooks/{id}",
    tag = "outgoing",
    operation_id = "deleteWebhook",
    params(("id" = String, Path, format = Uuid, description = "The webhook's id")),
    responses(
        (status = 204, description = "It is deleted"),
        (status = 403, response = crate::openapi::Forbidden),
    ),
)]
pub(crate) async fn delete(Signed(desk): Signed, Id(id): Id<WebhookId>) -> Result<StatusCode, Problem> {
    desk.delete_webhook(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks the endpoint whether it wants to be called.
///
/// It is sent `{"type": "verification", "challenge": "…"}`, signed like every call, and has to answer with status 200 and
/// `{"challenge": "…"}`: the same word. Then the webhook is active.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks/{id}/verify",
    tag = "outgoing",
    operation_id = "verifyWebhook",
    params(("id" = String, Path, format = Uuid, description = "The webhook's id")),
    responses(
        (status = 200, description = "The webhook as it stands now, and what came of the call", body = WebhookCheck),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn verify(Signed(desk): Signed, Id(id): Id<WebhookId>) -> Result<axum::Json<WebhookCheck>, Problem> {
    desk.allow(Limited::Check).await.map_err(error::rate_limited)?;
    Ok(axum::Json(desk.verify_webhook(id).await?.into()))
}

/// Gives a webhook another secret.
///
/// It is shown this once. For a day calls have two signatures: one with it, and one with the secret before.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks/{id}/rotate-secret",
    tag = "outgoing",
    operation_id = "rotateWebhookSecret",
    params(("id" = String, Path, format = Uuid, description = "The webhook's id")),
    responses(
        (status = 200, description = "The webhook and its secret from now on", body = WebhookWithSecret),
        (status = 403, response = crate::openapi::Forbidden),
    ),
)]
pub(crate) async fn rotate(
    Signed(desk): Signed,
    Id(id): Id<WebhookId>,
) -> Result<axum::Json<WebhookWithSecret>, Problem> {
    Ok(axum::Json(desk.rotate_webhook_secret(id).await?.into()))
}

/// Sends a webhook something that means nothing: `{"type": "test"}`.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks/{id}/test",
    tag = "outgoing",
    operation_id = "testWebhook",
    params(("id" = String, Path, format = Uuid, description = "The webhook's id")),
    responses(
        (status = 200, description = "What came of the call", body = WebhookCall),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn test(Signed(desk): Signed, Id(id): Id<WebhookId>) -> Result<axum::Json<WebhookCall>, Problem> {
    desk.allow(Limited::Check).await.map_err(error::rate_limited)?;
    Ok(axum::Json(desk.test_webhook(id).await?.into()))
}

/// Has a webhook go on after a place in the journal.
///
/// An earlier place has events sent again, a later one leaves some out. A place that the journal does not tell of any more is
/// answered with 410.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks/{id}/replay",
    tag = "outgoing",
    operation_id = "replayWebhook",
    params(("id" = String, Path, format = Uuid, description = "The webhook's id")),
    request_body = Replay,
    responses(
        (status = 200, description = "The webhook as it is now", body = Webhook),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 410, response = crate::openapi::Resync),
    ),
)]
pub(crate) async fn replay(
    Signed(desk): Signed,
    Id(id): Id<WebhookId>,
    Json(replay): Json<Replay>,
) -> Result<Tagged<Webhook>, Problem> {
    Ok(Tagged(desk.replay_webhook(id, replay.after()).await?.into()))
}

/// Sends a webhook one event again, at once and whatever it has subscribed to.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks/{id}/resend",
    tag = "outgoing",
    operation_id = "resendToWebhook",
    params(("id" = String, Path, format = Uuid, description = "The webhook's id")),
    request_body = Resend,
    responses(
        (status = 200, description = "What came of the call", body = WebhookCall),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn resend(
    Signed(desk): Signed,
    Id(id): Id<WebhookId>,
    Json(resend): Json<Resend>,
) -> Result<axum::Json<WebhookCall>, Problem> {
    desk.allow(Limited::Check).await.map_err(error::rate_limited)?;
    Ok(axum::Json(desk.resend_to_webhook(id, resend.seq()).await?.into()))
}

/// Lists the calls of a webhook, the latest first. They are kept for 30 days.
#[utoipa::path(
    get,
    path = "/api/v1/webhooks/{id}/calls",
    tag = "outgoing",
    operation_id = "listWebhookCalls",
    params(("id" = String, Path, format = Uuid, description = "The webhook's id"), PageParams),
    responses(
        (status = 200, description = "The calls", body = WebhookCallList),
        (status = 403, response = crate::openapi::Forbidden),
    ),
)]
pub(crate) async fn calls(
    Signed(desk): Signed,
    Id(id): Id<WebhookId>,
    Query(page): Query<PageParams>,
) -> Result<axum::Json<WebhookCallList>, Problem> {
    Ok(axum::Json(desk.webhook_calls(id, page.query()?).await?.into()))
}
