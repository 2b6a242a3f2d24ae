use super::{html::Escaped, refusal::Refusal};
use crate::router::WidgetState;
use axum::{
    extract::{Path, State},
    response::{Html, IntoResponse, Response},
};
use chat_core::{Desk, NoVisit, Widget, WidgetKind};
use http::{HeaderMap, HeaderValue, header};

/// Shows a widget to an agent as visitors see it, whether or not it may appear anywhere yet.
pub(crate) async fn preview(
    State(state): State<WidgetState>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let desk = desk(&state, &headers).await?;
    let widgets = desk.widgets().await.map_err(|_| Refusal::not_here())?;
    let widget = widgets.into_iter().find(|widget| widget.public_key == key).ok_or_else(Refusal::not_here)?;
    let ticket = desk.preview(widget.id).await.map_err(NoVisit::from)?;
    Ok((policies(), Html(document(&widget, &ticket))).into_response())
}

/// How that page looks.
pub(crate) async fn preview_style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("preview.css")).into_response()
}

/// The desk of the agent whose browser it is.
async fn desk(state: &WidgetState, headers: &HeaderMap) -> Result<Desk, Refusal> {
    let name = state.options().session_cookie.as_deref().ok_or_else(Refusal::not_here)?;
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    let (_, token) = cookies.find(|(found, _)| *found == name).ok_or_else(Refusal::not_here)?;
    state.chat().sign_in(token).await.map_err(|_| Refusal::not_here())
}

/// Nothing but our own files, shown within pages of our own (a dashboard) and no others.
fn policies() -> HeaderMap {
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; \
                  form-action 'none'; frame-ancestors 'self'";
    HeaderMap::from_iter([
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ])
}

fn document(widget: &Widget, ticket: &str) -> String {
    let (name, key) = (Escaped(&widget.name), Escaped(&widget.public_key));
    let (place, target) = match widget.kind {
        WidgetKind::Embedded => ("<div id=\"preview\"></div>", " data-target=\"#preview\""),
        WidgetKind::Floating | WidgetKind::Popup => ("", ""),
    };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{name}: preview</title>\n\
         <link rel=\"stylesheet\" href=\"../preview.css\">\n</head>\n<body>\n<main>\n<h1>{name}</h1>\n\
         <p>This is how visitors see the widget. What you write here reaches your team as a visitor's words do.</p>\n\
         {place}\n</main>\n\
         <script async src=\"../../w.js\" data-key=\"{key}\" data-preview=\"{ticket}\"{target}></script>\n</body>\n</html>\n"
    )
}
