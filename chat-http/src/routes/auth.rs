use crate::{
    api::ApiState,
    error,
    extract::{Json, SessionCookie, Signed, Token},
    guard::Caller,
    problem::Problem,
    shapes::{Credentials, Me, Session},
};
use axum::{
    Extension,
    extract::State,
    response::{IntoResponse, Response},
};
use chat_core::{Agent, AgentId, AskedFrom, Device, Limited, LoginName, NewAgent, RequestName, Secret, SignedIn, Whom};
use http::{HeaderMap, StatusCode, header};

/// The longest body that signing in needs.
const CREDENTIALS_MAX: usize = 8_192;

/// Starts a session.
///
/// The token is a bearer token; browsers get it as a cookie as well. An agent with a second factor is asked for a code when its
/// password is right (`second_factor_required`): send all three then. A wrong or used code is `wrong_code`.
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
    request: Option<Extension<RequestName>>,
    headers: HeaderMap,
    Json(credentials): Json<Credentials, CREDENTIALS_MAX>,
) -> Result<Response, Problem> {
    let Credentials { email, password, code } = credentials;
    if email.len() > Agent::EMAIL_MAX || email.contains('\0') {
        return Err(Problem::invalid("email", format!("at most {} bytes without NUL, please", Agent::EMAIL_MAX)));
    }
    if password.len() > NewAgent::PASSWORD_MAX {
        return Err(Problem::invalid("password", format!("at most {} bytes, please", NewAgent::PASSWORD_MAX)));
    }
    allow_try(&state, caller, &email).await?;
    let login = state.login().ok_or_else(|| error::not_found("route"))?;
    let login = login.asked(asked_from(caller, request.as_deref()));
    let known = login.check_password(&email, &password.into()).await?;
    let code = code.map(Secret::from);
    if known.needs_code() && code.is_some() {
        allow_code(&state, known.agent().id).await?;
    }
    let session = login.finish(known, code.as_ref(), &device(caller, &headers)).await?;
    Ok(begun(&state, session))
}

/// What somebody signs in with.
pub(super) fn device(caller: Caller, headers: &HeaderMap) -> Device {
    let name = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    Device { name, address: caller.address }
}

/// Tells a new session, and has browsers keep its token.
pub(super) fn begun(state: &ApiState, session: SignedIn) -> Response {
    let cookie = cookie(state).keep(&session, state.chat().env().now());
    ([(header::SET_COOKIE, cookie)], axum::Json(Session::from(session))).into_response()
}

/// Whoever guesses passwords does not get far: neither from one address nor for one agent. From one address for one agent it
/// ends first, and what is refused there counts nowhere else, so that a stranger does not lock an agent out.
async fn allow_try(state: &ApiState, caller: Caller, email: &str) -> Result<(), Problem> {
    let name = LoginName::of(email);
    let from_there = caller.block().map(|block| Whom::LoginFrom(name, block));
    for whom in from_there.into_iter().chain(caller.whom()).chain([Whom::Login(name)]) {
        state.chat().allow(Limited::Login, whom).await.map_err(error::rate_limited)?;
    }
    Ok(())
}

/// Whoever has the password, or a session that was left open, does not get far with guessing the rest.
pub(super) async fn allow_code(state: &ApiState, agent: AgentId) -> Result<(), Problem> {
    state.chat().allow(Limited::Code, Whom::Agent(agent)).await.map_err(error::rate_limited)
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
    caller: Caller,
    name: Option<Extension<RequestName>>,
    Token(token): Token,
    Signed(desk): Signed,
) -> Result<Response, Problem> {
    let login = state.login().ok_or_else(|| error::not_found("route"))?;
    let login = login.asked(asked_from(caller, name.as_deref()));
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
    axum::Json(Me::from(&desk))
}

pub(super) fn asked_from(caller: Caller, name: Option<&RequestName>) -> AskedFrom {
    AskedFrom { address: caller.address, request: name.map(RequestName::to_string) }
}

pub(super) fn cookie(state: &ApiState) -> SessionCookie {
    SessionCookie { is_secure: state.public_origin().is_some_and(|origin| origin.starts_with("https://")) }
}
