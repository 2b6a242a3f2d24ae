use crate::{
    extract::{Id, Json, Signed},
    problem::Problem,
    shapes::{
        AddedNumber, NewNumber, Number, NumberList, NumberRequest, Profile, ProfilePatch, SignUpCode, SignUpToken,
    },
};
use chat_core::{AccountId, Source};
use http::StatusCode;
use serde_json::Value;

/// Lists the numbers of an account's business, as Meta has them.
#[utoipa::path(
    get,
    path = "/api/v1/whatsapp/accounts/{id}/numbers",
    tag = "whatsapp",
    operation_id = "listWhatsAppNumbers",
    params(("id" = String, Path, format = Uuid, description = "The account's id")),
    responses(
        (status = 200, description = "The numbers", body = NumberList),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
        (status = 502, response = crate::openapi::ProviderUnavailable),
    ),
)]
pub(crate) async fn list(Signed(desk): Signed, Id(id): Id<AccountId>) -> Result<axum::Json<NumberList>, Problem> {
    Ok(axum::Json(desk.numbers(id).await?.into_iter().collect()))
}

/// Adds a number to an account's business. It has to be verified and registered before it can be connected.
#[utoipa::path(
    post,
    path = "/api/v1/whatsapp/accounts/{id}/numbers",
    tag = "whatsapp",
    operation_id = "addWhatsAppNumber",
    params(("id" = String, Path, format = Uuid, description = "The account's id")),
    request_body = NewNumber,
    responses(
        (status = 201, description = "Meta's id of it", body = AddedNumber),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
        (status = 502, response = crate::openapi::ProviderUnavailable),
    ),
)]
pub(crate) async fn add(
    Signed(desk): Signed,
    Id(id): Id<AccountId>,
    Json(new): Json<NewNumber>,
) -> Result<(StatusCode, axum::Json<AddedNumber>), Problem> {
    let phone_number_id = desk.add_number(id, &new.into()).await?;
    Ok((StatusCode::CREATED, axum::Json(AddedNumber { phone_number_id })))
}

/// Shows an account's number as Meta has it now, with what is in the way of sending.
#[utoipa::path(
    get,
    path = "/api/v1/whatsapp/accounts/{id}/number",
    tag = "whatsapp",
    operation_id = "showWhatsAppNumber",
    params(("id" = String, Path, format = Uuid, description = "The account's id")),
    responses(
        (status = 200, description = "The number", body = Number),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
        (status = 502, response = crate::openapi::ProviderUnavailable),
    ),
)]
pub(crate) async fn show(Signed(desk): Signed, Id(id): Id<AccountId>) -> Result<axum::Json<Number>, Problem> {
    Ok(axum::Json(desk.number(id).await?.into()))
}

/// Does something with a number at Meta: verify, register, name or protect it.
#[utoipa::path(
    post,
    path = "/api/v1/whatsapp/accounts/{id}/number",
    tag = "whatsapp",
    operation_id = "manageWhatsAppNumber",
    params(("id" = String, Path, format = Uuid, description = "The account's id")),
    request_body = NumberRequest,
    responses(
        (status = 204, description = "It is done"),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
        (status = 502, response = crate::openapi::ProviderUnavailable),
    ),
)]
pub(crate) async fn manage(
    Signed(desk): Signed,
    Id(id): Id<AccountId>,
    Json(request): Json<NumberRequest>,
) -> Result<StatusCode, Problem> {
    let address = request.phone_number_id.clone();
    desk.manage_number(id, address.as_deref(), &request.deed()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows the settings of an account's number, in Meta's shape.
#[utoipa::path(
    get,
    path = "/api/v1/whatsapp/accounts/{id}/settings",
    tag = "whatsapp",
    operation_id = "showWhatsAppSettings",
    params(("id" = String, Path, format = Uuid, description = "The account's id")),
    responses(
        (status = 200, description = "The settings", body = Object, example = json!({ "storage_configuration": { "status": "DEFAULT" } })),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
        (status = 502, response = crate::openapi::ProviderUnavailable),
    ),
)]
pub(crate) async fn settings(Signed(desk): Signed, Id(id): Id<AccountId>) -> Result<axum::Json<Value>, Problem> {
    Ok(axum::Json(desk.number_settings(id).await?))
}

/// Shows how the business presents itself to its customers.
#[utoipa::path(
    get,
    path = "/api/v1/whatsapp/accounts/{id}/profile",
    tag = "whatsapp",
    operation_id = "showWhatsAppProfile",
    params(("id" = String, Path, format = Uuid, description = "The account's id")),
    responses(
        (status = 200, description = "The profile", body = Profile),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
        (status = 502, response = crate::openapi::ProviderUnavailable),
    ),
)]
pub(crate) async fn profile(Signed(desk): Signed, Id(id): Id<AccountId>) -> Result<axum::Json<Profile>, Problem> {
    Ok(axum::Json(desk.profile(id).await?.into()))
}

/// Changes how the business presents itself to its customers.
#[utoipa::path(
    patch,
    path = "/api/v1/whatsapp/accounts/{id}/profile",
    tag = "whatsapp",
    operation_id = "changeWhatsAppProfile",
    params(("id" = String, Path, format = Uuid, description = "The account's id")),
    request_body = ProfilePatch,
    responses(
        (status = 200, description = "The profile as it is now", body = Profile),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
        (status = 502, response = crate::openapi::ProviderUnavailable),
    ),
)]
pub(crate) async fn change_profile(
    Signed(desk): Signed,
    Id(id): Id<AccountId>,
    Json(patch): Json<ProfilePatch>,
) -> Result<axum::Json<Profile>, Problem> {
    let (profile, picture) = patch.into_parts();
    Ok(axum::Json(desk.set_profile(id, &profile, picture).await?.into()))
}

/// Redeems the code that a business got when it signed up at Meta (Embedded Signup), for a token to connect its number with.
#[utoipa::path(
    post,
    path = "/api/v1/whatsapp/exchange-code",
    tag = "whatsapp",
    operation_id = "exchangeWhatsAppCode",
    request_body = SignUpCode,
    responses(
        (status = 200, description = "The token", body = SignUpToken),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
        (status = 502, response = crate::openapi::ProviderUnavailable),
    ),
)]
pub(crate) async fn exchange_code(
    Signed(desk): Signed,
    Json(asked): Json<SignUpCode>,
) -> Result<axum::Json<SignUpToken>, Problem> {
    let secret = asked.app_secret.into();
    let token = desk.exchange_code(&Source::WHATSAPP, &asked.app_id, &secret, &asked.code).await?;
    Ok(axum::Json(SignUpToken { access_token: token.expose().to_owned() }))
}
