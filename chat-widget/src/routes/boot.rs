use super::refusal::Refusal;
use crate::{
    look::{LoaderLook, View, Wanted},
    router::WidgetState,
};
use axum::{
    Extension, Json,
    body::Bytes,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use chat_core::Caller;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::{Deserialize, Serialize};

/// What a loader tells. It comes as plain text, which browsers send without asking first; what cannot be read is left out.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Ask {
    /// The language that the page has chosen, or the browser's own.
    lang: Option<String>,
    /// Whether the page was just loaded; otherwise it proves itself again, which counts as no further load.
    is_first: Option<bool>,
    /// The ticket of an agent's preview.
    preview: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    boot: &'a str,
    /// Where the frame is, relative to the module.
    frame: String,
    #[serde(flatten)]
    look: LoaderLook<'a>,
}

/// Lets a page draw a widget, when the origin that its browser names may.
///
/// This is the one request of a widget's that carries the page's true origin: those from inside of the frame carry our own.
pub(crate) async fn boot(
    State(state): State<WidgetState>,
    Path(key): Path<String>,
    caller: Option<Extension<Caller>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let origin = headers.get(header::ORIGIN).ok_or_else(Refusal::not_here)?;
    let named = origin.to_str().map_err(|_| Refusal::not_here())?;
    let ask: Ask = serde_json::from_slice(&body).unwrap_or_default();
    let caller = caller.map(|Extension(caller)| caller);
    let boot = match &ask.preview {
        None if ask.is_first == Some(false) => state.chat().boot_again(&key, named, caller).await?,
        None => state.chat().boot(&key, named, caller).await?,
        // Our own page is the only one that previews are for, and its browser says that it is.
        Some(_) if headers.get("sec-fetch-site").is_none_or(|site| site != "same-origin") => {
            return Err(Refusal::not_here());
        }
        Some(ticket) => state.chat().boot_preview(&key, ticket, named, caller).await?,
    };
    let view = View::of(&boot.widget, &Wanted::of(ask.lang.as_deref(), &headers));
    let frame = format!("w/{}?b={}", boot.widget.public_key, boot.frame);
    let answer = Json(Answer { boot: &boot.boot, frame, look: LoaderLook::of(&view) });
    let readable = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone()),
        (header::VARY, HeaderValue::from_static("origin, accept-language")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin")),
    ];
    Ok((readable, answer).into_response())
}
