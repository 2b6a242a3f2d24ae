//! Signing in by an identity provider: two pages that a browser goes through, and what a login page asks before.

mod refusal;

use super::auth;
use crate::{
    api::ApiState,
    error,
    extract::{ErrandCookie, Query},
    guard::Caller,
    problem::Problem,
    shapes::SignInWays,
};
use axum::{
    Extension,
    extract::State,
    response::{IntoResponse, Response},
};
use chat_core::{Agent, Error, Identified, IdentityProvider, Limited, LocalLogin, RequestName, Secret};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use refusal::Refusal;
use serde::Deserialize;
use url::Url;

const BEGIN: &str = "/api/v1/auth/oidc";
/// The longest address within this server that somebody comes back to, in bytes.
const RETURN_MAX: usize = 1024;
/// The longest code of a provider, in bytes.
const CODE_MAX: usize = 4096;
/// How much of a provider's reason is logged, in characters.
const REASON_MAX: usize = 64;

/// In which ways agents sign in here.
///
/// For a login page: with a password by `POST /api/v1/auth/login`; by an identity provider, where there is one, by sending the
/// browser to `path`.
#[utoipa::path(
    get,
    path = "/api/v1/auth/methods",
    tag = "auth",
    operation_id = "signInWays",
    security(()),
    responses((status = 200, description = "The ways", body = SignInWays)),
)]
pub(crate) async fn methods(State(state): State<ApiState>) -> axum::Json<SignInWays> {
    let provider = Way::of(&state).ok().map(|way| (way.provider.label(), way.base));
    axum::Json(SignInWays::new(provider))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Departing {
    return_to: Option<String>,
}

/// Sends a browser to the identity provider.
///
/// Not for programs: a page links here, or goes here by itself. The browser comes back to `…/callback` and is then sent to `returnTo`.
/// What goes wrong is told on a small page. Without an identity provider there is no such route.
#[utoipa::path(
    get,
    path = "/api/v1/auth/oidc",
    tag = "auth",
    operation_id = "beginOidc",
    security(()),
    params((
        "returnTo" = Option<String>,
        Query,
        max_length = 1024,
        pattern = r"^/([!-.0-\[\]-~][!-\[\]-~]*)?$",
        description = "Where to go when it is done: a path of this server",
    )),
    responses(
        (status = 303, description = "To the provider", headers(("location" = String), ("set-cookie" = String))),
        (status = 404, response = crate::openapi::NotFound),
        (
            status = 422,
            description = "`returnTo` leads elsewhere, which is told on a page, or is given twice",
            content(
                (String = "text/html"),
                (crate::problem::Document = "application/problem+json", example = json!({
                    "title": "Unprocessable Entity",
                    "status": 422,
                    "detail": "the input is not valid",
                    "code": "invalid",
                    "errors": [{ "field": "returnTo", "problem": "duplicate field `returnTo`" }],
                })),
            ),
        ),
        (status = 429, description = "That was too much for now", body = String, content_type = "text/html"),
        (status = 503, description = "The provider cannot be asked now", body = String, content_type = "text/html"),
    ),
)]
pub(crate) async fn begin(
    State(state): State<ApiState>,
    caller: Caller,
    Query(departing): Query<Departing>,
) -> Result<Response, Problem> {
    let way = Way::of(&state)?;
    Ok(way.begin(caller, departing).await.unwrap_or_else(|refusal| refusal.page(&way.base)))
}

#[derive(Deserialize)]
pub(crate) struct Returning {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
}

/// Takes a browser back from the identity provider, and starts a session.
///
/// The session is the same as one by password, and comes as its cookie. It takes that this very browser was sent away by
/// `GET /api/v1/auth/oidc` within the last ten minutes, and that the provider vouches for the e-mail address of an agent, or of
/// somebody who was asked into one team. What goes wrong is told on a small page, with a code.
#[utoipa::path(
    get,
    path = "/api/v1/auth/oidc/callback",
    tag = "auth",
    operation_id = "finishOidc",
    security(()),
    params(
        ("state" = Option<String>, Query, description = "What the browser was sent away with"),
        ("code" = Option<String>, Query, description = "What the provider tells who has signed in for"),
        ("error" = Option<String>, Query, description = "Why nobody has"),
    ),
    responses(
        (status = 303, description = "Signed in", headers(("location" = String), ("set-cookie" = String))),
        (status = 400, description = "This browser was not sent away for this, or too long ago", body = String, content_type = "text/html"),
        (status = 403, description = "Nobody is let in by what the provider says", body = String, content_type = "text/html"),
        (status = 404, response = crate::openapi::NotFound),
        (status = 409, description = "Several teams have asked the address in", body = String, content_type = "text/html"),
        (status = 422, response = crate::openapi::Invalid),
        (status = 429, description = "That was too much for now", body = String, content_type = "text/html"),
        (status = 502, description = "The provider's answer does not hold", body = String, content_type = "text/html"),
        (status = 503, description = "The provider or the store cannot be asked now", body = String, content_type = "text/html"),
    ),
)]
pub(crate) async fn finish(
    State(state): State<ApiState>,
    caller: Caller,
    name: Option<Extension<RequestName>>,
    headers: HeaderMap,
    Query(returning): Query<Returning>,
) -> Result<Response, Problem> {
    let way = Way::of(&state)?;
    let login = way.login.asked(auth::asked_from(caller, name.as_deref()));
    let finished = way.finish(&login, caller, &headers, returning).await;
    let mut response = finished.unwrap_or_else(|refusal| refusal.page(&way.base));
    // Whatever became of it, no errand is finished twice.
    response.headers_mut().append(header::SET_COOKIE, way.cookie.forget());
    // The address has a code in it.
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}

