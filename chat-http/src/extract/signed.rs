use super::SessionCookie;
use crate::{
    api::ApiState,
    error,
    guard::{self, Caller},
    problem::Problem,
    revisions,
};
use axum::extract::{FromRequestParts, MatchedPath, RawPathParams};
use chat_core::{Desk, RequestName, Secret};
use http::{HeaderMap, Method, header, request::Parts};

/// Somebody who has signed in and may do that much: by `Authorization: Bearer`, or by the cookie that signing in has set.
#[derive(Debug)]
pub(crate) struct Signed(pub(crate) Desk);

/// Somebody whom something that looks at requests before their handlers has found signed in.
#[derive(Clone, Debug)]
pub(crate) struct SignedBefore(pub(crate) Desk);

/// The bearer token of a request, wherever it came from.
#[derive(Debug)]
pub(crate) struct Token(pub(crate) Secret);

impl FromRequestParts<ApiState> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        if let Some(SignedBefore(desk)) = parts.extensions.remove() {
            return Ok(Self(desk));
        }
        let Token(token) = Token::from_request_parts(parts, state).await?;
        let desk = state.chat().sign_in(token.expose()).await?;
        desk.allow(guard::kind(&parts.method)).await.map_err(error::rate_limited)?;
        let desk = match Caller::of(&parts.extensions).address {
            Some(address) => desk.at(address),
            None => desk,
        };
        let params = RawPathParams::from_request_parts(parts, state).await.ok();
        let record =
            params.and_then(|params| revisions::record_of(&desk, parts.extensions.get::<MatchedPath>(), &params));
        let desk = revisions::expecting(desk, &parts.method, &parts.headers, record);
        Ok(Self(match parts.extensions.get::<RequestName>() {
            Some(name) => desk.correlated(name.as_str()),
            None => desk,
        }))
    }
}

impl FromRequestParts<ApiState> for Token {
    type Rejection = Problem;

    /// The header counts when there is one. A cookie comes along by itself, so that one which is to change something is
    /// taken only from our own pages; and only where our own login sets it.
    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        if parts.headers.contains_key(header::AUTHORIZATION) {
            let token = bearer(&parts.headers).ok_or_else(error::signed_out)?;
            return Ok(Self(token.into()));
        }
        let cookie = state.login().and_then(|_| SessionCookie::token_in(&parts.headers));
        let token = cookie.ok_or_else(error::signed_out)?;
        let is_read = matches!(parts.method, Method::GET | Method::HEAD);
        if !is_read && !is_own_page(&parts.headers, state.public_origin()) {
            return Err(error::cross_site());
        }
        Ok(Self(token.into()))
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// Whether the browser vouches that a page of this server sent the request.
fn is_own_page(headers: &HeaderMap, public_origin: Option<&str>) -> bool {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let Some(origin) = text(header::ORIGIN) else { return false };
    let host = origin.split_once("://").map(|(_, host)| host);
    public_origin.is_some_and(|own| own.eq_ignore_ascii_case(origin))
        || host.zip(text(header::HOST)).is_some_and(|(theirs, ours)| theirs.eq_ignore_ascii_case(ours))
}
