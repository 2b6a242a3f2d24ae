//! What agents do about how they sign in. All of it asks for a session: API keys are refused.

use super::auth::allow_code;
use crate::{
    api::ApiState,
    extract::{Id, Json, Signed},
    problem::Problem,
    shapes::{CodeCheck, Factor, FullCheck, NewFactor, PasswordChange, PasswordCheck, RecoveryCodes, SessionList},
};
use axum::extract::State;
use chat_core::{AgentId, SessionId};
use http::StatusCode;

/// The longest body that any of it needs.
const BODY_MAX: usize = 8_192;

/// Lists your sessions, the latest first.
#[utoipa::path(
    get,
    path = "/api/v1/me/sessions",
    tag = "auth",
    operation_id = "listOwnSessions",
    responses((status = 200, description = "The sessions that are neither over nor ended", body = SessionList)),
)]
pub(crate) async fn sessions(Signed(desk): Signed) -> Result<axum::Json<SessionList>, Problem> {
    Ok(axum::Json(desk.own_sessions().await?.into()))
}

/// Ends your other sessions.
///
/// The one that this is asked in stays. Sockets that came in by the others are closed.
#[utoipa::path(
    delete,
    path = "/api/v1/me/sessions",
    tag = "auth",
    operation_id = "endOtherSessions",
    responses((status = 204, description = "They have ended")),
)]
pub(crate) async fn end_others(Signed(desk): Signed) -> Result<StatusCode, Problem> {
    desk.end_other_sessions().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one of your sessions.
///
/// Sockets that came in by it are closed.
#[utoipa::path(
    delete,
    path = "/api/v1/me/sessions/{id}",
    tag = "auth",
    operation_id = "endSession",
    params(("id" = String, Path, format = Uuid, description = "The session's id")),
    responses((status = 204, description = "It has ended")),
)]
pub(crate) async fn end_one(Signed(desk): Signed, Id(id): Id<SessionId>) -> Result<StatusCode, Problem> {
    desk.end_own_session(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes your password, or sets the first one.
///
/// All of your other sessions end. API keys go on working.
#[utoipa::path(
    post,
    path = "/api/v1/me/password",
    tag = "auth",
    operation_id = "changePassword",
    request_body = PasswordChange,
    responses(
        (status = 204, description = "It is changed"),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn change_password(
    State(state): State<ApiState>,
    Signed(desk): Signed,
    Json(change): Json<PasswordChange, BODY_MAX>,
) -> Result<StatusCode, Problem> {
    allow_code(&state, desk.actor().agent_id).await?;
    let current = change.current_password.map(Into::into);
    desk.change_password(current.as_ref(), &change.new_password.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tells whether a code is asked for when you sign in.
#[utoipa::path(
    get,
    path = "/api/v1/me/second-factor",
    tag = "auth",
    operation_id = "showSecondFactor",
    responses((status = 200, description = "How it stands", body = Factor)),
)]
pub(crate) async fn factor(Signed(desk): Signed) -> Result<axum::Json<Factor>, Problem> {
    Ok(axum::Json(desk.second_factor().await?.into()))
}

/// Makes a secret for your authenticator app.
///
/// It changes nothing until it is confirmed with a code of the app. Asked again before that, it makes another.
#[utoipa::path(
    post,
    path = "/api/v1/me/second-factor",
    tag = "auth",
    operation_id = "beginSecondFactor",
    request_body = PasswordCheck,
    responses(
        (status = 201, description = "The secret, this once", body = NewFactor),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn begin_factor(
    State(state): State<ApiState>,
    Signed(desk): Signed,
    Json(check): Json<PasswordCheck, BODY_MAX>,
) -> Result<(StatusCode, axum::Json<NewFactor>), Problem> {
    allow_code(&state, desk.actor().agent_id).await?;
    let host = state.public_origin().and_then(|origin| origin.split_once("://")).map_or("Chat", |(_, host)| host);
    let enrolment = desk.begin_second_factor(&check.password.into(), host).await?;
    Ok((StatusCode::CREATED, axum::Json(enrolment.into())))
}

/// Confirms the secret with a code of your app.
///
/// From now on a code is asked for when you sign in.
#[utoipa::path(
    post,
    path = "/api/v1/me/second-factor/confirm",
    tag = "auth",
    operation_id = "confirmSecondFactor",
    request_body = CodeCheck,
    responses(
        (status = 200, description = "The recovery codes, this once", body = RecoveryCodes),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn confirm_factor(
    State(state): State<ApiState>,
    Signed(desk): Signed,
    Json(check): Json<CodeCheck, BODY_MAX>,
) -> Result<axum::Json<RecoveryCodes>, Problem> {
    allow_code(&state, desk.actor().agent_id).await?;
    Ok(axum::Json(desk.confirm_second_factor(&check.code.into()).await?.into()))
}

/// Makes new recovery codes.
///
/// Those that are left work no more. The code may be one of them.
#[utoipa::path(
    post,
    path = "/api/v1/me/second-factor/recovery-codes",
    tag = "auth",
    operation_id = "renewRecoveryCodes",
    request_body = CodeCheck,
    responses(
        (status = 200, description = "The recovery codes, this once", body = RecoveryCodes),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn renew_codes(
    State(state): State<ApiState>,
    Signed(desk): Signed,
    Json(check): Json<CodeCheck, BODY_MAX>,
) -> Result<axum::Json<RecoveryCodes>, Problem> {
    allow_code(&state, desk.actor().agent_id).await?;
    Ok(axum::Json(desk.renew_recovery_codes(&check.code.into()).await?.into()))
}

/// Ends the second factor.
///
/// The password alone does again.
#[utoipa::path(
    post,
    path = "/api/v1/me/second-factor/disable",
    tag = "auth",
    operation_id = "endSecondFactor",
    request_body = FullCheck,
    responses(
        (status = 204, description = "No code is asked for any more"),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn end_factor(
    State(state): State<ApiState>,
    Signed(desk): Signed,
    Json(check): Json<FullCheck, BODY_MAX>,
) -> Result<StatusCode, Problem> {
    allow_code(&state, desk.actor().agent_id).await?;
    desk.end_second_factor(&check.password.into(), &check.code.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a colleague's second factor away.
///
/// For whoever has lost the app and the recovery codes. An owner's takes an owner.
#[utoipa::path(
    delete,
    path = "/api/v1/agents/{id}/second-factor",
    tag = "agents",
    operation_id = "resetSecondFactor",
    params(("id" = String, Path, format = Uuid, description = "The agent's id")),
    responses((status = 204, description = "Its password alone does again")),
)]
pub(crate) async fn reset_factor(Signed(desk): Signed, Id(id): Id<AgentId>) -> Result<StatusCode, Problem> {
    desk.reset_second_factor(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