/// The way in by an identity provider.
struct Way<'a> {
    state: &'a ApiState,
    login: &'a LocalLogin,
    provider: &'a dyn IdentityProvider,
    /// Scheme, host and port of this server.
    origin: String,
    /// Where browsers find the sign-in's first route, without the origin.
    base: String,
    /// Where they come back to.
    callback: Url,
    cookie: ErrandCookie,
}

impl<'a> Way<'a> {
    /// Where the host has set one up.
    fn of(state: &'a ApiState) -> Result<Self, Problem> {
        let no_route = || error::not_found("route");
        let login = state.login().ok_or_else(no_route)?;
        let provider = state.identity_provider().ok_or_else(no_route)?;
        let public_origin = state.public_origin().ok_or_else(no_route)?;
        let base = format!("{}{BEGIN}", state.public_path());
        let callback = Url::parse(&format!("{public_origin}{base}/callback")).map_err(|_| no_route())?;
        let origin = callback.origin().ascii_serialization();
        let cookie = ErrandCookie { path: cookie_path(&base), is_secure: origin.starts_with("https://") };
        Ok(Self { state, login, provider, origin, base, callback, cookie })
    }

    async fn begin(&self, caller: Caller, departing: Departing) -> Result<Response, Refusal> {
        let return_to = departing.return_to.unwrap_or_else(|| format!("{}/", self.state.public_path()));
        if !is_of_this_server(&return_to) {
            return Err(Refusal::ForeignReturn);
        }
        self.allow(caller).await?;
        let departure = self.provider.begin(&self.callback).await?;
        let cookie = self.cookie.keep(&self.state.chat().keep_errand(&departure.errand, &return_to));
        Ok(to(departure.url.as_str(), cookie))
    }

    async fn finish(
        &self,
        login: &LocalLogin,
        caller: Caller,
        headers: &HeaderMap,
        returning: Returning,
    ) -> Result<Response, Refusal> {
        self.allow(caller).await?;
        let kept = ErrandCookie::kept_in(headers).ok_or(Refusal::NotBegun)?;
        let (errand, return_to) = self.state.chat().kept_errand(kept).ok_or(Refusal::NotBegun)?;
        if !returning.state.is_some_and(|state| errand.is_brought_back_by(&state)) {
            return Err(Refusal::OtherErrand);
        }
        match returning.error.as_deref() {
            None => {}
            Some("access_denied") => return Err(Refusal::Denied),
            Some(error) => {
                let reason: String = error.chars().take(REASON_MAX).collect();
                tracing::warn!(reason, "a sign-in was refused: the identity provider reports an error");
                return Err(Refusal::ProviderFailed);
            }
        }
        let code = returning.code.filter(|code| code.len() <= CODE_MAX).ok_or(Refusal::ProviderFailed)?;
        let who = self.provider.identify(&errand, &self.callback, &Secret::from(code)).await?;
        let agent = self.agent(login, &who).await?;
        let session = login.start_session_on(agent, &auth::device(caller, headers)).await?;
        let cookie = auth::cookie(self.state).keep(&session, self.state.chat().env().now());
        Ok(to(&format!("{}{return_to}", self.origin), cookie))
    }

    /// Whoever it is that the provider vouches for: somebody in a team, or whom one has asked in.
    async fn agent(&self, login: &LocalLogin, who: &Identified) -> Result<Agent, Refusal> {
        if let Some(agent) = login.vouched(who).await? {
            return Ok(agent);
        }
        match self.state.chat().accept_vouched(who).await {
            Ok(agent) => Ok(agent),
            Err(error @ (Error::NotFound(_) | Error::Conflict(_))) => {
                // Unless the newcomer has come in meanwhile, through another window.
                login.vouched(who).await?.ok_or_else(|| error.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Signing in by a provider counts as signing in.
    async fn allow(&self, caller: Caller) -> Result<(), Refusal> {
        let Some(whom) = caller.whom() else { return Ok(()) };
        self.state.chat().allow(Limited::Login, whom).await.map_err(Refusal::TooMany)
    }
}

/// Sends a browser on, with something to keep.
fn to(url: &str, cookie: HeaderValue) -> Response {
    let location = HeaderValue::try_from(url).expect("an URL, and a path that was looked at, are visible ASCII");
    let headers = [(header::LOCATION, location), (header::SET_COOKIE, cookie)];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// Whether a browser that goes there from here stays here: browsers take `//` and `/\` for the beginning of another host.
fn is_of_this_server(path: &str) -> bool {
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    path.len() <= RETURN_MAX && is_plain && path.starts_with('/') && !path.starts_with("//")
}

/// What can stand in a cookie; whatever else a host has in its paths, the cookie is for all of them then.
fn cookie_path(path: &str) -> String {
    let is_fit = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b';');
    if is_fit { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for path in ["/", "/inbox?view=mine#top", "/a//b", "/%2F%2Fevil.test"] {
            assert!(is_of_this_server(path), "{path}");
        }
        let long = format!("/{}", "x".repeat(RETURN_MAX));
        for path in [
            "",
            "inbox",
            "//evil.test",
            "/\\evil.test",
            "\\\\evil.test",
            "https://evil.test",
            "javascript:alert(1)",
            "/\t/evil.test",
            "/\n/evil.test",
            " /inbox",
            "/größe",
            &long,
        ] {
            assert!(!is_of_this_server(path), "{path}");
        }
    }
}
