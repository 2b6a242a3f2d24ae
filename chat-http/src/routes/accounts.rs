use crate::{
    error,
    extract::{Id, Json, Signed},
    problem::Problem,
    revisions::Tagged,
    shapes::{Account, AccountList, AccountPatch, NewAccount},
};
use chat_core::{AccountId, Desk, Source};
use http::StatusCode;

/// Lists the connected WhatsApp numbers, the oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/whatsapp/accounts",
    tag = "whatsapp",
    operation_id = "listWhatsAppAccounts",
    responses((status = 200, description = "The accounts", body = AccountList)),
)]
pub(crate) async fn list(Signed(desk): Signed) -> Result<axum::Json<AccountList>, Problem> {
    let accounts = desk.accounts().await?;
    Ok(axum::Json(accounts.into_iter().filter(|account| account.source == Source::WHATSAPP).collect()))
}

/// Connects a WhatsApp number.
///
/// Meta is asked whether the credentials work: when they do not, the account is `paused` and `pauseReason` says why.
#[utoipa::path(
    post,
    path = "/api/v1/whatsapp/accounts",
    tag = "whatsapp",
    operation_id = "connectWhatsAppAccount",
    request_body = NewAccount,
    responses(
        (status = 201, description = "The account", body = Account),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn connect(
    Signed(desk): Signed,
    Json(new): Json<NewAccount>,
) -> Result<(StatusCode, Tagged<Account>), Problem> {
    let account = desk.connect_account(&new.into()).await?;
    Ok((StatusCode::CREATED, Tagged(account.into())))
}

/// Shows one connected WhatsApp number.
#[utoipa::path(
    get,
    path = "/api/v1/whatsapp/accounts/{id}",
    tag = "whatsapp",
    operation_id = "showWhatsAppAccount",
    params(("id" = String, Path, format = Uuid, description = "The account's id")),
    responses((status = 200, description = "The account", body = Account)),
)]
pub(crate) async fn show(Signed(desk): Signed, Id(id): Id<AccountId>) -> Result<Tagged<Account>, Problem> {
    Ok(Tagged(of_whatsapp(&desk, id).await?.into()))
}

/// Changes, pauses or resumes a WhatsApp number.
///
/// Meta is asked again when the access token changes or the number is resumed.
#[utoipa::path(
    patch,
    path = "/api/v1/whatsapp/accounts/{id}",
    tag = "whatsapp",
    operation_id = "changeWhatsAppAccount",
    params(("id" = String, Path, format = Uuid, description = "The account's id")),
    request_body = AccountPatch,
    responses(
        (status = 200, description = "The account as it is now", body = Account),
        (status = 403, response = crate::openapi::Forbidden),
    ),
)]
pub(crate) async fn change(
    Signed(desk): Signed,
    Id(id): Id<AccountId>,
    Json(patch): Json<AccountPatch>,
) -> Result<Tagged<Account>, Problem> {
    of_whatsapp(&desk, id).await?;
    Ok(Tagged(desk.change_account(id, &patch.into()).await?.into()))
}

/// Disconnects a WhatsApp number.
///
/// It neither sends nor receives any more, and may be connected anew. Its conversations stay.
#[utoipa::path(
    delete,
    path = "/api/v1/whatsapp/accounts/{id}",
    tag = "whatsapp",
    operation_id = "disconnectWhatsAppAccount",
    params(("id" = String, Path, format = Uuid, description = "The account's id")),
    responses(
        (status = 204, description = "It is disconnected"),
        (status = 403, response = crate::openapi::Forbidden),
    ),
)]
pub(crate) async fn disconnect(Signed(desk): Signed, Id(id): Id<AccountId>) -> Result<StatusCode, Problem> {
    of_whatsapp(&desk, id).await?;
    desk.disconnect_account(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An account of another channel is none of these routes' business.
async fn of_whatsapp(desk: &Desk, id: AccountId) -> Result<chat_core::Account, Problem> {
    let account = desk.account(id).await?;
    if account.source == Source::WHATSAPP { Ok(account) } else { Err(error::not_found("account")) }
}
