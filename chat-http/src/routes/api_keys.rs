use crate::{
    extract::{Id, Json, Signed},
    problem::Problem,
    shapes::{ApiKeyList, MadeApiKey, NewApiKey},
};
use chat_core::ApiKeyId;
use http::StatusCode;

/// Lists your API keys, the oldest first.
///
/// Whoever manages the team sees those of everybody. Keys that have expired are listed until they are taken back.
#[utoipa::path(
    get,
    path = "/api/v1/api-keys",
    tag = "auth",
    operation_id = "listApiKeys",
    responses((status = 200, description = "The keys, without their tokens", body = ApiKeyList)),
)]
pub(crate) async fn list(Signed(desk): Signed) -> Result<axum::Json<ApiKeyList>, Problem> {
    Ok(axum::Json(desk.api_keys().await?.into()))
}

/// Makes an API key that acts as you.
///
/// It can never do more than you. One that is made without an end works until it is taken back. An API key cannot make another.
#[utoipa::path(
    post,
    path = "/api/v1/api-keys",
    tag = "auth",
    operation_id = "createApiKey",
    request_body = NewApiKey,
    responses(
        (status = 201, description = "The key, and its token this once", body = MadeApiKey),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn create(
    Signed(desk): Signed,
    Json(new): Json<NewApiKey>,
) -> Result<(StatusCode, axum::Json<MadeApiKey>), Problem> {
    let made = desk.create_api_key(&new.into()).await?;
    Ok((StatusCode::CREATED, axum::Json(made.into())))
}

/// Takes an API key back.
///
/// It works no more, and sockets that came in by it are closed. Whoever manages the team takes back anybody's.
#[utoipa::path(
    delete,
    path = "/api/v1/api-keys/{id}",
    tag = "auth",
    operation_id = "revokeApiKey",
    params(("id" = String, Path, format = Uuid, description = "The key's id")),
    responses((status = 204, description = "It works no more")),
)]
pub(crate) async fn revoke(Signed(desk): Signed, Id(id): Id<ApiKeyId>) -> Result<StatusCode, Problem> {
    desk.revoke_api_key(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
