use super::auth;
use crate::{
    api::ApiState,
    error,
    extract::{Id, Json, Signed},
    guard::Caller,
    problem::Problem,
    shapes::{Acceptance, InvitationList, MadeInvitation, NewInvitation},
};
use axum::{extract::State, response::Response};
use chat_core::{InvitationId, Limited};
use http::{HeaderMap, StatusCode};

/// The longest body that an acceptance needs.
const ACCEPTANCE_MAX: usize = 8_192;

/// Lists the invitations that were neither taken nor taken back, the oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/invitations",
    tag = "agents",
    operation_id = "listInvitations",
    responses((status = 200, description = "The invitations, without their tokens", body = InvitationList)),
)]
pub(crate) async fn list(Signed(desk): Signed) -> Result<axum::Json<InvitationList>, Problem> {
    Ok(axum::Json(desk.invitations().await?.into()))
}

/// Asks somebody into the team.
///
/// The invitation waits for seven days. Its token is told this once: deliver it to the newcomer, who accepts it with
/// `POST /api/v1/auth/invitation`. Nobody gives rights that it has not itself.
#[utoipa::path(
    post,
    path = "/api/v1/invitations",
    tag = "agents",
    operation_id = "invite",
    request_body = NewInvitation,
    responses(
        (status = 201, description = "The invitation, and its token this once", body = MadeInvitation),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn invite(
    Signed(desk): Signed,
    Json(new): Json<NewInvitation>,
) -> Result<(StatusCode, axum::Json<MadeInvitation>), Problem> {
    let made = desk.invite(&new.into()).await?;
    Ok((StatusCode::CREATED, axum::Json(made.into())))
}

/// Gives an invitation another token and seven days again.
///
/// The old token works no more.
#[utoipa::path(
    post,
    path = "/api/v1/invitations/{id}/renew",
    tag = "agents",
    operation_id = "renewInvitation",
    params(("id" = String, Path, format = Uuid, description = "The invitation's id")),
    responses((status = 200, description = "The invitation, and its token this once", body = MadeInvitation)),
)]
pub(crate) async fn renew(
    Signed(desk): Signed,
    Id(id): Id<InvitationId>,
) -> Result<axum::Json<MadeInvitation>, Problem> {
    Ok(axum::Json(desk.renew_invitation(id).await?.into()))
}

/// Takes an invitation back.
#[utoipa::path(
    delete,
    path = "/api/v1/invitations/{id}",
    tag = "agents",
    operation_id = "revokeInvitation",
    params(("id" = String, Path, format = Uuid, description = "The invitation's id")),
    responses((status = 204, description = "Its token works no more")),
)]
pub(crate) async fn revoke(Signed(desk): Signed, Id(id): Id<InvitationId>) -> Result<StatusCode, Problem> {
    desk.revoke_invitation(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Accepts an invitation.
///
/// The newcomer signs in from now on with the address that was invited and this password, and has signed in already.
#[utoipa::path(
    post,
    path = "/api/v1/auth/invitation",
    tag = "auth",
    operation_id = "acceptInvitation",
    security(()),
    request_body = Acceptance,
    responses(
        (status = 201, description = "The session", body = crate::shapes::Session, headers(("set-cookie" = String))),
        (status = 404, response = crate::openapi::NotFound),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn accept(
    State(state): State<ApiState>,
    caller: Caller,
    headers: HeaderMap,
    Json(acceptance): Json<Acceptance, ACCEPTANCE_MAX>,
) -> Result<(StatusCode, Response), Problem> {
    if let Some(whom) = caller.whom() {
        state.chat().allow(Limited::Login, whom).await.map_err(error::rate_limited)?;
    }
    let Acceptance { token, name, password } = acceptance;
    let agent = state.chat().accept_invitation(&token.into(), &name, &password.into()).await?;
    let login = state.login().ok_or_else(|| error::not_found("route"))?;
    let session = login.start_session_on(agent, &auth::device(caller, &headers)).await?;
    Ok((StatusCode::CREATED, auth::begun(&state, session)))
}
