//! The agents' inbox: pages and what they load, compressed when the crate was built.

use crate::error;
use axum::{
    Router,
    body::Body,
    extract::{OriginalUri, Path},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::sync::LazyLock;

/// Our own files and server, previews of our widgets, and pictures that are being handed in. No page may show it in a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
                      media-src 'self' blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// How long a file may be kept whose address names this very build.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Asked for each time, and answered with nothing when the browser has it.
const CHECKED: &str = "no-cache";
/// The page that all addresses of the dashboard show; what it shows besides is for its own script.
const PAGE: &str = "index.html";
/// What tells these files, all together, from those of another build.
const VERSION: &str = env!("CHAT_DASHBOARD_VERSION");

/// One built file.
#[derive(Clone, Copy, Debug)]
struct Asset {
    name: &'static str,
    hash: &'static str,
    raw: &'static [u8],
    gzip: &'static [u8],
    brotli: &'static [u8],
}

static ALL: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The page, with the build before the addresses of what it loads: they name one content and may be kept for good.
static PAGE_TEXT: LazyLock<String> = LazyLock::new(|| {
    let page = ALL.iter().find(|asset| asset.name == PAGE).expect("the crate is not built without the page");
    let text = std::str::from_utf8(page.raw).expect("the page is text");
    text.replace("\"./assets/", &format!("\"./-/{VERSION}/"))
});

/// The agents' dashboard, to be nested or merged beside the REST API: everything below `/app/`. It needs the API and the gateway
/// under the same address, one step above it.
///
/// ```
/// let app: axum::Router = axum::Router::new().merge(chat_http::dashboard());
/// ```
pub fn dashboard() -> Router {
    Router::new()
        .route("/app", get(async |OriginalUri(uri): OriginalUri| Redirect::permanent(&format!("{}/", uri.path()))))
        .route("/app/", get(page))
        .route("/app/{*page}", get(page))
        .route("/app/-/{version}/{file}", get(file))
        .method_not_allowed_fallback(error::method_not_allowed)
}

async fn page(path: Option<Path<String>>, request: HeaderMap) -> Response {
    let etag = format!("\"{VERSION}\"");
    let mut headers = fixed(CHECKED, "text/html; charset=utf-8", &etag);
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    let opener = header::HeaderName::from_static("cross-origin-opener-policy");
    headers.insert(opener, HeaderValue::from_static("same-origin"));
    if is_known(&request, &etag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let depth = path.map_or(0, |Path(path)| path.matches('/').count());
    (headers, page_at(depth)).into_response()
}

/// The page as it stands so many folders below the dashboard's own: what it loads is named from there.
fn page_at(depth: usize) -> String {
    match depth {
        0 => PAGE_TEXT.clone(),
        _ => PAGE_TEXT.replace("\"./-/", &format!("\"{}-/", "../".repeat(depth))),
    }
}

/// A page of another build asks for what is not here any more: it loads itself anew then.
async fn file(Path((version, file)): Path<(String, String)>, request: HeaderMap) -> Response {
    let name = format!("assets/{file}");
    let Some(asset) = ALL.iter().find(|asset| version == VERSION && asset.name == name) else {
        return error::not_found("file").into_response();
    };
    let etag = format!("\"{}\"", asset.hash);
    let mut headers = fixed(FOREVER, content_type(asset.name), &etag);
    if is_known(&request, &etag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let accepted = request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |coding: &str| accepted.split(',').any(|offer| offer.trim().eq_ignore_ascii_case(coding));
    let (body, coding) = match () {
        () if takes("br") => (asset.brotli, Some("br")),
        () if takes("gzip") => (asset.gzip, Some("gzip")),
        () => (asset.raw, None),
    };
    headers.extend(coding.map(|coding| (header::CONTENT_ENCODING, HeaderValue::from_static(coding))));
    (headers, Body::from(body)).into_response()
}

fn fixed(keep: &'static str, content_type: &'static str, etag: &str) -> HeaderMap {
    HeaderMap::from_iter([
        (header::CACHE_CONTROL, HeaderValue::from_static(keep)),
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::ETAG, HeaderValue::try_from(etag).expect("a hash is ASCII")),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ])
}

/// Whether the browser has it. Proxies that pack anew make the tag a weak one.
fn is_known(request: &HeaderMap, etag: &str) -> bool {
    let known = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').map(str::trim).any(|tag| tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    async fn answer(path: &str, headers: &[(header::HeaderName, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let answer = dashboard().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        (parts.status, parts.headers, body.collect().await.unwrap().to_bytes().to_vec())
    }

    #[tokio::test]
    async fn everything_that_the_page_names_is_there_and_may_be_kept() {
        let (status, headers, body) = answer("/app/", &[]).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers[header::CACHE_CONTROL], CHECKED);
        assert!(!POLICY.contains("unsafe"));
        assert_eq!(headers[header::CONTENT_SECURITY_POLICY], POLICY);
        let text = String::from_utf8(body).unwrap();
        let names: Vec<_> = text.split("\"./").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(names.len() > 2, "{text}");
        for name in names {
            let (status, headers, _) = answer(&format!("/app/{name}"), &[]).await;
            assert_eq!(
                (status, &headers[header::CACHE_CONTROL]),
                (StatusCode::OK, &HeaderValue::from_static(FOREVER)),
                "{name}"
            );
        }
    }

    #[tokio::test]
    async fn what_a_browser_has_is_not_sent_again_and_what_it_takes_is_packed() {
        let path = format!("/app/-/{VERSION}/first.js");
        let (_, headers, packed) = answer(&path, &[(header::ACCEPT_ENCODING, "gzip, br")]).await;
        assert_eq!(headers[header::CONTENT_ENCODING], "br");
        let (_, plain, raw) = answer(&path, &[]).await;
        assert!(plain.get(header::CONTENT_ENCODING).is_none() && packed.len() < raw.len());
        let etag = headers[header::ETAG].to_str().unwrap();
        assert_eq!(answer(&path, &[(header::IF_NONE_MATCH, etag)]).await.0, StatusCode::NOT_MODIFIED);
        let page = answer("/app/search", &[]).await;
        let etag = page.1[header::ETAG].to_str().unwrap();
        assert_eq!(answer("/app/", &[(header::IF_NONE_MATCH, etag)]).await.0, StatusCode::NOT_MODIFIED);
    }

    #[tokio::test]
    async fn a_page_further_down_loads_the_same_files() {
        for (path, way) in [("/app/team", "./"), ("/app/team/roles", "../"), ("/app/widgets/1/domains", "../../")] {
            let (status, _, body) = answer(path, &[]).await;
            let text = String::from_utf8(body).unwrap();
            assert_eq!(status, StatusCode::OK);
            assert!(text.contains(&format!("src=\"{way}-/{VERSION}/first.js\"")), "{path}: {text}");
        }
    }

    #[tokio::test]
    async fn a_file_of_another_build_is_not_there() {
        assert_eq!(answer("/app/-/0123456789abcdef/first.js", &[]).await.0, StatusCode::NOT_FOUND);
        assert_eq!(answer(&format!("/app/-/{VERSION}/none.js"), &[]).await.0, StatusCode::NOT_FOUND);
    }

    #[test]
    fn the_committed_files_are_what_the_sources_give() {
        let manifest = include_str!("../assets/MANIFEST.json");
        let manifest: serde_json::Value = serde_json::from_str(manifest).unwrap();
        assert_eq!(manifest["sourceHash"], env!("CHAT_DASHBOARD_SOURCES"), "stale; run: cargo xtask ui --snapshot");
    }
}
