use crate::{
    api::ApiState,
    error,
    extract::{Json, SessionCookie, Signed, Token},
    guard::Caller,
    problem::Problem,
    shapes::{Credentials, Me, Session},
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use chat_core::{Agent, Limited, LoginName, NewAgent, Whom};
use http::{StatusCode, header};

/// The longest body that signing in needs.
const CREDENTIALS_MAX: usize = 8_192;

/// Starts a session.
///
/// The token is a bearer token; browsers get it as a cookie as well.
#[utoipa::path(
    post,
    path = "/api/v1/auth/login",
    tag = "auth",
    operation_id = "login",
    security(()),
    request_body = Credentials,
    responses((status = 200, description = "The session", body = Session, headers(("set-cookie" = String)))),
)]
pub(crate) async fn login(
    State(state): State<ApiState>,
    caller: Caller,
    Json(credentials): Json<Credentials, CREDENTIALS_MAX>,
) -> Result<Response, Problem> {
    let Credentials { email, password } = credentials;
    if email.len() > Agent::EMAIL_MAX || email.contains('\0') {
        return Err(Problem::invalid("email", format!("at most {} bytes without NUL, please", Agent::EMAIL_MAX)));
    }
    if password.len() > NewAgent::PASSWORD_MAX {
        return Err(Problem::invalid("password", format!("at most {} bytes, please", NewAgent::PASSWORD_MAX)));
    }
    allow_try(&state, caller, &email).await?;
    let login = state.login().ok_or_else(|| error::not_found("route"))?;
    let session = login.sign_in(&email, &password.into()).await?;
    let cookie = cookie(&state).keep(&session, state.chat().env().now());
    Ok(([(header::SET_COOKIE, cookie)], axum::Json(Session::from(session))).into_response())
}

/// Whoever guesses passwords does not get far: neither from one address nor for one agent.
async fn allow_try(state: &ApiState, caller: Caller, email: &str) -> Result<(), Problem> {
    let by_address = caller.whom().into_iter();
    for whom in by_address.chain([Whom::Login(LoginName::of(email))]) {
        state.chat().allow(Limited::Login, whom).await.map_err(error::rate_limited)?;
    }
    Ok(())
}

/// Ends the session.
///
/// Sockets that came in by it are closed. API keys and tokens of the host are not sessions: 409.
#[utoipa::path(
    post,
    path = "/api/v1/auth/logout",
    tag = "auth",
    operation_id = "logout",
    responses(
        (status = 204, description = "The session has ended", headers(("set-cookie" = String))),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn logout(
    State(state): State<ApiState>,
    Token(token): Token,
    Signed(desk): Signed,
) -> Result<Response, Problem> {
    let login = state.login().ok_or_else(|| error::not_found("route"))?;
    if login.sign_out(token.expose()).await?.is_none() {
        return Err(error::no_session());
    }
    desk.tell_signed_out();
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie(&state).forget())]).into_response())
}

/// Who asks.
#[utoipa::path(
    get,
    path = "/api/v1/me",
    tag = "auth",
    operation_id = "me",
    responses((status = 200, description = "The agent that the token belongs to", body = Me)),
)]
pub(crate) async fn me(Signed(desk): Signed) -> axum::Json<Me> {
    axum::Json(desk.sign_in().clone().into())
}

fn cookie(state: &ApiState) -> SessionCookie {
    SessionCookie { is_secure: state.public_origin().is_some_and(|origin| origin.starts_with("https://")) }
}
