use super::refusal::Refusal;
use crate::{
    look::{FrameLook, View, Wanted},
    router::WidgetState,
};
use axum::{
    Extension, Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use chat_core::{Caller, OpenVisit};
use http::{HeaderMap, HeaderValue, header};
use serde::{Deserialize, Serialize};

/// What a frame shows to be let in.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ask {
    boot: String,
    visitor: Option<String>,
    identity: Option<String>,
    lang: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    token: &'a str,
    expires_in: u64,
    visitor: Option<&'a str>,
    is_identified: bool,
    #[serde(flatten)]
    look: FrameLook<'a>,
}

/// Begins a visit for the frame, or goes on with one.
///
/// It is for our own frame alone: the body is JSON, for which a browser would ask first on behalf of any other page, and nobody
/// answers that; and browsers say themselves whether a request is of the same origin.
pub(crate) async fn session(
    State(state): State<WidgetState>,
    Path(key): Path<String>,
    caller: Option<Extension<Caller>>,
    headers: HeaderMap,
    Json(ask): Json<Ask>,
) -> Result<Response, Refusal> {
    if headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return Err(Refusal::not_here());
    }
    let open = OpenVisit {
        key: &key,
        boot: &ask.boot,
        visitor: ask.visitor.as_deref(),
        identity: ask.identity.as_deref(),
        caller: caller.map(|Extension(caller)| caller),
    };
    let visit = state.chat().open_visit(open).await?;
    let view = View::of(&visit.widget, &Wanted::of(ask.lang.as_deref(), &headers));
    let answer = Answer {
        token: &visit.token,
        expires_in: visit.expires_in.as_secs(),
        visitor: visit.visitor.as_deref(),
        is_identified: visit.is_identified,
        look: FrameLook::of(&view, state.chat().visitor_uploads(&visit.widget), state.chat().env().now()),
    };
    Ok(([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(answer)).into_response())
}
