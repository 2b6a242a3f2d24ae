use super::{html::Escaped, refusal::Refusal};
use crate::{
    assets::VERSION,
    look::{View, Wanted},
    router::WidgetState,
};
use axum::{
    extract::{Path, Query, State},
    response::{Html, IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::Deserialize;
use std::fmt::Write as _;
use url::Url;

/// What stands in the frame's address.
#[derive(Deserialize)]
pub(crate) struct Opening {
    /// The ticket of [`boot`](super::boot()).
    b: Option<String>,
}

/// The document in the frame, which no browser shows but within pages of the one origin that the ticket was given to.
pub(crate) async fn frame(
    State(state): State<WidgetState>,
    Path(key): Path<String>,
    Query(Opening { b }): Query<Opening>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let is_framed = headers.get("sec-fetch-dest").is_none_or(|place| place == "iframe");
    let ticket = b.filter(|_| is_framed).ok_or_else(Refusal::not_here)?;
    let framed = state.chat().framed(&key, &ticket).await?;
    let origin = framed.origin.to_string();
    if !is_source(&origin) || !comes_from(&origin, &headers) {
        return Err(Refusal::not_here());
    }
    let view = View::of(&framed.widget, &Wanted::of(None, &headers));
    let document = document(&view, &origin, &state.options().socket_path);
    Ok((policies(&origin), Html(document)).into_response())
}

/// Whether a browser reads it as one source of `frame-ancestors` and as nothing else. A single foreign byte would have it drop the
/// whole directive, and a space would let a second source in.
fn is_source(origin: &str) -> bool {
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | ':');
    host.is_some_and(|host| !host.is_empty() && host.chars().all(is_plain))
}

/// Whether the page that asks is of that origin, as far as the browser tells. Some tell nothing.
fn comes_from(origin: &str, headers: &HeaderMap) -> bool {
    let Some(page) = headers.get(header::REFERER) else { return true };
    let page = page.to_str().ok().and_then(|page| Url::parse(page).ok());
    page.is_some_and(|page| page.origin().ascii_serialization() == origin)
}

/// Who may show the document, and what may happen in it. `X-Frame-Options` counts only for a browser that has not understood
/// `frame-ancestors`: then nobody may show it.
fn policies(origin: &str) -> HeaderMap {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; \
         media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors {origin}; require-trusted-types-for 'script'; trusted-types 'none'"
    );
    let fixed = HeaderValue::from_static;
    HeaderMap::from_iter([
        (header::CONTENT_SECURITY_POLICY, HeaderValue::try_from(policy).expect("an origin is ASCII")),
        (header::X_FRAME_OPTIONS, fixed("DENY")),
        (HeaderName::from_static("cross-origin-embedder-policy"), fixed("require-corp")),
        (HeaderName::from_static("cross-origin-resource-policy"), fixed("cross-origin")),
        (header::REFERRER_POLICY, fixed("same-origin")),
        (header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff")),
        (header::CACHE_CONTROL, fixed("no-store")),
    ])
}

/// Everything in it is relative, so that it works wherever the module is nested, behind proxies that cut paths as well.
fn document(view: &View<'_>, origin: &str, socket_path: &str) -> String {
    let mut html = String::new();
    let direction = if view.is_rtl() { "rtl" } else { "ltr" };
    write!(
        html,
        "<!doctype html>\n<html lang=\"{lang}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"assets/{VERSION}/app.css\">\n\
         <script type=\"module\" src=\"assets/{VERSION}/app.js\"></script>\n</head>\n\
         <body data-key=\"{key}\" data-origin=\"{origin}\" data-socket=\"{socket_path}\"></body>\n</html>\n",
        lang = Escaped(view.lang),
        title = Escaped(view.title()),
        key = Escaped(&view.widget.public_key),
        origin = Escaped(origin),
        socket_path = Escaped(socket_path),
    )
    .expect("a string takes all text");
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_plain_source_gets_into_the_policy() {
        for source in
            ["https://shop.test", "http://localhost:3001", "https://xn--bcher-kva.example:8443", "http://127.0.0.1:1"]
        {
            assert!(is_source(source), "{source}");
        }
        for other in [
            "",
            "https://",
            "*",
            "https:",
            "https://*.shop.test",
            "https://shop.test https:",
            "https://shop.test;",
            "https://a,b",
            "https://bücher.example",
            "null",
            "data:",
            "https://shop.test/",
            "HTTPS://shop.test",
            "'self'",
        ] {
            assert!(!is_source(other), "{other}");
        }
    }

    #[test]
    fn a_page_of_another_origin_is_told_by_its_browser() {
        let from = |page: &'static str| HeaderMap::from_iter([(header::REFERER, HeaderValue::from_static(page))]);
        assert!(comes_from("https://shop.test", &HeaderMap::new()));
        assert!(comes_from("https://shop.test", &from("https://shop.test/")));
        assert!(comes_from("http://localhost:3001", &from("http://localhost:3001/x?y")));
        for other in ["https://evil.test/", "http://shop.test/", "https://shop.test:8443/", "about:blank", "nonsense"] {
            assert!(!comes_from("https://shop.test", &from(other)), "{other}");
        }
    }
}
