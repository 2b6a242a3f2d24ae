use crate::{api::ApiState, error, extract, guard::Caller, problem::Problem};
use axum::extract::{RawQuery, Request, State};
use chat_core::{CallError, IncomingCall, Limited, Source};
use http::{HeaderMap, StatusCode, header};

/// The longest call in bytes, as Meta has it.
const CALL_MAX: usize = 3 * 1_048_576;

/// Proves to Meta that this address is a connected account's.
#[utoipa::path(
    get,
    path = "/webhooks/whatsapp",
    tag = "webhooks",
    operation_id = "whatsappHandshake",
    security(()),
    params(
        ("hub.mode" = String, Query, description = "Always `subscribe`"),
        ("hub.verify_token" = String, Query, description = "The verify token of a connected account"),
        ("hub.challenge" = String, Query, description = "What is to be sent back"),
    ),
    responses(
        (
            status = 200,
            description = "The challenge",
            body = String,
            content_type = "text/plain",
            example = json!("1158201444"),
        ),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 404, response = crate::openapi::NotFound),
    ),
)]
pub(crate) async fn handshake(
    State(state): State<ApiState>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<String, Problem> {
    allow_stranger(&state, caller).await?;
    if state.chat().channel(&Source::WHATSAPP).is_none() {
        return Err(error::not_found("channel"));
    }
    let query: Vec<_> = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
    let answer = state.chat().answer_handshake(&Source::WHATSAPP, &query).await?;
    answer.ok_or_else(error::handshake_refused)
}

/// Takes in a call of Meta's.
///
/// 200 only when everything in it is durable: on any other answer Meta calls again.
#[utoipa::path(
    post,
    path = "/webhooks/whatsapp",
    tag = "webhooks",
    operation_id = "whatsappCall",
    security(()),
    params((
        "x-hub-signature-256" = String,
        Header,
        pattern = "^sha256=[0-9A-Fa-f]{64}$",
        description = "`sha256=` and the HMAC of the body by the app's secret",
    )),
    request_body(
        content = Object,
        description = "As Meta documents it, up to 3 MiB; what is in it is for the channel to know",
        content_type = "application/json",
        example = json!({ "entry": [] }),
    ),
    responses(
        (status = 200, description = "Everything in it is durable"),
        (status = 401, response = crate::openapi::Unauthenticated),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 404, response = crate::openapi::NotFound),
    ),
)]
pub(crate) async fn receive(
    State(state): State<ApiState>,
    caller: Caller,
    request: Request,
) -> Result<StatusCode, Problem> {
    if !is_vouched(&state, caller) {
        allow_stranger(&state, caller).await?;
    }
    let (parts, body) = request.into_parts();
    let body = extract::read(&parts, body, CALL_MAX).await?;
    let call = IncomingCall { headers: of_the_caller(&parts.headers), body };
    let outcome = state.chat().receive_call(&Source::WHATSAPP, &call).await;
    vouch(&state, caller, &outcome);
    outcome?;
    Ok(StatusCode::OK)
}

/// Takes a call from what whoever has shown no good signature is allowed.
async fn allow_stranger(state: &ApiState, caller: Caller) -> Result<(), Problem> {
    let Some(whom) = caller.whom() else { return Ok(()) };
    state.chat().allow(Limited::Call, whom).await.map_err(error::rate_limited)
}

fn is_vouched(state: &ApiState, caller: Caller) -> bool {
    caller.block().is_some_and(|address| state.vouched().knows(address, state.chat().env().now()))
}

/// Notes what a call has shown of where it came from.
fn vouch(state: &ApiState, caller: Caller, outcome: &Result<(), CallError>) {
    let Some(address) = caller.block() else { return };
    match outcome {
        Ok(()) | Err(CallError::TooMany(_)) => state.vouched().remember(address, state.chat().env().now()),
        Err(CallError::Refused(_)) => state.vouched().forget(address),
        Err(CallError::NoSuchChannel | CallError::Unavailable(_)) => {}
    }
}

/// What the caller says of its call: signatures and the like stand in headers of its own.
fn of_the_caller(headers: &HeaderMap) -> Vec<(String, String)> {
    let own = headers.iter().filter(|(name, _)| name.as_str().starts_with("x-") || *name == header::CONTENT_TYPE);
    own.filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))).collect()
}
